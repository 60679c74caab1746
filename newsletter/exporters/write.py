"""Put a file into a folder, whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from core.errors import ExportError


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """Written beside its place, synced, then renamed over it: a reader never sees half a file.

    `name` must be a plain file name. Raises `ExportError`.
    """
    if name in ("", ".", "..") or Path(name).name != name or "\\" in name or "\0" in name:
        raise ExportError(f"“{name}” is not a plain file name: nothing was written.")
    target = folder / name
    temporary = folder / f".{name}.{token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(temporary, data)
            temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        _sync_folder(folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise ExportError(f"{target} could not be written: {why}. Check the folder.") from error
    return target


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """The new name itself must reach the disk too; a file system that cannot is left alone."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
