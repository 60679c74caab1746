"""What came and is not read yet, so that fetching does not run ahead of reading.

Reading a page takes longer than fetching it from a quick site; a crawl of many sites would hold
all their pages in memory, and ask for all of them again when it is killed.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Backlog:
    """So many documents may wait, and so many bytes; what is on its way when there is no room any
    more still comes, of each host an answer or two."""

    def __init__(self, *, documents: int, most_bytes: int) -> None:
        self._documents, self._bytes = documents, most_bytes
        self._sizes: list[int] = []
        self._open = asyncio.Event()
        self._open.set()

    async def room(self) -> None:
        """Until less waits than may."""
        while not self._open.is_set():
            await self._open.wait()

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """A document of so many bytes waits, or is being read, for as long as the block lasts.
        Nothing in it may fetch: it would wait for itself."""
        self._sizes.append(size)
        self._open_or_close()
        try:
            yield
        finally:
            self._sizes.remove(size)
            self._open_or_close()

    def _open_or_close(self) -> None:
        few = len(self._sizes) < self._documents and sum(self._sizes) < self._bytes
        if few or not self._sizes:
            self._open.set()
        else:
            self._open.clear()
