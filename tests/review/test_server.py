"""The server in a process of its own: it says where it is, and stops when told to."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from config.load import load
from config.settings import DeskSettings
from core.clock import SystemClock
from review.server import serve
from review.web.app import create_app
from storage.database import Database

folder = Path(sys.argv[1])
loaded = load(folder, {})
database = Database(f"sqlite:///{folder}/desk.db")
database.upgrade()
settings = DeskSettings(port=0)
app = create_app(
    database, beat=loaded.beat, newsletter=loaded.newsletter, settings=settings,
    clock=SystemClock(),
)
serve(app, settings, ready=lambda address: print(address, flush=True))
print("stopped", flush=True)
"""


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A new desk in a process of its own, and its address."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            yield process, address
        finally:
            process.kill()


def test_server_answers_and_stops_within_five_seconds(tmp_path: Path) -> None:
    with started(tmp_path) as (process, address):
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
            assert b"A new desk." in answer.read()
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
        assert time.monotonic() - asked < 5
