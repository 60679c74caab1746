"""What an article leaves behind by which a later one on the same event finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All numbers are 64-bit, signed, and the same in every process.

    `terms` and `bands` are what it is found by: the names, numbers and headline words of its
    beginning, and the MinHash bands of its running text. `words` are all its words, counted to
    know which are rare.
    """

    article_id: str
    day: date
    terms: frozenset[int]
    bands: frozenset[int]
    words: frozenset[int]

    @property
    def keys(self) -> frozenset[int]:
        return self.terms | self.bands


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCounts:
    """How many texts hold a word: `seen` of `texts` kept. `near` of them are of the weeks that
    are looked at."""

    texts: int = 0
    near: int = 0
    seen: Mapping[int, int]


def week_of(day: date) -> int:
    """The index is kept by weeks, so that a week's articles lie side by side."""
    return day.toordinal() // WEEK_DAYS
