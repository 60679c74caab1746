"""One crawl in a process of its own: `python -m crawler.child PLAN.json [PARENT]`. It ends when
the process of that number, else the one that started it, is gone.

A reactor cannot be started twice, and a crawl that eats memory or time can be ended without
harm to anything else.
"""
