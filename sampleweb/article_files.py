"""Article files: Markdown under a front matter in YAML, one folder for each outlet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_REQUIRED = frozenset(["title", "days_ago", "time", "section", "teaser", "story", "region", "beat"])
_OPTIONAL = frozenset(["author", "traits", "hidden", "copy_of"])

_Label = TypeVar("_Label", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    outlet: str
    slug: str
    text: str

    @property
    def name(self) -> str:
        return f"articles/{self.outlet}/{self.slug}.md"


class FrontMatter:
    """Typed reading of a front matter. Every method raises ValueError in words for its author."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        if missing := _REQUIRED - set(values):
            raise ValueError(f"missing: {', '.join(sorted(missing))}")
        if unknown := set(values) - _REQUIRED - _OPTIONAL:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        self._values = values

    def text(self, key: str) -> str:
        value = self._values[key]
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{key} must be a text")
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self._values.get(key) else None

    def whole_number(self, key: str) -> int:
        text = self.text(key)
        if not text.isdecimal():
            raise ValueError(f"{key} must be a whole number")
        return int(text)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list, a single text or nothing."""
        value = self._values.get(key)
        if not value:
            return ()
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str) for entry in entries):
            raise ValueError(f"{key} must be a text or a list of texts")
        return tuple(entries)

    def one_of(self, key: str, allowed: tuple[_Label, ...]) -> _Label:
        for value in allowed:
            if self._values[key] == value:
                return value
        raise ValueError(f"{key} must be one of {', '.join(allowed)}")


@cache
def article_files() -> tuple[ArticleFile, ...]:
    """Every article file of the package, by name."""
    root = files("sampleweb").joinpath("articles")
    found = [
        ArticleFile(
            outlet=folder.name,
            slug=entry.name.removesuffix(".md"),
            text=entry.read_text(encoding="utf-8"),
        )
        for folder in root.iterdir()
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
    ]
    return tuple(sorted(found, key=lambda source: source.name))


def split_article(text: str) -> tuple[FrontMatter, str]:
    """Front matter and Markdown body. Raises ValueError or yaml.YAMLError."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("the front matter between two lines of --- is missing")
    # The base loader leaves every scalar a text: YAML 1.1 would read a beat of "off" as false
    # and a time of 14:05 as the number 845.
    values = yaml.load(match["head"], Loader=yaml.BaseLoader)  # noqa: S506  # makes strings only
    if not isinstance(values, Mapping):
        raise ValueError("the front matter must be keys and values")
    return FrontMatter(values), match["body"].strip()
