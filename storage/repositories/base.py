"""What every repository stands on."""

from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa

_BATCH = 500
Key = TypeVar("Key", int, str)

COLLECTOR = "collecting"
"""Who is named in the history of what a crawl changed."""


class Repository:
    """Queries about one subject, inside a transaction that someone else began and will end."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def _counts(self, column: sa.ColumnElement[str], *where: sa.ColumnElement[bool]) -> dict:  # type: ignore[type-arg]
        """How many rows there are of each value of a column."""
        query = sa.select(column, sa.func.count()).where(*where).group_by(column)
        return {row[0]: row[1] for row in self._connection.execute(query.order_by(column))}


def in_batches(keys: Iterable[Key]) -> Iterable[list[Key]]:
    """Each key once. Databases limit how many values one statement may carry."""
    unique = list(dict.fromkeys(keys))
    return (unique[i : i + _BATCH] for i in range(0, len(unique), _BATCH))
