"""Two hundred hosts in one collect, a tenth of them misbehaving, each in a way of its own."""

import gzip
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from config.load import load
from core.article import Completeness
from core.clock import SystemClock
from core.crawl import CrawlLimits
from core.guard import AddressPolicy
from core.source import PollOutcome, Source, SourceState
from scheduler.context import Context
from scheduler.jobs.collect import collect
from storage.database import Database
from storage.read_models import ArticleRow
from tests.crawler.crawls import feed
from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve

pytestmark = pytest.mark.slow

HOSTS = 200
DELAY = 0.4
LEAST_DELAY = DELAY / 2
"""The usual delay goes up and down by half, so that nobody is asked to a beat."""
CRAWL_DELAY = 1.2
PAUSE = 2
CLOCK_STEP = 0.02
MOST_MB = 400
LIMITS = CrawlLimits(delay_seconds=DELAY, timeout_seconds=6.0, max_bytes=1_600_000)

LONG = ("Retry-After", "7200")
ZIPPED = ("Content-Encoding", "gzip")
SECRET = "SENTINEL-of-a-file"
WEB_PAGE = Reply(body=b"<!doctype html><html><body><p>No feed here.</p></body></html>")
FAILED, EMPTY, BLOCKED, OK = (
    PollOutcome.FAILED, PollOutcome.EMPTY, PollOutcome.BLOCKED, PollOutcome.OK
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a host misbehaves, by path; `codes` are what its two pages may become, "" a whole
    article, None none at all. `asked` is how often each path may be asked for at most."""

    replies: dict[str, tuple[Reply, ...]]
    outcome: PollOutcome = OK
    codes: tuple[str, str] | None = None
    asked: dict[str, int] = field(default_factory=dict)


def robots(rules: str) -> tuple[Reply, ...]:
    return (Reply(body=f"User-agent: *\n{rules}\n".encode(), kind="text/plain"),)


def of_feed(*replies: Reply, outcome: PollOutcome = FAILED, most: int = 2) -> Manner:
    return Manner(replies={"/feed": replies}, outcome=outcome, asked={"/feed": most})


def of_pages(first: Reply, second: Reply, *codes: str) -> Manner:
    return Manner(replies={"/0": (first,), "/1": (second,)}, codes=(codes[0], codes[1]))


def moved(url: str) -> Reply:
    return Reply(status=302, headers=(("Location", url),))


def manners(site: Site, inside: str, secret: Path) -> dict[str, Manner]:
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    foreign = f'{entity}<rss version="2.0"><channel><title>&x;</title></channel></rss>'
    cut = Reply(body=page("Cut"), length=9000, headers=(("Connection", "close"),))
    bomb = Reply(body=gzip.compress(b" " * 16_000_000), headers=(ZIPPED,))
    hung_up, garbage = (
        Reply(garbage=True),
        Reply(garbage=True, body=b"\x16\x03\x01 no HTTP\r\n\r\n"),
    )
    fine = Reply(body=page("Fine"))
    return {
        "no-http": of_pages(hung_up, garbage, "broken", "broken"),
        "error": of_feed(Reply(status=500)),
        "unavailable": of_feed(Reply(status=503, headers=(LONG,)), most=1),
        "recovers": Manner(
            replies={"/feed": (Reply(status=503, headers=(("Retry-After", str(PAUSE)),)),
                               _feed(site, "recovers", 2))},
            codes=("", ""), asked={"/feed": 2},
        ),
        "too-many": Manner(
            replies={path: (Reply(status=429, headers=(LONG,)),) for path in ("/0", "/1")},
            codes=("rate_limited", "rate_limited"), asked={"/0": 1, "/1": 1},
        ),
        "drips": of_feed(replace(_feed(site, "drips", 2), drip=0.2)),
        "endless": of_pages(Reply(endless="body"), fine, "too_large timeout", ""),
        "bomb": of_pages(bomb, fine, "too_large", ""),
        "length": of_pages(Reply(body=page("Lie"), length=10**9), cut, "too_large", "broken"),
        "circle": of_feed(moved(site.url("circle", "/feed")), most=6),
        "inward": of_feed(moved(f"{inside}/feed"), outcome=BLOCKED, most=1),
        "inward-page": of_pages(moved(f"{inside}/0"), fine, "unsafe_redirect", ""),
        "refuses": Manner(replies={"/robots.txt": robots("Disallow: /")}, outcome=BLOCKED,
                          asked={"/feed": 0}),
        "no-rules": Manner(replies={"/robots.txt": (Reply(status=500),)}, outcome=FAILED,
                           asked={"/feed": 0}),
        "half-open": Manner(replies={"/robots.txt": robots("Disallow: /0")},
                            codes=("robots", ""), asked={"/0": 0}),
        "web-page": of_feed(WEB_PAGE),
        "empty": of_feed(Reply(body=rss(), kind=RSS), outcome=EMPTY),
        "entity": of_feed(Reply(body=foreign.encode(), kind=RSS)),
        "headers": of_feed(Reply(headers=(("X-Huge", "x" * 1_000_000),))),
        "slow-charset": of_pages(
            Reply(body=page("Late"), wait=60),
            Reply(body=page("Café"), kind="text/html; charset=utf-16"), "timeout", ""),
    }  # fmt: skip


@dataclass(slots=True)
class Memory:
    """The most that each process of the crawl has had in its life, in MB."""

    peaks: dict[int, float] = field(default_factory=dict)

    def look(self, _what: str, _done: int, _total: int) -> None:
        for pid in [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]:
            with suppress(OSError):
                # The crawl has a session of its own, which its readers are in.
                if _parent(os.getsid(pid)) == os.getpid():
                    peak = _status(pid).get("VmHWM", "0").split()[0]
                    self.peaks[pid] = max(self.peaks.get(pid, 0.0), int(peak) / 1024)


def _parent(pid: int) -> int:
    return int(_status(pid)["PPid"])


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    site: Site
    inside: Site
    healthy: dict[str, int]
    """How many articles each has."""
    manners: dict[str, Manner]
    counts: dict[str, int]
    rows: tuple[ArticleRow, ...]
    reasons: dict[str, tuple[str, str]]
    """Code and sentence of what became a partial article, by address."""
    states: dict[str, SourceState]
    memory: Memory

    def rows_of(self, host: str) -> list[ArticleRow]:
        return [row for row in self.rows if row.source == host]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("many")
    secret = folder / "secret"
    secret.write_text(SECRET)
    database = Database(f"sqlite:///{shutil.copy(sqlite_template, folder / 'desk.db')}")
    memory = Memory()
    with serve() as site, serve("127.0.0.2") as inside:
        bad = manners(site, f"http://127.0.0.2:{inside.port}", secret)
        healthy = {f"healthy{n}": 2 + n % 2 for n in range(HOSTS - len(bad))}
        for host, pages in healthy.items():
            _publish(site, host, pages)
        for host, manner in bad.items():
            _publish(site, host, 2)
            for path, replies in manner.replies.items():
                site.on(host, path, *replies)
        sources = tuple(feed(host, site.url(host, "/feed")) for host in (*healthy, *bad))
        context = _context(database, folder, sources, (site.port, inside.port))
        counts = collect(context, progress=memory.look)
        with database.read() as unit:
            rows = unit.articles.page(limit=1000)
            articles = [unit.articles.get(row.article_id) for row in rows]
            states = dict(unit.sources.states())
        yield World(
            site=site, inside=inside, healthy=healthy, manners=bad, counts=counts, rows=rows,
            reasons={a.listed_url: (a.partial_code, a.partial_reason) for a in articles},
            states=states, memory=memory,
        )  # fmt: skip
    database.close()


def _publish(site: Site, host: str, pages: int) -> None:
    slow = host.startswith("healthy") and host.endswith("7")
    site.on(host, "/robots.txt", *robots(f"Crawl-delay: {CRAWL_DELAY}" if slow else "Disallow:"))
    for number in range(pages):
        site.on(host, f"/{number}", Reply(body=page(_title(host, number))))
    site.on(host, "/feed", _feed(site, host, pages))


def _feed(site: Site, host: str, pages: int) -> Reply:
    items = [(site.url(host, f"/{number}"), _title(host, number)) for number in range(pages)]
    return Reply(body=rss(*items), kind=RSS)


def _title(host: str, number: int) -> str:
    return f"Depot {number} of {host}"


def _context(
    database: Database, folder: Path, sources: tuple[Source, ...], ports: tuple[int, ...]
) -> Context:
    configuration = load(folder, {})
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=ports)
    settings = replace(configuration.settings, limits=LIMITS, policy=policy)
    configuration = replace(configuration, sources=sources, settings=settings)
    with database.unit() as unit:
        unit.sources.sync(sources, SystemClock().now())
    return Context(database=database, configuration=configuration, clock=SystemClock())


def test_many_hosts_every_healthy_one_is_wholly_collected_and_once(world: World) -> None:
    assert "cut_short" not in world.counts
    assert len(world.healthy) + len(world.manners) == HOSTS
    assert len(world.manners) == HOSTS // 10
    for host, pages in world.healthy.items():
        rows = world.rows_of(host)
        assert sorted(row.title for row in rows) == [_title(host, n) for n in range(pages)], host
        assert {row.completeness for row in rows} == {Completeness.FULL}, host
        last = world.states[host].last_poll
        assert last is not None
        assert (last.outcome, last.items_new) == (OK, pages), host


def test_many_hosts_each_bad_one_has_its_reason_and_no_article_it_should_not(world: World) -> None:
    for host, manner in world.manners.items():
        last = world.states[host].last_poll
        assert last is not None
        assert last.outcome is manner.outcome, (host, last)
        assert bool(last.reason) == (manner.outcome is not OK), host
        assert len(world.rows_of(host)) == (2 if manner.codes else 0), host
        for number, codes in enumerate(manner.codes or ()):
            code, reason = world.reasons[world.site.url(host, f"/{number}")]
            assert code in (codes.split() or [""]), (host, number, reason)
            assert bool(reason) == bool(code), (host, number)
    assert SECRET not in repr((world.rows, world.states))
    assert world.inside.connections == 0


def test_many_hosts_rules_are_asked_for_first_and_kept(world: World) -> None:
    for host in (*world.healthy, *world.manners):
        paths = world.site.paths(host)
        asked = Counter(paths)
        assert paths[0] == "/robots.txt", host
        assert asked["/robots.txt"] <= (2 if host == "no-rules" else 1), host
    for host, pages in world.healthy.items():
        assert set(Counter(world.site.paths(host)).values()) == {1}, host
        assert len(world.site.paths(host)) == pages + 2, host
    for host, manner in world.manners.items():
        asked = Counter(world.site.paths(host))
        # One more try is the most that any page gets; redirects to itself are a page's own doing.
        assert all(asked[path] <= manner.asked.get(path, 2) for path in asked), (host, asked)


def test_many_hosts_one_that_asks_for_a_pause_has_it(world: World) -> None:
    assert world.site.paths("unavailable") == ["/robots.txt", "/feed"]
    # The pause is of the whole host: its other page is not asked for either.
    assert len(world.site.paths("too-many")) == 3
    first, second = (v.at for v in world.site.visits if (v.host, v.path) == ("recovers", "/feed"))
    assert second - first >= PAUSE - CLOCK_STEP


def test_many_hosts_none_is_asked_twice_at_once_or_too_soon(world: World) -> None:
    hosts = (*world.healthy, *world.manners)
    assert world.site.most_at_once == dict.fromkeys(hosts, 1)
    for host in hosts:
        moments = [visit.at for visit in world.site.visits if visit.host == host]
        slow = host in world.healthy and host.endswith("7")
        least = (CRAWL_DELAY if slow else LEAST_DELAY) - CLOCK_STEP
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(gap >= least for gap in gaps), (host, gaps)


def test_many_hosts_no_process_takes_more_memory_than_allowed(world: World) -> None:
    assert len(world.memory.peaks) > LIMITS.extract_workers
    assert max(world.memory.peaks.values()) < MOST_MB
