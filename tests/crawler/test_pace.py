"""One pace for a host, whichever process asks it."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from core.clock import FixedClock
from crawler.pace import REMEMBERED, SharedPace, forget_hosts
from tests.crawler.crawls import LIMITS, Outcome, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, page, rss, serve

HOST = "news.example"


def two(folder: Path, clock: FixedClock) -> tuple[SharedPace, SharedPace]:
    return SharedPace(folder, clock, lease=30), SharedPace(folder, clock, lease=30)


def ask(pace: SharedPace, *, crawl_delay: float) -> None:
    """A whole request to a host that asks for a crawl-delay."""
    pace.slow_down(HOST, crawl_delay)
    assert pace.take(HOST, 0) == 0
    pace.done(HOST)


def test_turn_taken_by_one_is_waited_for_by_the_other(tmp_path: Path) -> None:
    clock = FixedClock()
    one, other = two(tmp_path, clock)
    assert one.take(HOST, 2) == 0
    assert other.take("elsewhere.example", 2) == 0
    assert other.take(HOST, 2) == 30
    clock.advance(seconds=5)
    one.done(HOST)
    assert other.take(HOST, 2) == pytest.approx(2)
    clock.advance(seconds=2)
    assert other.take(HOST, 2) == 0


def test_crawl_delay_read_by_one_is_kept_by_the_other_for_a_day(tmp_path: Path) -> None:
    clock = FixedClock()
    one, other = two(tmp_path, clock)
    ask(one, crawl_delay=10)
    assert other.take(HOST, 0) == pytest.approx(10)
    clock.advance(seconds=REMEMBERED + 1)
    assert other.take(HOST, 0) == 0
    other.done(HOST)
    assert one.take(HOST, 0) == 0


def test_pause_asked_of_one_is_kept_by_the_other_and_ends_within_a_day(tmp_path: Path) -> None:
    clock = FixedClock()
    one, other = two(tmp_path, clock)
    one.pause(HOST, 60)
    assert other.paused(HOST) == pytest.approx(60)
    assert other.paused("elsewhere.example") == 0
    one.pause(HOST, 10**9)
    clock.advance(seconds=REMEMBERED + 1)
    assert other.paused(HOST) == 0


@pytest.mark.parametrize("content", [b"", b"torn", b"\xff" * 40, b"\x00" * 39])
def test_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    one, other = two(tmp_path, FixedClock())
    one.take(HOST, 5)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert other.paused(HOST) == 0
    assert other.take(HOST, 5) == 0


def test_clock_set_back_stops_nobody(tmp_path: Path) -> None:
    clock = FixedClock()
    one, other = two(tmp_path, clock)
    one.take(HOST, 5)
    one.pause(HOST, REMEMBERED)
    clock.advance(days=-400)
    assert other.paused(HOST) == 0
    assert other.take(HOST, 5) == 0


def test_clock_set_back_an_hour_undercuts_no_crawl_delay(tmp_path: Path) -> None:
    clock = FixedClock()
    one, other = two(tmp_path, clock)
    ask(one, crawl_delay=5)
    clock.advance(hours=-1)
    assert other.take(HOST, 0) == pytest.approx(5)
    clock.advance(seconds=4)
    assert other.take(HOST, 0) == pytest.approx(1)
    clock.advance(seconds=1)
    assert other.take(HOST, 0) == 0


def test_turn_of_a_killed_process_ends_by_itself(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from core.clock import SystemClock;"
        "from crawler.pace import SharedPace;"
        "SharedPace(Path(sys.argv[1]), SystemClock(), lease=1).take(sys.argv[2], 0);"
        "print('taken', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path), HOST], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"taken\n"
        os.kill(process.pid, signal.SIGKILL)
    clock = FixedClock()
    clock.at = clock.at.fromtimestamp(next(tmp_path.iterdir()).stat().st_mtime, clock.at.tzinfo)
    clock.advance(seconds=2)
    assert SharedPace(tmp_path, clock, lease=1).take(HOST, 0) == 0


def test_forget_hosts_removes_only_what_is_old(tmp_path: Path) -> None:
    one, _ = two(tmp_path, FixedClock())
    one.take(HOST, 1)
    (file,) = tmp_path.iterdir()
    changed = file.stat().st_mtime
    assert forget_hosts(tmp_path, changed - 1) == 0
    assert forget_hosts(tmp_path, changed + 1) == 1
    assert forget_hosts(tmp_path / "none", changed) == 0


def test_two_crawls_at_once_keep_the_crawl_delay_of_a_host_together(tmp_path: Path) -> None:
    delay = 0.4
    outcomes: list[Outcome] = []
    with serve() as site:
        site.on("news", "/robots.txt", Reply(body=f"User-agent: *\nCrawl-delay: {delay}".encode()))
        plans = []
        for name in ("one", "other"):
            urls = [
                (site.on("news", f"/{name}/{n}", Reply(body=page(f"{name} {n}"))), f"{name} {n}")
                for n in range(2)
            ]
            listed = site.on("news", f"/{name}", Reply(body=rss(*urls), kind=RSS))
            plan = make_plan(tmp_path / name, task(feed(name, listed)), port=site.port,
                             limits=replace(LIMITS, timeout_seconds=20))  # fmt: skip
            plans.append(replace(plan, hosts=tmp_path / "hosts"))
        threads = [
            threading.Thread(target=lambda plan=plan: outcomes.append(run(plan))) for plan in plans
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(article.title for outcome in outcomes for article in outcome.articles) == [
        "one 0", "one 1", "other 0", "other 1",
    ]  # fmt: skip
    asked = [visit for visit in site.visits if visit.path != "/robots.txt"]
    assert len(asked) == 6
    gaps = [later.at - earlier.at for earlier, later in pairwise(asked)]
    assert min(gaps) >= delay


def test_pause_of_one_crawl_holds_in_the_next(tmp_path: Path) -> None:
    with serve() as site:
        busy = Reply(status=429, headers=(("Retry-After", "3600"),))
        plan = make_plan(tmp_path / "1", task(feed("a", site.on("news", "/feed", busy))),
                         port=site.port)  # fmt: skip
        plan = replace(plan, hosts=tmp_path / "hosts")
        run(plan)
        asked = len(site.visits)
        again = run(replace(plan, spool=tmp_path / "2"))
    assert len(site.visits) == asked
    assert 3500 < again.polls["a"].wait_seconds <= 3600
