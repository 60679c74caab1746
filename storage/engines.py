"""Engines that begin transactions as the desk needs them, on SQLite and on PostgreSQL."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import URL

from core.errors import StorageError

# Any fixed number: whoever holds this advisory lock is the one writer.
_WRITE_LOCK = 0x0DE5C
_OF_TRANSACTIONS = ("PRAGMA", "BEGIN", "SET TRANSACTION", "SELECT pg_advisory")


def make_engine(url: str, lock_timeout_seconds: float) -> sa.Engine:
    """Raises `StorageError` for an address that is neither of the two."""
    # A path is taken as it is written: in a folder's name, `?` and `#` are nothing special.
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    if path and path != ":memory:":
        return _sqlite(URL.create("sqlite", database=path), lock_timeout_seconds)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return _postgresql(_parsed(url), lock_timeout_seconds)
    raise StorageError(
        "The database address must begin with sqlite:///, and name a file, or with "
        "postgresql+psycopg://."
    )


def _parsed(url: str) -> URL:
    try:
        return sa.make_url(url)
    except (exc.ArgumentError, ValueError) as error:
        raise StorageError("The database address cannot be read. Check its form.") from error


def prepare(engine: sa.Engine) -> None:
    """Make the file, and switch it to write-ahead logging; on a server there is nothing to do."""
    if engine.dialect.name != "sqlite":
        return
    path = file_of(engine)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise StorageError(f"The database cannot be made in {path.parent}: {error}.") from error
    _switch_to_wal(engine)


def file_of(engine: sa.Engine) -> Path:
    """Where an SQLite database lies."""
    return Path(engine.url.database or "")


def on_statement(told: Callable[[], None]) -> Callable[[], None]:
    """From now on `told` is called before every statement of this process, to any database; not
    for those that begin and end transactions. Call what is returned to end it."""

    def before(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith(_OF_TRANSACTIONS):
            told()

    event.listen(sa.Engine, "before_cursor_execute", before)
    return lambda: event.remove(sa.Engine, "before_cursor_execute", before)


def _sqlite(url: URL, lock_timeout_seconds: float) -> sa.Engine:
    # mode=rw: opening a database that is not there fails, instead of making an empty one.
    address = f"file:{quote(str(Path(url.database or '').absolute()))}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=lock_timeout_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(url, creator=connect)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at once: a transaction that reads first and asks for it later fails
    whenever someone else wrote in between."""
    options = connection.get_execution_options()
    writes = options.get("desk_writes", False)
    enforce_keys = not options.get("desk_migrates", False)
    # Neither can be changed inside a transaction.
    connection.exec_driver_sql(f"PRAGMA query_only = {int(not writes)}")
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {int(enforce_keys)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _switch_to_wal(engine: sa.Engine) -> None:
    """The mode is kept in the file. Switching does not wait for other connections by itself."""
    deadline = time.monotonic() + 10
    while True:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
        finally:
            raw.close()


def _postgresql(url: URL, lock_timeout_seconds: float) -> sa.Engine:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={int(lock_timeout_seconds * 1000)}"},
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: sa.Connection) -> None:
    """The same promise as on SQLite: one writer at a time, and readers see one moment."""
    if connection.get_execution_options().get("desk_writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
