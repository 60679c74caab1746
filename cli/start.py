"""`desk start`: the desk in the browser and the timetable, on the configured sources."""

import os
import signal
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from cli.provider import provider_ask
from cli.session import Session, session_of
from core.log import Log
from newsletter.targets import ready_targets
from review.server import serve
from review.web.app import create_app

log = Log(__name__)

RESTART_SECONDS = 30


def start(
    context: typer.Context,
    timetable: Annotated[
        bool, typer.Option(help="Also poll the sources and draft, each at its time.")
    ] = True,
) -> None:
    """Open the desk and keep time: collect, group and draft by the timetable.

    Example: `desk --workspace /srv/desk start`
    """
    session = session_of(context)
    database = session.database
    with database.unit() as unit:
        unit.sources.sync(session.configuration.sources, session.clock.now())
    if timetable:
        with _scheduler(session):
            open_desk(session)
    else:
        open_desk(session)


def open_desk(session: Session, *, browser: bool = False) -> None:
    """Serves until it is told to stop; says where as soon as the desk answers."""
    # The server raises the signal again when it has shut down: what stands around it, the
    # scheduler above all, must still be ended.
    signal.signal(signal.SIGTERM, _leave)

    def ready(address: str) -> None:
        session.say(f"The desk is open at {address}  (Ctrl+C ends it)")
        if browser:
            webbrowser.open(address)

    settings = session.configuration.settings.desk
    app = create_app(
        session.database,
        beat=session.configuration.beat,
        newsletter=session.configuration.newsletter,
        settings=settings,
        clock=session.clock,
        targets=ready_targets(session.configuration.settings.targets, session.clock.now()),
        caps=session.configuration.settings.model.caps,
        ask_provider=provider_ask(session.configuration.settings.policy),
        learned_order=session.configuration.settings.learned_order,
    )
    serve(app, settings, ready=ready)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextmanager
def _scheduler(session: Session) -> Iterator[None]:
    """The scheduler as a process beside the desk, started again when it ends by itself."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep_scheduler, args=[session, ending])
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep_scheduler(session: Session, ending: threading.Event) -> None:
    command = [sys.executable, "-m", "scheduler.service", str(session.workspace), str(os.getpid())]
    while not ending.is_set():
        process = subprocess.Popen(command)  # noqa: S603  # our own module
        while process.poll() is None and not ending.wait(0.2):
            pass
        if not ending.is_set():
            log.error(
                "scheduler ended by itself", code=process.returncode, again_in=RESTART_SECONDS
            )
            ending.wait(RESTART_SECONDS)
        else:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
