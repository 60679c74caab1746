"""From YAML to a checked value, with every problem in words."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from config.located_yaml import KeyPath, Located
from core.errors import Problem

T = TypeVar("T")


def check_value(
    kind: type[T], located: Located, under: KeyPath = ()
) -> tuple[T | None, tuple[Problem, ...]]:
    """The value of that kind, or None with the problems found; unknown keys are problems."""
    if located.data is None:
        return None, located.problems
    data = located.data
    for key in under:
        if not isinstance(data, dict) or key not in data:
            text = f"The file must have “{key}” at its top."
            return None, (*located.problems, Problem(located.file, 1, text))
        data = data[key]
    try:
        value = TypeAdapter(kind).validate_python(data, extra="forbid")
    except ValidationError as error:
        found = tuple(_problem(detail, located, under) for detail in error.errors())
        return None, (*located.problems, *found)
    return value, located.problems


def _problem(detail: ErrorDetails, located: Located, under: KeyPath) -> Problem:
    path: KeyPath = (*under, *detail["loc"])
    key = ".".join(str(part) for part in detail["loc"] if not isinstance(part, int))
    return Problem(located.file, located.line(path), _words(detail, key or "the file"))


def _words(detail: ErrorDetails, key: str) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"“{key}” is missing."
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"“{key}” is not a known key."
        case "enum":
            return f"“{key}” must be one of {context.get('expected', '')}."
        case _:
            return f"“{key}”: {detail['msg']}."
