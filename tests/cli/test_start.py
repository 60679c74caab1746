"""`desk start` as a process of its own: it opens the desk, keeps time, and stops when told to."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from core.run import Job, RunState
from storage.database import Database

# Refused by the guard before anything is sent: the poll fails at once, and nothing leaves.
SOURCES = """\
sources:
  - slug: nowhere
    name: Nowhere
    kind: feed
    url: http://127.0.0.1:8080/feed
"""


@pytest.mark.slow
def test_start_serves_the_desk_polls_what_is_due_and_stops(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.yaml").write_text(SOURCES)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--workspace", str(tmp_path), "start"],
        env={"DESK_PORT": str(port), "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert re.search(r"The desk is open at http", process.stdout.readline())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/start", timeout=10) as page:
            assert page.status == 200
        database = Database(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
        wait_for_run(database, Job.DRAFT)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    with database.read() as unit:
        state = unit.sources.state("nowhere")
    database.close()
    assert state.failures == 1
    assert state.last_poll is not None
    assert "not a public address" in state.last_poll.reason


def wait_for_run(database: Database, job: Job, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with database.read() as unit:
            run = unit.runs.last(job)
        if run is not None and run.state is RunState.DONE:
            return
        time.sleep(0.2)
    raise AssertionError(f"no {job} run was done")
