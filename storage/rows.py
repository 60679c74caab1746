"""Rows to values and back, where a column bears the name of the field."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.dialects import postgresql, sqlite

Value = TypeVar("Value")


def value_of(kind: type[Value], row: RowMapping, /, **given: Any) -> Value:
    """The value whose fields stand in the row; `given` wins over the row."""
    names = _names_of(kind)  # type: ignore[arg-type]
    return kind(**{name: given[name] if name in given else row[name] for name in names})


def row_of(value: Any, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of a value as a row, one level deep."""
    names = _names_of(type(value))  # type: ignore[arg-type]
    return {name: getattr(value, name) for name in names if name not in without}


@cache
def _names_of(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]


def insert_into(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database at hand."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def insert_new(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)
