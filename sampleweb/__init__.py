"""The built-in sample web: small invented outlets, served on loopback for demonstrations and tests.

Everything a desk may meet is on it: feeds of every format, sitemaps, listing pages, several
outlets on one event, echoes of a press release, false friends, wrong dates, walls and dead ends.
Each article carries its ground truth (event, region, beat), so a run over it can be judged.
"""
