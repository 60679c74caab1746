"""The scheduler as one process: `python -m scheduler.service WORKSPACE [PARENT]`.

It holds a lock on the workspace; a second one sees the lock and ends at once. Given the process
that started it, it ends with that one, also when that one was killed.
"""

import logging
import os
import signal
import sys
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from config.load import load
from core.clock import SystemClock
from core.errors import DeskError, Refused
from core.log import Log
from scheduler.context import Context
from scheduler.timetable import ask_again, open_timetable, tick_collect, tick_release
from scheduler.worker import Worker
from storage.database import Database

log = Log(__name__)


def serve(context: Context, stop: threading.Event) -> None:
    """Keeps time and works until `stop` is set. Raises `Refused` when another one does."""
    workspace = context.configuration.settings.workspace
    lock = FileLock(workspace / "scheduler.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        what = "Another scheduler keeps time for this workspace."
        raise Refused(what, ["Only one may run."]) from error
    timetable = open_timetable(context)
    try:
        now = context.clock.now()
        with context.database.unit() as unit:
            # We hold the lock, so whatever is marked as running has no worker any more.
            ask_again(unit, unit.runs.recover(now, whole=True), now)
        timetable.start()
        tick_release(context)
        tick_collect(context)
        Worker(context).run(stop)
    finally:
        if timetable.running:
            timetable.shutdown(wait=False)
        lock.release()


def main(workspace: str, parent: str = "") -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if parent:
        threading.Thread(target=_end_with, args=[int(parent), stop], daemon=True).start()
    try:
        configuration = load(Path(workspace))
        database = Database(configuration.settings.database_url)
        database.check()
        serve(
            Context(database=database, configuration=configuration, clock=SystemClock()),
            stop,
        )
    except DeskError as error:
        log.error("scheduler ended", reason=error)
        return 1
    return 0


def _end_with(parent: int, stop: threading.Event) -> None:
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
