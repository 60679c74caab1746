"""Rows to values and back, where a column bears the name of the field."""

import json
from collections.abc import Collection, Hashable, Mapping, Sequence
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


def insert_listed(
    connection: sa.Connection, columns: Sequence[sa.Column[Any]], rows: Sequence[Sequence[Any]]
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of these rows, each the plain values of the columns of one table. They travel as
    one value: thousands of small rows cost more to hand over one by one than to write."""
    kept = sa.literal(json.dumps(rows), sa.Text)
    if connection.dialect.name == "sqlite":
        listed = sa.func.json_each(kept).table_valued("value").c.value
        read = [sa.func.json_extract(listed, f"$[{place}]") for place in range(len(columns))]
    else:
        listed = sa.func.json_array_elements(sa.cast(kept, sa.JSON)).column_valued("listed")
        read = [sa.func.json_extract_path_text(listed, str(n)) for n in range(len(columns))]
    values = [sa.cast(one, column.type) for one, column in zip(read, columns, strict=True)]
    # SQLite takes ON CONFLICT after a SELECT for a join unless there is a WHERE.
    given = sa.select(*values).where(sa.true())
    table = columns[0].table
    return insert_into(connection, table).from_select([column.name for column in columns], given)


def among(
    connection: sa.Connection, column: sa.ColumnElement[int], numbers: Collection[int]
) -> sa.ColumnElement[bool]:
    """Whether a column holds one of these numbers, however many they are: as above."""
    if connection.dialect.name == "sqlite":
        listed = sa.func.json_each(json.dumps(sorted(numbers))).table_valued("value")
        return column.in_(sa.select(listed.c.value))
    return column == sa.any_(sa.literal(sorted(numbers), postgresql.ARRAY(sa.BigInteger)))
