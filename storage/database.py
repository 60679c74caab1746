"""The way in: connections, transactions, versions, backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.errors import StorageError
from storage import backup, migrate
from storage.engines import file_of, make_engine, prepare
from storage.faults import UPGRADE, as_storage_error
from storage.unit import Unit


class Database:
    """SQLite (`sqlite:////path/desk.db`) or PostgreSQL (`postgresql+psycopg://...`) by address.

    One write transaction runs at a time, on both: a unit takes the write lock when it begins, so
    what it reads cannot change before it writes. Whoever waits for the lock longer than
    `lock_timeout_seconds` gets a `StorageError`. One `Database` may be shared by threads; a
    process that is forked makes its own.
    """

    def __init__(self, url: str, *, lock_timeout_seconds: float = 10.0) -> None:
        self._engine = make_engine(url, lock_timeout_seconds)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One write transaction: committed at the end, rolled back on any exception.

        Keep it short: no model, no mail and no page is waited for inside.
        """
        with as_storage_error(), self._begin(writes=True) as connection:
            yield Unit(connection)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A read-only snapshot: everything read inside belongs together."""
        with as_storage_error(), self._begin(writes=False) as connection:
            yield Unit(connection)

    def upgrade(self, to: str = "head") -> None:
        """Bring the tables to this program's version, making the database when there is none.

        Two processes may call it at once: the second waits, then finds nothing to do. Raises
        `StorageError`, changing nothing, when the tables are of a newer program.
        """
        with as_storage_error():
            prepare(self._engine)
            with self._begin(writes=True, migrates=True) as connection:
                _refuse_newer(migrate.revision_of(connection))
                migrate.upgrade(connection, to)

    def downgrade(self, to: str) -> None:
        """Back to an older version of the tables. What the newer one added is lost."""
        with as_storage_error(), self._begin(writes=True, migrates=True) as connection:
            migrate.downgrade(connection, to)

    def is_empty(self) -> bool:
        """Whether there are no tables yet: a workspace used for the first time."""
        if self.dialect == "sqlite" and not file_of(self._engine).exists():
            return True
        with as_storage_error(), self._begin(writes=False) as connection:
            return migrate.revision_of(connection) is None

    def check(self) -> None:
        """Raises `StorageError`, with the way out, unless the tables are of this version."""
        with as_storage_error(), self._begin(writes=False) as connection:
            here = migrate.revision_of(connection)
        if here is None:
            raise StorageError(f"The database has no tables yet. {UPGRADE}")
        _refuse_newer(here)
        if here != migrate.revisions()[-1]:
            raise StorageError(f"The database is of an older version. {UPGRADE}")

    def backup(self, to: Path) -> None:
        """A whole copy as one file, taken while others read and write. SQLite only."""
        with as_storage_error():
            backup.copy_out(self._engine, to)

    def restore(self, source: Path) -> None:
        """Put a backup in this database's place. Whatever was in it is replaced. SQLite only."""
        with as_storage_error():
            backup.copy_in(self._engine, source)

    def tidy(self) -> None:
        """What a server does by itself a while after many rows came: look at them, so that it
        knows how to find them. On SQLite there is nothing to do."""
        if self.dialect == "sqlite":
            return
        with as_storage_error():
            raw = self._engine.raw_connection()
            driver: Any = raw.driver_connection
            try:
                driver.autocommit = True  # it runs in no transaction
                driver.execute("VACUUM ANALYZE")
            finally:
                driver.autocommit = False
                raw.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _begin(self, *, writes: bool, migrates: bool = False) -> Iterator[sa.Connection]:
        with self._engine.connect() as raw:
            connection = raw.execution_options(desk_writes=writes, desk_migrates=migrates)
            with connection.begin():
                yield connection


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision not in migrate.revisions():
        raise StorageError(
            "The database is of a newer version than this program. Install the newer program."
        )
