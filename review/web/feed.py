"""What changed, for pages that are open: hints out of the log, however many listen."""

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from core.errors import StorageError
from core.log import Log
from storage.database import Database
from storage.read_models import EditionChange, FindChange

log = Log("review.web")

Change = FindChange | EditionChange


class Feed:
    """One look at the log a second, by one task, for all the streams of this process.

    The log itself is the outbox: its numbers are the same for every process, so a stream that
    broke goes on at any of them from the last number it had.
    """

    def __init__(
        self, database: Database, *, every_seconds: float = 1.0, longest_seconds: float = 600.0
    ) -> None:
        self._database = database
        self._every = every_seconds
        self._longest = longest_seconds
        self._listeners = 0
        self._latest = 0
        self._closed = False
        self._watcher: asyncio.Task[None] | None = None
        self._pulse: asyncio.Event | None = None

    def close(self) -> None:
        """Ends every stream within a second; may be called from a signal handler."""
        self._closed = True

    async def changes(self, after: int) -> AsyncIterator[tuple[Change, ...]]:
        """What happened after that event, as it happens. Ends by itself after a while: whoever
        listens comes again, and has to show anew that they may."""
        ends_at = time.monotonic() + self._longest
        self._listeners += 1
        try:
            self._watch()
            while not self._closed and time.monotonic() < ends_at:
                pulse = self._pulse = self._pulse or asyncio.Event()
                if self._latest > after:
                    changes = await run_in_threadpool(self._read, after)
                    after = changes[-1].event_id if changes else self._latest
                    if changes:
                        yield changes
                    continue
                await pulse.wait()
        finally:
            self._listeners -= 1

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while self._listeners and not self._closed:
            try:
                self._latest = await run_in_threadpool(self._read_latest)
            except StorageError as error:
                log.warning("log not read", reason=error)
            self._beat()
            await asyncio.sleep(self._every)
        self._beat()

    def _beat(self) -> None:
        if self._pulse is not None:
            self._pulse.set()
        self._pulse = None

    def _read_latest(self) -> int:
        with self._database.read() as unit:
            return unit.audit.latest()

    def _read(self, after: int) -> tuple[Change, ...]:
        with self._database.read() as unit:
            return unit.audit.changes(after)
