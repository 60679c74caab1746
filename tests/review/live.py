"""The desk served for real on a free port of loopback, for tests with a browser."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from review.web.feed import Feed


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the desk, without a slash at its end."""
    app.state.feed = Feed(app.state.desk.database, every_seconds=0.1)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    _wait(server, thread)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    app.state.feed.close()
    server.should_exit = True
    thread.join(timeout=10)


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 20
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The desk did not start.")
        time.sleep(0.02)


@dataclass
class Streams:
    """How many streams of hints were asked for, and how many of them are still open."""

    asked: int = 0
    open: int = 0


class OneFileLate:
    """Answers one path half a second late, and counts the streams."""

    def __init__(self, app: ASGIApp, *, late: str, streams: Streams) -> None:
        self.app, self.late, self.streams = app, late, streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path")
        if path == self.late:
            await asyncio.sleep(0.5)
        is_stream = int(path == "/live")
        self.streams.asked += is_stream
        self.streams.open += is_stream
        try:
            await self.app(scope, receive, send)
        finally:
            self.streams.open -= is_stream
