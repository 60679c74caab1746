"""Whole copies of an SQLite database, by its own online backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from core.errors import StorageError
from storage.engines import file_of, prepare


def copy_out(engine: sa.Engine, to: Path) -> None:
    """Written beside its place first, and moved there when it is whole."""
    _only_sqlite(engine, "pg_dump")
    source = file_of(engine)
    if not source.exists():
        raise StorageError(f"There is no database at {source} to copy.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        half = to.with_name(f"{to.name}.part")
        half.unlink(missing_ok=True)
        _copy(source, half)
        half.replace(to)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"The backup to {to} did not succeed: {error}.") from error


def copy_in(engine: sa.Engine, source: Path) -> None:
    _only_sqlite(engine, "pg_restore")
    if not source.is_file():
        raise StorageError(f"There is no backup at {source}.")
    try:
        _check_whole(source)
        engine.dispose()
        prepare(engine)
        _copy(source, file_of(engine))
    except sqlite3.Error as error:
        raise StorageError(f"{source} could not be restored: {error}.") from error


def _only_sqlite(engine: sa.Engine, tool: str) -> None:
    if engine.dialect.name != "sqlite":
        raise StorageError(f"A PostgreSQL database is copied by its own tool: use {tool}.")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_whole(source: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        (ours,) = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
    if verdict != "ok":
        raise StorageError(f"The backup {source} is damaged: {verdict}.")
    if not ours:
        raise StorageError(f"{source} is not a backup of a desk's database.")
