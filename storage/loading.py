"""Many rows of a table in one go, past everything that looks at each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

Row = tuple[Any, ...]


def load(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write them; all have the columns of the first."""
    given = list(rows)
    if not given:
        return
    names = [column.name for column in table.columns if column.name in given[0]]
    converted = _converted(connection, table, names, given)
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in names)
        statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, converted)
    else:
        # Waited for by a statement that SQLAlchemy sees: a lock that is held too long, or a table
        # that is missing, then ends as it does everywhere else.
        connection.exec_driver_sql(f"LOCK TABLE {table.name} IN ROW EXCLUSIVE MODE")
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", converted)


def _converted(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> list[Row]:
    """The values as the driver takes them."""
    dialect = connection.dialect
    convert: list[tuple[str, Callable[[Any], Any] | None]] = [
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
    ]
    return [
        tuple(change(row[name]) if change else row[name] for name, change in convert)
        for row in rows
    ]


def _copy(connection: sa.Connection, statement: str, rows: Iterable[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
