"""How alike two articles are: words, names, numbers and copied runs."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from core.text import fold, shingles, words

READ_CHARS = 4_000
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<![.!?:\n]\s)(?<![.!?:\n])(?<!^)\b[A-ZÄÖÜÅÆØÉ][\w’'-]+")
# As many texts as the count of a usual word is guessed from when few are at hand.
_PRIOR_TEXTS = 50


@dataclass(frozen=True)
class Profile:
    """What of an article is compared. `terms` counts the words; `title` is part of them."""

    article_id: str
    day: date
    fingerprint: int
    terms: Mapping[str, int]
    names: frozenset[str]
    numbers: frozenset[str]
    text: str

    @cached_property
    def shingles(self) -> frozenset[str]:
        return shingles(self.text, 3)


def profile(article_id: str, title: str, text: str, *, day: date, fingerprint: int) -> Profile:
    body = text[:READ_CHARS]
    whole = f"{title}\n{body}"
    folded = [_stem(word) for word in words(fold(whole))]
    terms = Counter(term for term in folded if len(term) > 1 and term not in ENGLISH_STOP_WORDS)
    return Profile(
        article_id=article_id,
        day=day,
        fingerprint=fingerprint,
        terms=terms,
        names=frozenset(match.group().lower() for match in _NAME.finditer(body)),
        numbers=frozenset(_NUMBER.findall(whole)),
        text=whole,
    )


class Weights:
    """How rare each word is among the texts at hand (inverse document frequency)."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._count = len(profiles)
        self._seen = Counter(term for item in profiles for term in item.terms)

    def of(self, term: str) -> float:
        texts = self._count + _PRIOR_TEXTS
        return math.log(texts / (1 + self._seen[term]))

    def vector(self, item: Profile) -> dict[str, float]:
        """The article's words with their weights, of length 1."""
        raw = {t: (1 + math.log(n)) * self.of(t) for t, n in item.terms.items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {t: value / length for t, value in raw.items()} if length else {}


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(value * large[term] for term, value in small.items() if term in large)


def containment(a: frozenset[str], b: frozenset[str]) -> float:
    """Which share of the smaller set stands in the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _stem(word: str) -> str:
    """Endings that English changes with grammar taken off; enough to compare, not to read."""
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def shared(a: Iterable[str], b: Iterable[str], most: int = 3) -> list[str]:
    return sorted(set(a) & set(b), key=lambda item: (-len(item), item))[:most]
