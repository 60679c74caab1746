"""`desk start`: the desk in the browser and the timetable, on the configured sources."""

import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from cli.session import Session, session_of
from review.server import serve
from review.web.app import create_app


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
    )
    serve(app, settings, ready=ready)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextmanager
def _scheduler(session: Session) -> Iterator[None]:
    """The scheduler as a process beside the desk: it may fail without taking the desk along."""
    command = [sys.executable, "-m", "scheduler.service", str(session.workspace), str(os.getpid())]
    process = subprocess.Popen(command)  # noqa: S603  # our own module
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
