"""One crawl in a process of its own: `python -m crawler.child PLAN.json`.

A reactor cannot be started twice, and a crawl that eats memory or time can be ended without
harm to anything else.
"""
