"""An article's trace in the index, and whom it leads to: which stored articles are compared."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.text import fold, words
from core.trace import TermCounts, Trace
from stories.likeness import Profile, rarity, term_key
from stories.pairing import LOOKED_AT_DAYS

WordNumbers = npt.NDArray[np.uint64]

BANDS = 8
# Odd 64-bit numbers without a pattern (Steele, Lea and Flood, 2014).
_FACTORS = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x9E3779B97F4A7C15], dtype=np.uint64)
_TOP, _HALF = np.uint64(64 - BANDS.bit_length() + 1), np.uint64(31)
_NONE = np.uint64(2**64 - 1)
_TERMS = 40
# So many entries of the index, as far as its counts tell, are read for one article.
_READ_MOST = 1_200
_COMPARED_MOST = 24
_SHARED_LEAST = 2
_SHARE_LEAST = 0.05


class Index(Protocol):
    def counts(self, words: Collection[int], first: date, last: date) -> TermCounts:
        """In how many texts each word stands; how many texts there are, in all and between the
        two days."""
        ...

    def sharing(
        self, keys: Collection[int], first: date, last: date
    ) -> Mapping[int, Sequence[str]]:
        """The articles between the two days under each key."""
        ...


def trace(item: Profile) -> Trace:
    return Trace(
        article_id=item.article_id,
        day=item.day,
        terms=telling(term_key(term) for term in item.opening),
        bands=bands(word_numbers(f"{item.title}\n{item.text}")),
        words=item.keys,
    )


def telling(opening: Iterable[int]) -> frozenset[int]:
    """Of the keys of the words that an article begins with, as many as are kept."""
    return frozenset(sorted(opening)[:_TERMS])


def bands(numbers: WordNumbers) -> frozenset[int]:
    """MinHash with one permutation (Li, Owen and Zhang, 2012): the runs of three words fall into
    bands by their hash, and the lowest of each stands for it. Two texts agree in a band with the
    probability of a run of one being a run of the other."""
    first, second, third = _FACTORS
    runs = numbers[:-2] * first + numbers[1:-1] * second + numbers[2:] * third
    runs = (runs ^ (runs >> _HALF)) * first
    runs ^= runs >> _HALF
    lowest = np.full(BANDS, _NONE, dtype=np.uint64)
    np.minimum.at(lowest, (runs >> _TOP).astype(np.intp), runs)
    return frozenset(lowest[lowest != _NONE].view(np.int64).tolist())


def word_numbers(text: str) -> WordNumbers:
    """A 64-bit number for each word of a text, in order."""
    keys = [term_key(word) for word in words(fold(text))]
    return np.array(keys, dtype=np.int64).view(np.uint64)


def find_near(index: Index, traces: Sequence[Trace]) -> frozenset[str]:
    """The stored articles to compare these with."""
    first = min(one.day for one in traces) - timedelta(days=LOOKED_AT_DAYS)
    last = max(one.day for one in traces) + timedelta(days=LOOKED_AT_DAYS)
    counts = index.counts({term for one in traces for term in one.terms}, first, last)
    asked = {one.article_id: to_look_up(one, counts) for one in traces}
    found = index.sharing({key for keys in asked.values() for key in keys}, first, last)
    near = (to_compare(one, asked[one.article_id], found, counts) for one in traces)
    return frozenset(key for keys in near for key in keys)


def to_look_up(item: Trace, counts: TermCounts) -> frozenset[int]:
    """The keys to ask the index for: every band, and the rarest terms, as many as lead to about
    a thousand entries. So the work does not grow with the number of articles kept."""
    near = counts.near / counts.texts if counts.texts else 0.0
    chosen, entries = set(item.bands), 0.0
    for key in sorted(item.terms, key=lambda key: (counts.seen.get(key, 0), key)):
        entries += counts.seen.get(key, 0) * near
        if entries > _READ_MOST:
            break
        chosen.add(key)
    return frozenset(chosen)


def to_compare(
    item: Trace, asked: frozenset[int], found: Mapping[int, Iterable[str]], counts: TermCounts
) -> tuple[str, ...]:
    """The stored articles that share most of what was asked for, weighed by how rare it is; the
    likest first. `found` gives the articles under each key."""
    weights = {key: rarity(counts, key) ** 2 for key in asked - item.bands}
    whole = math.fsum(weights.values()) or 1.0
    shared: dict[str, float] = defaultdict(float)
    hits: dict[str, int] = defaultdict(int)
    for key in asked:
        for article_id in found.get(key, ()):
            shared[article_id] += weights.get(key, whole)
            hits[article_id] += _SHARED_LEAST if key in item.bands else 1
    leads = [
        (-weight, article_id)
        for article_id, weight in shared.items()
        if hits[article_id] >= _SHARED_LEAST
        and weight >= _SHARE_LEAST * whole
        and article_id != item.article_id
    ]
    return tuple(article_id for _, article_id in sorted(leads)[:_COMPARED_MOST])
