"""How many pages a second go from the network into the database, beside Scrapy alone.

Figures: `pages_per_second` fetches each page, reads it, and stores it as a whole article;
`scrapy_fetch_only` fetches the same pages by plain Scrapy, with its default settings, and throws
them away. Both sides count from the start of their processes to their end, on the same server in
the same run. `rss_mb` is the most memory that all processes of our crawl had at once, what they
share counted for each.
"""

import multiprocessing
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from core.article import Completeness
from core.clock import SystemClock
from core.crawl import CrawlLimits, CrawlPlan, CrawlTask
from core.guard import AddressPolicy
from core.source import Source, SourceKind
from crawler.launch import crawl
from crawler.spool import read_spool
from evaluation.loopback_web import LoopbackWeb, sample_pages, serve
from evaluation.measure import Measurement, ratio
from storage.database import Database

HOSTS = 30
PAGES_EACH = 8
WALL_SECONDS = 60.0
"""A slow machine gets no further than this; what it has done by then is what counts."""

_BATCH = 200
_LOOK_EVERY_SECONDS = 0.25


def measure(*, hosts: int = HOSTS, pages_each: int = PAGES_EACH) -> Measurement:
    data, pages = sample_pages()
    with serve(pages, hosts=hosts, pages_each=pages_each) as web:
        plain = _fetch_only(web)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, _watched() as memory:
            stored, seconds = _collect(web, Path(folder))
    return Measurement(
        name="collect",
        data=data,
        records=stored,
        figures={
            "pages_per_second": ratio(stored, seconds),
            "scrapy_fetch_only": plain,
            "rss_mb": memory.most_kb / 1024,
        },
    )


def _collect(web: LoopbackWeb, folder: Path) -> tuple[int, float]:
    """How many whole articles were stored, in how many seconds."""
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    database.upgrade()
    plan = _plan(web, folder / "spool")
    begun = time.perf_counter()
    crawl(plan)
    articles = [line.article for line in read_spool(plan.spool) if line.article]
    for start in range(0, len(articles), _BATCH):
        with database.unit() as unit:
            for article in articles[start : start + _BATCH]:
                unit.articles.add(article)
    seconds = time.perf_counter() - begun
    database.close()
    return sum(one.completeness is Completeness.FULL for one in articles), seconds


def _plan(web: LoopbackWeb, spool: Path) -> CrawlPlan:
    return CrawlPlan(
        tasks=tuple(
            CrawlTask(source=Source(slug=f"s{i}", name=url, kind=SourceKind.FEED, url=url))
            for i, url in enumerate(web.feeds())
        ),
        known=frozenset(),
        spool=spool,
        started_at=SystemClock().now(),
        user_agent="finds-desk-bench",
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(web.port,)),
        limits=CrawlLimits(delay_seconds=0, wall_seconds=WALL_SECONDS),
    )


def _fetch_only(web: LoopbackWeb) -> float:
    """Pages a second. A reactor starts only once in a process: it gets one of its own."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    begun = time.perf_counter()
    process = context.Process(target=_plain_scrapy, args=(web, its))
    process.start()
    process.join()
    seconds = time.perf_counter() - begun
    return ratio(ours.recv() if ours.poll() else 0, seconds)


def _plain_scrapy(web: LoopbackWeb, connection: Connection) -> None:
    import scrapy  # noqa: PLC0415  # only this process needs it
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    fetched = 0

    class FetchOnly(scrapy.Spider):
        name = "fetch-only"
        start_urls = web.pages()

        def parse(self, response: scrapy.http.Response) -> None:
            nonlocal fetched
            fetched += response.status == 200

    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            # Not every system knows the names under localhost.
            "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
            "DESK_POLICY": AddressPolicy(allow_private=("127.0.0.1/32",)),
        }
    )
    process.crawl(FetchOnly)
    process.start()
    connection.send(fetched)


@dataclass(slots=True)
class _Memory:
    most_kb: int = 0


@contextmanager
def _watched() -> Iterator[_Memory]:
    """Looks, from time to time, at the crawl that this process started, and all in its group."""
    memory, done = _Memory(), threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            memory.most_kb = max(memory.most_kb, _crawl_kb())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()


def _crawl_kb() -> int:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,rss="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    groups = {pid for pid, parent, group, _ in rows if parent == os.getpid() and group == pid}
    return sum(rss for _, _, group, rss in rows if group in groups)
