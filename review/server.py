"""Serving the desk until it is told to stop."""

import gc
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from config.settings import DeskSettings
from review.web.feed import Feed


def serve(
    app: FastAPI, settings: DeskSettings, *, ready: Callable[[str], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT, then stop within five seconds.

    `ready` is called with the desk's address once it answers; port 0 takes any free port.
    """
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            # A download that never ends would keep the server alive for ever.
            timeout_graceful_shutdown=3,
            access_log=False,
            log_config=None,
            server_header=False,
            ws="none",
        ),
        app.state.feed,
        ready,
    )
    # What is loaded now stays until the end: a collection that walks through all of it again
    # would hold up a page for a fifth of a second.
    gc.collect()
    gc.freeze()
    server.run()


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, feed: Feed, ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._feed = feed
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Streams end at once, so that nothing has to be cut off.
        self._feed.close()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._ready is not None and self.started:
            self._ready(_address(self))


def _address(server: uvicorn.Server) -> str:
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
