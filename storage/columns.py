"""Column types: how a value of `core` stands in a cell, the same on both databases."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from core.clock import as_utc


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite has no time zones: there it is kept naive, in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = as_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else as_utc(value)


class Line(TypeDecorator[str]):
    """Text of any length. PostgreSQL refuses NUL, and no encoder takes a lone surrogate:
    values come clean from `core.text`, and what slips through is dropped here."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else storable(value)


class Hash64(TypeDecorator[int]):
    """An unsigned 64-bit number in a signed column."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        del dialect
        return value - (1 << 64) if value is not None and value >= 1 << 63 else value

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        del dialect
        return value + (1 << 64) if value is not None and value < 0 else value


class Wire(TypeDecorator[Any]):
    """A structured value of `core` as JSON text. `Wire(tuple[Reason, ...])` reads back exactly
    what was written; it is never searched in."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self._dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        del dialect
        return None if value is None else self._adapter.validate_json(value)

    def _dump(self, value: Any) -> str:
        try:
            text = self._adapter.dump_json(value).decode()
        except PydanticSerializationError:
            return _dump_cleaned(self._adapter, value)
        return _dump_cleaned(self._adapter, value) if "\\u0000" in text else text


def choice(kind: type[StrEnum], *, name: str) -> sa.Enum:
    """A stored state: its text, checked by the database against the enum's values."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def storable(text: str) -> str:
    """The text without NUL and lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf8")
    except UnicodeEncodeError:
        return text.encode("utf8", "ignore").decode("utf8")
    return text


def _dump_cleaned(adapter: TypeAdapter[Any], value: Any) -> str:
    plain = adapter.dump_python(value, mode="python")
    cleaned = adapter.validate_python(_cleaned(plain))
    return json.dumps(adapter.dump_python(cleaned, mode="json"), ensure_ascii=False)


def _cleaned(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_cleaned(item) for item in value)
    return value
