"""Starts a crawl in a process of its own, watches over it, and says how it ended."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core.crawl import CrawlLine, CrawlPlan, CrawlResult
from core.wire import from_json, to_json

_TAIL_SECONDS = 0.1
_STDERR_CHARS = 4000


def crawl(
    plan: CrawlPlan,
    *,
    on_line: Callable[[CrawlLine], None] | None = None,
    grace_seconds: float = 120.0,
) -> CrawlResult:
    """Works off the plan and returns when its process has ended, killed if need be.

    `on_line` is called with each line soon after it was written. The crawl itself starts no
    request after `limits.wall_seconds`; what is under way then has `grace_seconds`.
    """
    started = time.monotonic()
    count = _Count(on_line)
    tail = _Tail(plan.spool)
    with tempfile.TemporaryDirectory(prefix="crawl-") as folder:
        errors = Path(folder, "stderr")
        process = _start(plan, Path(folder, "plan.json"), errors)
        timed_out = False
        try:
            while process.poll() is None:
                tail.pass_on(count)
                if time.monotonic() - started > plan.limits.wall_seconds + grace_seconds:
                    timed_out = True
                    break
                _wait(process)
        finally:
            _end(process)
        tail.pass_on(count)
        said = errors.read_text("utf8", "replace")[-_STDERR_CHARS:]
    return CrawlResult(
        exit_code=process.returncode,
        timed_out=timed_out,
        seconds=time.monotonic() - started,
        stderr=said.strip(),
        articles=count.articles,
        dropped=count.dropped,
        polls=count.polls,
    )


class _Count:
    def __init__(self, on_line: Callable[[CrawlLine], None] | None) -> None:
        self.articles = self.dropped = self.polls = 0
        self._on_line = on_line

    def __call__(self, line: CrawlLine) -> None:
        self.articles += line.article is not None
        self.dropped += line.dropped is not None
        self.polls += line.poll is not None
        if self._on_line is not None:
            self._on_line(line)


class _Tail:
    """The whole lines that were added to a spool since it was looked at last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = path.stat().st_size if path.exists() else 0

    def pass_on(self, take: Callable[[CrawlLine], None]) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            # The child may have cut off a torn line that an earlier crawl left.
            self._offset = min(self._offset, os.fstat(file.fileno()).st_size)
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._offset += len(line)
                take(from_json(CrawlLine, line))


def _start(plan: CrawlPlan, plan_file: Path, errors: Path) -> subprocess.Popen[bytes]:
    plan_file.write_bytes(to_json(plan))
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH", "")])]
    with errors.open("wb") as stderr:
        # A session of its own: its reading processes can be ended together with it.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "crawler.child", str(plan_file), str(os.getpid())],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
            start_new_session=True,
        )


def _wait(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(_TAIL_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Also when it ended by itself: a reading process may have been left behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
