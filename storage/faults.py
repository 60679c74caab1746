"""Turn what a database driver says into a sentence with the way out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from core.errors import StorageError

UPGRADE = 'Run "desk db upgrade".'

# What SQLite writes in its messages, and what that means.
_SQLITE = (
    ("locked", "The database is locked by another program. Try again in a moment."),
    ("no such table", f"The database has no tables of ours, or older ones. {UPGRADE}"),
    ("no such column", f"The database is of an older version. {UPGRADE}"),
    ("unable to open", f"There is no database, or it cannot be opened. {UPGRADE}"),
    ("disk is full", "The disk is full: nothing was saved. Make room, then try again."),
    ("readonly", "The database may only be read here: nothing was saved. Check who owns its file."),
    ("not a database", "The file is not a database. Check the address, or restore a backup."),
    ("malformed", 'The database is damaged. Restore a backup with "desk db restore".'),
    ("disk i/o", "The disk does not answer as it should: nothing was saved. Check the disk."),
)

# SQLSTATE classes and codes of PostgreSQL; the longest that fits wins.
_POSTGRESQL = {
    "08": "The database server is gone. Start it, then try again.",
    "25006": "The database may only be read here: nothing was saved.",
    "28": "The database server does not accept our name or password. Check the database address.",
    "3D000": "There is no database of that name on the server. Create it, then upgrade.",
    "40": "Another program changed the same rows. Try again.",
    "42501": "The database server does not let us read or write its tables. Check our rights.",
    "42703": f"The database is of an older version. {UPGRADE}",
    "42P01": f"The database has no tables of ours, or older ones. {UPGRADE}",
    "53": "The database server has no room or no connection left. Make room, then try again.",
    "55P03": "The database is locked by another program. Try again in a moment.",
    "57": "The database server stopped our work. Start it, then try again.",
    "58": "The database server's disk does not answer as it should. Check the disk.",
}


@contextmanager
def as_storage_error() -> Iterator[None]:
    """Raise `StorageError` for what an operator can mend; a broken rule of a table is a bug."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StorageError("All connections to the database are busy. Try again.") from error
    except (exc.DBAPIError, sqlite3.Error) as error:
        sentence = explain(error)
        if sentence is None:
            raise
        raise StorageError(sentence) from error


def explain(error: Exception) -> str | None:
    """The sentence for people, None when the error is a bug of ours."""
    said = getattr(error, "orig", error)
    state = getattr(said, "sqlstate", None)
    if state:
        return next((_POSTGRESQL[code] for code in _prefixes(state) if code in _POSTGRESQL), None)
    message = str(said)
    for part, sentence in _SQLITE:
        if part in message.lower():
            return sentence
    if isinstance(error, exc.OperationalError):
        return f"The database cannot be reached: {_first_line(message)}"
    return None


def _prefixes(state: str) -> Iterator[str]:
    return (state[:size] for size in range(len(state), 1, -1))


def _first_line(message: str) -> str:
    line = message.strip().splitlines()[0] if message.strip() else "no answer"
    return line if line.endswith(".") else f"{line}."
