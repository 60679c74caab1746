"""`python -m evaluation.counted FILE MODULE ARGUMENT ...` runs a module as `python -m` does, and
keeps in the first eight bytes of a file how many statements it has sent to its database."""

import mmap
import runpy
import struct
import sys
from pathlib import Path

from storage.engines import on_statement

_FORMAT = "=q"
SIZE = struct.calcsize(_FORMAT)


def read_count(file: Path) -> int:
    (count,) = struct.unpack(_FORMAT, file.read_bytes()[:SIZE])
    return int(count)


def run(file: Path, module: str, arguments: list[str]) -> None:
    """Raises a `ValueError` when the file is shorter than `SIZE`."""
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), SIZE) as kept:

        def add_one() -> None:
            (count,) = struct.unpack_from(_FORMAT, kept)
            struct.pack_into(_FORMAT, kept, 0, count + 1)

        on_statement(add_one)
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
