"""The same sources crawled again: after a whole crawl, and after one that was killed."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from core.article import Completeness
from core.crawl import CrawlLimits, CrawlPlan
from core.source import ListingChoice, PollOutcome, SourceKind, SourceMemory
from core.wire import to_json
from crawler.spool import read_spool
from tests.crawler.crawls import LIMITS, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve, sitemap_index


def _feed_of(site: Site, count: int, etag: str, *, wait: float = 0.0, host: str = "news") -> str:
    links = []
    for number in range(count):
        url = site.on(host, f"/{number}", Reply(body=page(f"Number {number}"), wait=wait))
        links.append((url, f"Number {number}"))
    return site.on(host, "/feed", Reply(body=rss(*links), kind=RSS, etag=etag))


def test_second_crawl_asks_conditionally_and_fetches_only_what_is_new(tmp_path: Path) -> None:
    with serve() as site:
        sources = [feed(slug, _feed_of(site, 2, '"one"', host=slug)) for slug in ("same", "news")]
        first = run(make_plan(tmp_path / "1", *map(task, sources), port=site.port))
        known = frozenset(article.article_id for article in first.articles)
        site.visits.clear()
        _feed_of(site, 3, '"two"', host="news")
        tasks = [task(source, first.polls[source.slug].memory) for source in sources]
        second = run(make_plan(tmp_path / "2", *tasks, port=site.port, known=known))
    assert len(known) == 4
    assert second.polls["same"].outcome is PollOutcome.NOT_MODIFIED
    assert second.polls["same"].memory == first.polls["same"].memory
    assert site.paths("same") == ["/robots.txt", "/feed"]
    assert [article.title for article in second.articles] == ["Number 2"]
    assert second.polls["news"].items_seen == 3
    assert second.polls["news"].memory.etag == '"two"'
    assert site.paths("news") == ["/robots.txt", "/feed", "/2"]


def test_unchanged_body_without_any_validator_is_not_read_again(tmp_path: Path) -> None:
    with serve() as site:
        source = feed("news", _feed_of(site, 2, ""))
        first = run(make_plan(tmp_path / "1", task(source), port=site.port))
        memory = first.polls["news"].memory
        site.visits.clear()
        # Nothing is known, so reading it again would fetch both pages again.
        second = run(make_plan(tmp_path / "2", task(source, memory), port=site.port))
        _feed_of(site, 3, "")
        third = run(make_plan(tmp_path / "3", task(source, memory), port=site.port))
    assert memory.etag == ""
    assert second.polls["news"].outcome is PollOutcome.NOT_MODIFIED
    assert second.polls["news"].memory == memory
    assert not second.articles
    assert third.polls["news"].outcome is PollOutcome.OK
    assert len(third.articles) == 3


def test_poll_says_what_the_source_cost_and_asks_for(tmp_path: Path) -> None:
    with serve() as site:
        url, body = site.on("news", "/a", Reply(body=page("A"))), page("A")
        listed = rss((url, "A"))
        fresh = (("Cache-Control", "public, max-age=1200"),)
        news = feed("news", site.on("news", "/feed", Reply(body=listed, kind=RSS, headers=fresh)))
        slow = Reply(status=503, headers=(("Retry-After", "7200"),))
        busy = feed("busy", site.on("busy", "/feed", slow))
        outcome = run(make_plan(tmp_path / "s", task(news), task(busy), port=site.port))
    poll = outcome.polls["news"]
    assert (poll.requests, poll.bytes_received) == (2, len(listed) + len(body))
    assert poll.fresh_seconds == 1200
    assert outcome.polls["busy"].outcome is PollOutcome.FAILED
    assert 7190 <= outcome.polls["busy"].wait_seconds <= 7200


def test_place_of_a_found_list_is_remembered_and_found_anew_with_a_note(tmp_path: Path) -> None:
    def board(news: int, events: int, tag: str) -> bytes:
        boxes = [
            "".join(f"<li><time>2026-02-{d:02}</time> <a href=/{kind}{d}>Of {kind} {d}</a></li>"
                    for d in range(1, count + 1))
            for kind, count in (("news", news), ("event", events))
        ]  # fmt: skip
        return f"<body><{tag}>{boxes[0]}</{tag}><div><ol>{boxes[1]}</ol></div></body>".encode()

    with serve() as site:
        url = site.url("maker", "/news")
        memory = SourceMemory()
        found: list[tuple[int, ListingChoice | None]] = []
        for body in (board(3, 1, "ul"), board(3, 9, "ul"), board(3, 9, "main")):
            site.on("maker", "/news", Reply(body=body))
            source = feed("maker", url, SourceKind.LISTING)
            limits = replace(LIMITS, max_items_per_source=0)
            plan = make_plan(tmp_path / str(len(found)), task(source, memory), port=site.port,
                             limits=limits)  # fmt: skip
            poll = run(plan).polls["maker"]
            memory = poll.memory
            found.append((poll.items_seen, memory.choice))
    (first, one), (second, same), (third, other) = found
    assert (first, second, third) == (3, 3, 9)
    assert one is not None
    assert other is not None
    assert (one.note, same) == ("", one)
    assert other.place != one.place
    assert other.note.endswith("found in another part.")


def test_killed_crawl_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    with serve() as site:
        source = feed("news", _feed_of(site, 12, '"one"', wait=0.1))
        plan = make_plan(
            tmp_path / "spool", task(source), port=site.port, record_to=tmp_path / "a.warc.gz"
        )
        _kill_after(plan, tmp_path, lines=3)
        before = [line.article for line in read_spool(plan.spool) if line.article]
        assert 3 <= len(before) < 12
        assert not [line for line in read_spool(plan.spool) if line.poll]

        known = frozenset(article.article_id for article in before)
        again = run(
            make_plan(
                plan.spool, task(source), port=site.port, known=known, record_to=plan.record_to
            )
        )
        assert again.result.ok, again.result.stderr
        lines = list(read_spool(plan.spool))
        titles = [line.article.title for line in lines if line.article]
        assert sorted(titles) == sorted(f"Number {number}" for number in range(12))
        assert again.polls["news"].items_new == 12 - len(before)

        replayed = run(
            make_plan(tmp_path / "replay", task(source), port=site.port, replay=plan.record_to)
        )
        assert {a.title for a in replayed.articles} == set(titles)
        assert all(a.completeness is Completeness.FULL for a in replayed.articles)


def test_killed_crawl_drops_no_duplicate_of_what_it_did_not_fetch(tmp_path: Path) -> None:
    with serve() as site:
        shared = site.on("news", "/shared", Reply(body=page("Shared"), wait=8))
        own = site.on("echo", "/own", Reply(body=page("Own")))
        news = site.on("news", "/feed", Reply(body=rss((shared, "Shared")), kind=RSS))
        body = rss((f"{shared}?utm_source=echo", "Shared"), (own, "Own"))
        echo = site.on("echo", "/feed", Reply(body=body, kind=RSS, wait=0.5))
        plan = make_plan(
            tmp_path / "spool",
            task(feed("news", news)),
            task(feed("echo", echo)),
            port=site.port,
            limits=replace(LIMITS, timeout_seconds=20),
        )
        _kill_after(plan, tmp_path, lines=1)
    lines = list(read_spool(plan.spool))
    assert [line.article.title for line in lines if line.article] == ["Own"]
    assert not [line for line in lines if line.dropped or line.poll]


def test_crawl_with_no_items_allowed_only_counts_them(tmp_path: Path) -> None:
    with serve() as site:
        index = sitemap_index(site.url("maps", "/a.xml"), site.url("maps", "/b.xml"))
        maps = site.on("maps", "/map.xml", Reply(body=index, kind="application/xml"))
        tasks = [task(feed("news", _feed_of(site, 2, '"one"')))]
        tasks.append(task(feed("maps", maps, SourceKind.SITEMAP)))
        limits = replace(LIMITS, max_items_per_source=0)
        outcome = run(make_plan(tmp_path / "s", *tasks, port=site.port, limits=limits))
    polls = outcome.polls.values()
    assert [(poll.outcome, poll.items_seen) for poll in polls] == [(PollOutcome.OK, 2)] * 2
    assert site.paths("news") == ["/robots.txt", "/feed"]
    assert not outcome.articles


def test_crawl_out_of_time_leaves_links_for_the_next(tmp_path: Path) -> None:
    with serve() as site:
        source = feed("news", _feed_of(site, 30, '"one"', wait=0.5))
        limits = CrawlLimits(
            delay_seconds=0, timeout_seconds=2, extract_workers=1, wall_seconds=3.0
        )
        outcome = run(make_plan(tmp_path / "s", task(source), port=site.port, limits=limits))
        assert outcome.result.ok, outcome.result.stderr
        poll = outcome.polls["news"]
        assert len(outcome.articles) < 30
        assert f"{30 - len(outcome.articles)} links wait" in poll.reason
        assert poll.memory.etag == ""
        assert not outcome.dropped


def test_paused_host_is_waited_for_and_one_paused_for_long_is_left(tmp_path: Path) -> None:
    with serve() as site:
        busy = (("Retry-After", "1"),)
        soon = site.on("soon", "/a", Reply(status=429, headers=busy), Reply(body=page("Soon")))
        other = site.on("soon", "/b", Reply(body=page("Other")))
        soon_feed = site.on("soon", "/feed", Reply(body=rss((soon, "S"), (other, "O")), kind=RSS))
        late = site.on("late", "/a", Reply(status=503, headers=(("Retry-After", "999999"),)))
        late_feed = site.on("late", "/feed", Reply(body=rss((late, "L")), kind=RSS))
        tasks = [task(feed("soon", soon_feed)), task(feed("late", late_feed))]
        limits = replace(LIMITS, delay_seconds=0.4)
        outcome = run(make_plan(tmp_path / "s", *tasks, port=site.port, limits=limits))
    assert outcome.article("soon.localhost:" + str(site.port) + "/a").text
    asked = [visit for visit in site.visits if visit.host == "soon"]
    first = next(index for index, visit in enumerate(asked) if visit.path == "/a")
    assert asked[first + 1].at - asked[first].at >= 0.95  # whatever is asked next
    gaps = [later.at - earlier.at for earlier, later in pairwise(asked)]
    assert min(gaps) >= 0.15  # half the delay, and the clocks of two processes
    assert outcome.article("late.localhost:" + str(site.port) + "/a").partial_code == "rate_limited"
    assert site.paths("late").count("/a") == 1


def test_crawl_that_cannot_begin_says_why(tmp_path: Path) -> None:
    outcome = run(make_plan(tmp_path / "s", replay=tmp_path / "none.warc.gz"))
    assert outcome.result.exit_code == 1
    assert outcome.result.stderr.startswith("There is no recording")


def _kill_after(plan: CrawlPlan, folder: Path, *, lines: int) -> None:
    plan_file = folder / "plan.json"
    plan_file.write_bytes(to_json(plan))
    child = subprocess.Popen(
        [sys.executable, "-m", "crawler.child", str(plan_file)], start_new_session=True
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and len(list(read_spool(plan.spool))) < lines:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with plan.spool.open("ab") as file:  # as if the kill had come in the middle of a line
        file.write(b'{"article": {"article_id": "0000')
