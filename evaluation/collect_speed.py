"""How many pages a second go from the network into the database, beside others on the same pages.

`pages_per_second` fetches each page, reads it, and stores it as a whole article;
`pages_per_second_prefiltered` drops unread what holds no word of the beat, as it is done for broad
sources. `scrapy_fetch_only` fetches the pages by plain Scrapy, with its default settings, and
throws them away; `news_please` and `newspaper4k` fetch and read as many of them as they are given,
and store nothing. Every side counts from the start of its processes to their end, on one server,
in one run, one after the other. `rss_mb` is the most memory that a process of our crawls had,
`rss_mb_half_way` the most until half of the items had come, `rss_mb_second_half` the most from then
on; `fetcher_mb_…` are the same two of the process that fetches, without those that read.
"""

import multiprocessing
import os
import subprocess
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
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
SLOWEST = 1.0
"""Pages a second below which a large crawl of ours is cut off."""

_BATCH = 200
_LOOK_EVERY_SECONDS = 0.25


class Side(StrEnum):
    SCRAPY = "scrapy"
    WHOLE = "whole"
    PREFILTERED = "prefiltered"
    PEERS = "peers"


def measure(
    *,
    hosts: int = HOSTS,
    pages_each: int = PAGES_EACH,
    phrases: Sequence[str],
    peers: Sequence[Peer] = PEERS,
    sides: Collection[Side] = tuple(Side),
) -> Measurement:
    """`figures` are those of the sides that were run."""
    data, pages = sample_pages()
    figures: dict[str, float] = {}
    memories: list[_Memory] = []
    with serve(pages, hosts=hosts, pages_each=pages_each) as web:
        if Side.SCRAPY in sides:
            figures["scrapy_fetch_only"] = _fetch_only(web)
        for side, name, kept in (
            (Side.WHOLE, "pages_per_second", ()),
            (Side.PREFILTERED, "pages_per_second_prefiltered", phrases),
        ):
            if side in sides:
                figures[name], memory = _collect(web, kept)
                memories.append(memory)
        if Side.PEERS in sides:
            given = web.numbered_pages()[:PEER_PAGES]
            for peer in peers:
                figures[peer.name] = pages_per_second(peer, given, most_seconds=PEER_SECONDS)
    if memories:
        figures |= max(memories, key=lambda one: one.largest.most_kb).figures()
    return Measurement(name="collect", data=data, records=hosts * pages_each, figures=figures)


def _collect(web: LoopbackWeb, phrases: Sequence[str]) -> tuple[float, "_Memory"]:
    """Pages a second that were read and stored, or dropped by the prefilter."""
    expected = web.hosts * web.pages_each
    with TemporaryDirectory(prefix="bench-") as name, _watched(expected) as memory:
        folder = Path(name)
        database = Database(f"sqlite:///{folder / 'desk.db'}")
        database.upgrade()
        plan = _plan(web, folder, phrases)
        begun = time.perf_counter()
        crawl(plan, on_line=lambda _: memory.passed())
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
    wall_seconds = max(WALL_SECONDS, web.hosts * web.pages_each / SLOWEST)
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
        limits=CrawlLimits(delay_seconds=0, wall_seconds=wall_seconds),
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
class _Peak:
    """The most that was seen until half of the items had come, and from then on: where a short
    crawl was over before anybody looked again, what was seen last."""

    half_way_kb: int = 0
    later_kb: int = 0
    last_kb: int = 0

    @property
    def second_half_kb(self) -> int:
        return self.later_kb or self.last_kb

    @property
    def most_kb(self) -> int:
        return max(self.half_way_kb, self.later_kb)

    def saw(self, kb: int, *, half_way: bool) -> None:
        self.last_kb = kb or self.last_kb
        if half_way:
            self.later_kb = max(self.later_kb, kb)
        else:
            self.half_way_kb = max(self.half_way_kb, kb)


class _Memory:
    """Of the crawl that this process started: its largest process, and the one that fetches."""

    def __init__(self, expected: int) -> None:
        self.largest, self._fetcher = _Peak(), _Peak()
        self._expected, self._lines = expected, 0

    def passed(self) -> None:
        """Another line came."""
        self._lines += 1

    def look(self) -> None:
        half_way = self._lines > self._expected // 2
        fetchers, all_of_them = _crawl_kb()
        self.largest.saw(max(all_of_them, default=0), half_way=half_way)
        self._fetcher.saw(max(fetchers, default=0), half_way=half_way)

    def figures(self) -> dict[str, float]:
        return {
            "rss_mb": self.largest.most_kb / 1024,
            "rss_mb_half_way": self.largest.half_way_kb / 1024,
            "rss_mb_second_half": self.largest.second_half_kb / 1024,
            "fetcher_mb_half_way": self._fetcher.half_way_kb / 1024,
            "fetcher_mb_second_half": self._fetcher.second_half_kb / 1024,
        }


@contextmanager
def _watched(expected: int) -> Iterator[_Memory]:
    """Looks from time to time for as long as the block lasts."""
    memory, done = _Memory(expected), threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            memory.look()

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()


def _crawl_kb() -> tuple[list[int], list[int]]:
    """What the leaders of the groups that this process started hold, and what all in them do."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,rss="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    leaders = {
        pid: rss for pid, parent, group, rss in rows if parent == os.getpid() and group == pid
    }
    return list(leaders.values()), [rss for _, _, group, rss in rows if group in leaders]
