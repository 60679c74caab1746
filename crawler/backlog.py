"""What came and is not read yet, so that fetching does not run ahead of reading.

Reading a page takes longer than fetching it from a quick site; a crawl of many sites would hold
all their pages in memory.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Backlog:
    """`most` bytes may wait; what is on its way when there is no room any more still comes, of
    each host an answer or two."""

    def __init__(self, most: int) -> None:
        self._most, self._waiting = most, 0
        self._open = asyncio.Event()
        self._open.set()

    async def room(self) -> None:
        """Until fewer bytes wait than may."""
        while not self._open.is_set():
            await self._open.wait()

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """So many bytes wait, or are being read, for as long as the block lasts. Nothing in it may
        fetch: it would wait for itself."""
        self._add(size)
        try:
            yield
        finally:
            self._add(-size)

    def _add(self, size: int) -> None:
        self._waiting += size
        if self._waiting < self._most:
            self._open.set()
        else:
            self._open.clear()
