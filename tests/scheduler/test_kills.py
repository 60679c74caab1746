"""Twenty kills of a collecting process at any moment: no article is lost, none comes twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.article import Completeness
from core.source import PollOutcome
from crawler.spool import read_spool
from storage.database import Database
from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve

FEEDS, PAGES_EACH, KILLS = 3, 40, 20
PAGE_SECONDS = 0.05
START_SECONDS = 120.0
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_twenty_kills_lose_no_article_and_repeat_none(tmp_path: Path) -> None:
    with serve() as site:
        expected = {url for number in range(FEEDS) for url in _outlet(site, number)}
        _configure(tmp_path, site)
        moments = random.Random(20_260_203)
        kept: list[tuple[frozenset[str], int]] = []
        for _ in range(KILLS):
            _kill_while_it_asks(_start(tmp_path, site.port), site, moments.uniform(0, 0.8))
            kept.append((_kept(tmp_path), len(site.visits)))
        assert _start(tmp_path, site.port).wait(120) == 0
        asked = [site.url(visit.host, visit.path) for visit in site.visits]
        visits = [url for url in asked if url in expected]
    database = Database(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    with database.read() as unit:
        rows = unit.articles.page(limit=1000)
        outcomes = {s.last_poll.outcome for s in unit.sources.states().values() if s.last_poll}
        assert unit.articles.dropped(limit=1000) == ()
    database.close()
    assert sorted(row.url for row in rows) == sorted(expected)
    assert {row.completeness for row in rows} == {Completeness.FULL}
    assert outcomes <= {PollOutcome.OK, PollOutcome.NOT_MODIFIED}
    assert not list((tmp_path / "spool").glob("*"))
    # A page is asked for again only where a kill came between its answer and its line.
    assert any(urls for urls, _ in kept[:-1])
    assert [(kill, urls.intersection(asked[then:])) for kill, (urls, then) in enumerate(kept)] == [
        (kill, frozenset()) for kill in range(KILLS)
    ]
    assert len(visits) <= len(expected) + KILLS * FEEDS


def _kept(workspace: Path) -> frozenset[str]:
    """The articles that were written down by now, in rows or in lines."""
    database = Database(f"sqlite:///{workspace / 'desk.sqlite3'}")
    with database.read() as unit:
        stored = {row.url for row in unit.articles.page(limit=1000)}
    database.close()
    lines = [line for spool in (workspace / "spool").glob("*") for line in read_spool(spool)]
    return frozenset(stored | {line.article.url for line in lines if line.article})


def _outlet(site: Site, number: int) -> list[str]:
    host = f"outlet{number}"
    titles = [f"Outlet {number} reports on depot {item}" for item in range(PAGES_EACH)]
    urls = [
        site.on(host, f"/{item}", Reply(body=page(title), wait=PAGE_SECONDS))
        for item, title in enumerate(titles)
    ]
    feed = rss(*zip(urls, titles, strict=True))
    site.on(host, "/feed", Reply(body=feed, kind=RSS, etag=f'"{number}"'))
    return urls


def _configure(workspace: Path, site: Site) -> None:
    (workspace / "config").mkdir()
    line = "  - {{slug: outlet{0}, name: Outlet {0}, kind: feed, url: '{1}'}}\n"
    sources = "".join(line.format(n, site.url(f"outlet{n}", "/feed")) for n in range(FEEDS))
    (workspace / "config" / "sources.yaml").write_text(f"sources:\n{sources}")


def _start(workspace: Path, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "DESK_ALLOW_PRIVATE_NETWORKS": "127.0.0.1/32",
        "DESK_PORTS": str(port),
        "DESK_DELAY_SECONDS": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--workspace", str(workspace), "collect"],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _kill_while_it_asks(process: subprocess.Popen[bytes], site: Site, later: float) -> None:
    """`later` seconds after its first request; or at its end, when that comes before."""
    before, deadline = len(site.visits), time.monotonic() + START_SECONDS
    while len(site.visits) == before and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(site.visits) > before
    time.sleep(later)
    process.kill()
    process.wait()
