"""A crawl whose starter was killed ends by itself, with all its processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.wire import to_json
from tests.crawler.crawls import LIMITS, feed, make_plan, task
from tests.crawler.loopback import RSS, Reply, page, rss, serve

STARTER = """
import sys
from core.crawl import CrawlPlan
from core.wire import from_json
from crawler.launch import crawl
crawl(from_json(CrawlPlan, sys.stdin.buffer.read()))
"""


def test_crawl_whose_starter_was_killed_ends_within_seconds(tmp_path: Path) -> None:
    with serve() as site:
        quick = site.on("news", "/quick", Reply(body=page("Quick")))
        slow = site.on("news", "/slow", Reply(body=page("Slow"), wait=60))
        source = feed(
            "news", site.on("news", "/feed", Reply(body=rss((quick, "Q"), (slow, "S")), kind=RSS))
        )
        starter = subprocess.Popen([sys.executable, "-c", STARTER], stdin=subprocess.PIPE)
        assert starter.stdin is not None
        limits = replace(LIMITS, timeout_seconds=60)
        plan = make_plan(tmp_path / "spool", task(source), port=site.port, limits=limits)
        starter.stdin.write(to_json(plan))
        starter.stdin.close()
        _wait_until(lambda: "/slow" in site.paths("news"), seconds=60)
        (crawl,) = [pid for pid, parent, _ in _processes() if parent == starter.pid]
        assert len(_group(crawl)) > 1  # the reading processes are there as well
        os.kill(starter.pid, signal.SIGKILL)
        starter.wait()
        _wait_until(lambda: not _group(crawl), seconds=5)


def _wait_until(true: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _group(leader: int) -> list[int]:
    return [pid for pid, _, group in _processes() if group == leader]


def _processes() -> list[tuple[int, int, int]]:
    """Process, parent and group of everything that runs; what nobody has buried yet is dead."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    return [(int(a), int(b), int(c)) for a, b, c, state in rows if not state.startswith("Z")]
