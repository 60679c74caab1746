"""Processes that read foreign bytes, so that none of them can hold up or take down a crawl."""

import asyncio
import multiprocessing
import resource
import sys
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from typing import Any, Concatenate, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from core.log import Log
from crawler.backlog import Backlog
from crawler.document import Document
from crawler.watch import exit_with_parent

P = ParamSpec("P")
T = TypeVar("T")

log = Log(__name__)

# The libraries underneath never give all their memory back.
TASKS_PER_PROCESS = 500
MEMORY_BYTES = 1024 * 1024 * 1024
_NETWORK = frozenset(
    {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
)


class ReadingFailed(Exception):
    """A document that could not be read: `timed_out`, or its process failed."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "failed")
        self.timed_out = timed_out


class ReadingPool:
    """Each call runs in a process of its own kind: ended after `seconds`, or when it wants more
    than a gigabyte, and replaced. Documents wait for one in the `backlog`."""

    def __init__(self, *, workers: int, seconds: float, backlog: Backlog) -> None:
        self._seconds, self._backlog = seconds, backlog
        self._pool: Any = ProcessPool(
            max_workers=max(1, workers),
            max_tasks=TASKS_PER_PROCESS,
            initializer=prepare_process,
            context=_reading_context(),
        )

    async def read(
        self,
        function: Callable[Concatenate[Document, P], T],
        document: Document,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Raises `ReadingFailed`."""
        with self._backlog.holding(len(document.body)):
            return await self.run(function, document, *args, **kwargs)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Raises `ReadingFailed`. The time counts from when a process takes the call up."""
        future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._seconds)
        try:
            result: T = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise ReadingFailed(timed_out=True) from error
        except ProcessExpired as error:
            log.warning("reading process died", code=error.exitcode)
            raise ReadingFailed(timed_out=False) from error
        except Exception as error:
            # The document is foreign, the fault may be ours: the item is kept, the trace too.
            log.exception("document not read", function=function.__name__)
            raise ReadingFailed(timed_out=False) from error
        return result

    def close(self) -> None:
        self._pool.stop()
        self._pool.join()


def start_reading_server() -> None:
    """Begins to load what the reading processes need, and does not wait for it."""
    _reading_context()
    forkserver.ensure_running()


def _reading_context() -> ForkServerContext:
    # Never a fork of the process that runs the reactor. The server has the libraries loaded.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.preloaded"])
    return context


def prepare_process() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    # Several libraries that read documents can also fetch what a document names.
    sys.addaudithook(_refuse_network)
    exit_with_parent()


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise PermissionError(f"A reading process asks nobody: {event}")
