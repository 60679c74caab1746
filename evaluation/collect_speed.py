"""How many pages a second go from the network into the database, beside others on the same pages.

`pages_per_second` fetches each page, reads it, and stores it as a whole article;
`pages_per_second_prefiltered` drops unread what holds no word of the beat, as it is done for broad
sources. `scrapy_fetch_only` fetches the pages by plain Scrapy, with its default settings, and
throws them away; `news_please` and `newspaper4k` fetch and read as many of them as they are given,
and store nothing. Every side counts from the start of its processes to their end, on one server,
in one run, one after the other. `rss_mb` is the most memory that a process of our crawls had,
`rss_mb_half_way` the most until half of the items had come.
"""

import multiprocessing
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from core.article import Completeness
from core.clock import SystemClock
from core.crawl import OFF_BEAT, CrawlLimits, CrawlPlan, CrawlTask
from core.guard import AddressPolicy
from core.source import Source, SourceKind
from crawler.launch import crawl
from crawler.spool import read_spool
from evaluation.loopback_web import LoopbackWeb, sample_pages, serve
from evaluation.measure import Measurement, ratio
from evaluation.peers import PEERS, Peer, pages_per_second
from storage.database import Database

HOSTS, PAGES_EACH = 40, 20
PEER_PAGES = 120
PEER_SECONDS = 600.0
WALL_SECONDS = 900.0

_BATCH = 200
_LOOK_EVERY_SECONDS = 0.25


def measure(
    *,
    hosts: int = HOSTS,
    pages_each: int = PAGES_EACH,
    phrases: Sequence[str],
    peers: Sequence[Peer] = PEERS,
) -> Measurement:
    data, pages = sample_pages()
    with serve(pages, hosts=hosts, pages_each=pages_each) as web:
        plain = _fetch_only(web)
        whole, memory = _collect(web, ())
        prefiltered, more_memory = _collect(web, phrases)
        given = web.numbered_pages()[:PEER_PAGES]
        others = {
            peer.name: pages_per_second(peer, given, most_seconds=PEER_SECONDS) for peer in peers
        }
    largest = max(memory, more_memory, key=lambda one: one.most_kb)
    return Measurement(
        name="collect",
        data=data,
        records=hosts * pages_each,
        figures={
            "pages_per_second": whole,
            "pages_per_second_prefiltered": prefiltered,
            "scrapy_fetch_only": plain,
            **others,
            "rss_mb": largest.most_kb / 1024,
            "rss_mb_half_way": largest.half_way_kb / 1024,
        },
    )


def _collect(web: LoopbackWeb, phrases: Sequence[str]) -> tuple[float, "_Memory"]:
    """Pages a second that were read and stored, or dropped by the prefilter."""
    with TemporaryDirectory(prefix="bench-") as name, _watched() as memory:
        folder = Path(name)
        database = Database(f"sqlite:///{folder / 'desk.db'}")
        database.upgrade()
        plan = _plan(web, folder, phrases)
        begun = time.perf_counter()
        crawl(plan, on_line=lambda _: memory.passed(web.hosts * web.pages_each))
        done = _store(database, plan.spool)
        seconds = time.perf_counter() - begun
        database.close()
    return ratio(done, seconds), memory


def _store(database: Database, spool: Path) -> int:
    """The lines as rows; how many pages were read whole, or dropped unread."""
    done, lines = 0, read_spool(spool)
    while batch := list(islice(lines, _BATCH)):
        with database.unit() as unit:
            for line in batch:
                if line.article is not None:
                    unit.articles.add(line.article)
                    done += line.article.completeness is Completeness.FULL
                elif line.dropped is not None:
                    unit.articles.add_dropped(line.dropped)
                    done += line.dropped.code == OFF_BEAT
    return done


def _plan(web: LoopbackWeb, folder: Path, phrases: Sequence[str]) -> CrawlPlan:
    return CrawlPlan(
        tasks=tuple(
            CrawlTask(source=Source(slug=f"s{i}", name=url, kind=SourceKind.FEED, url=url))
            for i, url in enumerate(web.feeds())
        ),
        known=frozenset(),
        spool=folder / "spool.jsonl",
        started_at=SystemClock().now(),
        user_agent="finds-desk-bench",
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(web.port,)),
        limits=CrawlLimits(delay_seconds=0, wall_seconds=WALL_SECONDS),
        record_to=folder / "record.warc.gz",
        phrases=tuple(phrases),
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
    half_way_kb: int = 0
    lines: int = 0

    def passed(self, expected: int) -> None:
        """Another line came."""
        self.lines += 1
        if self.lines <= expected // 2:
            self.half_way_kb = self.most_kb


@contextmanager
def _watched() -> Iterator[_Memory]:
    """Looks, from time to time, at the crawl that this process started, and all in its group."""
    memory, done = _Memory(), threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            memory.most_kb = max(memory.most_kb, _largest_kb())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()


def _largest_kb() -> int:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,rss="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    groups = {pid for pid, parent, group, _ in rows if parent == os.getpid() and group == pid}
    return max((rss for _, _, group, rss in rows if group in groups), default=0)
