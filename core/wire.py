"""Core values as JSON and back, exactly: for spools, for child processes, for columns."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_json(value: object) -> bytes:
    """One line of UTF-8 JSON without a line break."""
    return _adapter(type(value)).dump_json(value)


def from_json(kind: type[T], data: bytes | str) -> T:
    """The value again. Raises `pydantic.ValidationError` when the data is not of that kind."""
    result: T = _adapter(kind).validate_json(data)
    return result


def to_data(value: object) -> Any:
    """The value as plain lists, dicts, strings and numbers."""
    return _adapter(type(value)).dump_python(value, mode="json")


def _adapter(kind: Any) -> TypeAdapter[Any]:
    found = _ADAPTERS.get(kind)
    if found is None:
        found = _ADAPTERS[kind] = TypeAdapter(kind)
    return found


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
