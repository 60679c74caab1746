"""What asking many unchanged feeds costs: `feeds`, `requests`, `article_requests`, `bytes` (both
ways, as the servers count them) and `seconds`.

Each feed has a site of its own and was read before; every other one answers 304, the rest send the
same body again. What is counted is the second poll, robots.txt included.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from core.clock import SystemClock
from core.crawl import CrawlLimits, CrawlPlan, CrawlTask
from core.guard import AddressPolicy
from core.source import PollOutcome, Source, SourceKind, SourceMemory
from core.url import url_key
from crawler.launch import crawl
from crawler.spool import read_spool
from evaluation.loopback_web import LoopbackWeb, serve
from evaluation.measure import Measurement

FEEDS, ITEMS_EACH = 1000, 30
WALL_SECONDS = 600.0
_LOOPBACK = ("127.0.0.1/32",)


def measure(*, feeds: int = FEEDS) -> Measurement:
    with (
        serve([b"<p>A page.</p>"], hosts=feeds, pages_each=ITEMS_EACH) as web,
        TemporaryDirectory(prefix="bench-") as name,
    ):
        memories = _read_once(web, Path(name) / "first.jsonl")
        before = web.counts()
        begun = time.perf_counter()
        plan = _plan(web, Path(name) / "again.jsonl", memories)
        crawl(plan)
        seconds = time.perf_counter() - begun
        after = web.counts()
        polls = [line.poll for line in read_spool(plan.spool) if line.poll]
    unchanged = sum(poll.outcome is PollOutcome.NOT_MODIFIED for poll in polls)
    return Measurement(
        name="poll",
        data=f"{feeds} feeds on loopback",
        records=unchanged,
        figures={
            "feeds": len(polls),
            "unchanged": unchanged,
            **{key: after[key] - before[key] for key in ("requests", "article_requests", "bytes")},
            "seconds": seconds,
        },
    )


def _read_once(web: LoopbackWeb, spool: Path) -> dict[str, SourceMemory]:
    crawl(_plan(web, spool, {}))
    return {line.poll.source: line.poll.memory for line in read_spool(spool) if line.poll}


def _plan(web: LoopbackWeb, spool: Path, memories: dict[str, SourceMemory]) -> CrawlPlan:
    """All pages are known: a feed that is read again for nothing asks for none of them."""
    tasks = tuple(
        CrawlTask(
            source=Source(slug=f"s{number}", name=url, kind=SourceKind.FEED, url=url),
            memory=memories.get(f"s{number}", SourceMemory()),
        )
        for number, url in enumerate(web.feeds())
    )
    limits = CrawlLimits(delay_seconds=0, wall_seconds=WALL_SECONDS)
    return CrawlPlan(
        tasks=tasks,
        known=frozenset(url_key(page) for page in web.pages()),
        spool=spool,
        started_at=SystemClock().now(),
        user_agent="finds-desk-bench",
        policy=AddressPolicy(allow_private=_LOOPBACK, ports=(web.port,)),
        limits=limits,
    )
