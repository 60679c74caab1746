"""Answers written by hand for stories of the sample web, found again by the passages they quote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sampleweb.errors import SampleContentError

_ARTICLE = re.compile(
    r"^===== (?P<mark>\w+) begin untrusted article id=(?P<id>\S+) =====\n(?P<text>.*?)"
    r"^===== (?P=mark) end untrusted article",
    re.DOTALL | re.MULTILINE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_KINDS = ("fact", "analysis")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSentence:
    text: str
    kind: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One answer. `seeded` names the error that was put in on purpose, empty when there is none."""

    story: str
    headline: str
    region: str
    region_reason: str
    sentences: tuple[RecordedSentence, ...]
    seeded: str = ""

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(quote for sentence in self.sentences for quote in sentence.quotes)

    def answer(self, articles: Mapping[str, str]) -> dict[str, Any]:
        """What the model says when it is shown these articles (id → text)."""
        return {
            "headline": self.headline,
            "sentences": [
                {
                    "text": sentence.text,
                    "kind": sentence.kind,
                    "paragraph": 0,
                    "quotes": [
                        {"article": _home_of(quote, articles), "quote": quote}
                        for quote in sentence.quotes
                    ],
                }
                for sentence in self.sentences
            ],
            "region": self.region,
            "region_reason": self.region_reason,
        }


def recorded_for(material: str, recordings: Sequence[Recording]) -> dict[str, Any] | None:
    """The answer for the story in a prompt's material; None when none was recorded for it."""
    articles = {found["id"]: found["text"] for found in _ARTICLE.finditer(material)}
    plain = _plain("\n".join(articles.values()))
    held = [sum(_plain(quote) in plain for quote in one.quotes) for one in recordings]
    best = max(range(len(held)), key=held.__getitem__, default=None)
    if best is None or 2 * held[best] < len(recordings[best].quotes):
        return None
    return recordings[best].answer(articles)


@cache
def load_recordings() -> tuple[Recording, ...]:
    """Every recorded answer of the package. Raises `SampleContentError`."""
    found: list[Recording] = []
    problems: list[str] = []
    folder = files("sampleweb").joinpath("recordings")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for number, values in enumerate(yaml.safe_load(entry.read_text("utf8")), 1):
            try:
                found.append(_recording(values))
            except (KeyError, TypeError, ValueError) as error:
                problems.append(f"recordings/{entry.name}, answer {number}: {error}")
    if problems:
        raise SampleContentError(problems)
    return tuple(found)


def _recording(values: Mapping[str, Any]) -> Recording:
    return Recording(
        story=values["story"],
        headline=values["headline"],
        region=values["region"],
        region_reason=values["region_reason"],
        seeded=values.get("seeded", ""),
        sentences=tuple(_sentence(one) for one in values["sentences"]),
    )


def _sentence(values: Mapping[str, Any]) -> RecordedSentence:
    kind, quotes = values.get("kind", "fact"), tuple(values.get("quotes", ()))
    if kind not in _KINDS or (kind == "fact") != bool(quotes):
        raise ValueError(f"a fact has quotes, analysis has none: {values['text'][:40]}")
    return RecordedSentence(text=values["text"], kind=kind, quotes=quotes)


def _home_of(quote: str, articles: Mapping[str, str]) -> str:
    """The article that holds the quote; the first one when the prompt left its passage out."""
    plain = _plain(quote)
    return next(
        (key for key, text in articles.items() if plain in _plain(text)), next(iter(articles))
    )


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
