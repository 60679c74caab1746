"""Fetching waits for reading."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.backlog import Backlog
from crawler.spool import read_spool
from tests.crawler.crawls import LIMITS, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, Visit, page, rss, serve

HOSTS, PAGES = 4, 12
LONG = 200
ON_THEIR_WAY = 3 * HOSTS
"""Asked for while there was room, the one behind it in the queue of its host included."""


@pytest.mark.parametrize(("documents", "most_bytes"), [(9, 100), (2, 10**9)])
def test_backlog_too_much_waits_nobody_passes_until_it_was_read(
    documents: int, most_bytes: int
) -> None:
    passed: list[int] = []

    async def ask(backlog: Backlog, number: int) -> None:
        await backlog.room()
        passed.append(number)

    async def work() -> None:
        backlog = Backlog(documents=documents, most_bytes=most_bytes)
        with backlog.holding(60):
            await ask(backlog, 1)
            with backlog.holding(40):
                waiting = asyncio.gather(*(ask(backlog, number) for number in (2, 3)))
                await asyncio.sleep(0)
                assert passed == [1]
            await waiting
        assert sorted(passed) == [1, 2, 3]

    asyncio.run(work())


def test_backlog_what_it_held_failed_there_is_room_again() -> None:
    async def work() -> None:
        backlog = Backlog(documents=1, most_bytes=1)
        with pytest.raises(ValueError, match="unreadable"), backlog.holding(10):
            raise ValueError("unreadable")
        await asyncio.wait_for(backlog.room(), 1)

    asyncio.run(work())


def test_crawl_quick_hosts_are_asked_no_faster_than_pages_are_read(tmp_path: Path) -> None:
    spool, ahead = tmp_path / "spool.jsonl", [0]

    def compare(visit: Visit) -> None:
        if visit.path.startswith("/page"):
            read = sum(line.article is not None for line in read_spool(spool))
            ahead.append(sum(one.path.startswith("/page") for one in site.visits) - read)

    with serve() as site:
        site.on_visit = compare
        tasks = []
        for host in (f"host{number}" for number in range(HOSTS)):
            urls = [
                site.on(host, f"/page{number}", Reply(body=page(f"Page {number} of {host}") * LONG))
                for number in range(PAGES)
            ]
            items = rss(*((url, f"Item {url}") for url in urls))
            tasks.append(task(feed(host, site.on(host, "/feed", Reply(body=items, kind=RSS)))))
        limits = replace(LIMITS, backlog_bytes=1)
        found = run(make_plan(spool, *tasks, port=site.port, limits=limits))
    assert len(found.articles) == HOSTS * PAGES
    assert max(ahead) <= ON_THEIR_WAY < HOSTS * PAGES
