"""One setting of the environment, as `docs/configuration.md` lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`read` turns its text into a value, and raises `ValueError` when it cannot."""

    name: str
    read: Callable[[str], Any]
    default: Any
    about: str
    secret: bool = False


def read_text(raw: str) -> str:
    return raw.strip()
