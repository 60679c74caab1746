"""The file a crawl appends its results to: one JSON object a line."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from core.crawl import CrawlLine
from core.wire import from_json, to_json

_BLOCK = 64 * 1024


class Spool:
    """Each line reaches the system in one piece before `write` returns: a crawl that is killed
    leaves whole lines, and at most one that is cut."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        _cut_torn_line(self._fd)

    def write(self, line: CrawlLine) -> None:
        append(self._fd, to_json(line) + b"\n")

    def close(self) -> None:
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_spool(path: Path) -> Iterator[CrawlLine]:
    """The whole lines of a spool in order; a cut last line is left out, a missing file is empty.

    Raises `pydantic.ValidationError` when a whole line is no `CrawlLine`.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield from_json(CrawlLine, line)


def append(fd: int, data: bytes) -> None:
    """All the bytes at the end of the file; the system may take them in parts."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _cut_torn_line(fd: int) -> None:
    # A crawl that was killed while writing: what is appended must not join its torn line.
    end = os.fstat(fd).st_size
    while end:
        start = max(0, end - _BLOCK)
        at = os.pread(fd, end - start, start).rfind(b"\n")
        if at >= 0:
            os.ftruncate(fd, start + at + 1)
            return
        end = start
    os.ftruncate(fd, 0)
