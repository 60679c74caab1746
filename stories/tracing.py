"""An article's trace in the index, and whom it leads to: which stored articles are compared."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from core.trace import TermCounts, Trace
from stories.copies import hash_of
from stories.likeness import Profile, rarity, term_key
from stories.pairing import DAYS_APART

BANDS = 8
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
    telling = sorted(term_key(term) for term in item.opening)[:_TERMS]
    return Trace(
        article_id=item.article_id,
        day=item.day,
        terms=frozenset(telling),
        bands=bands(item.copy.runs),
        words=frozenset(term_key(term) for term in item.terms),
    )


def bands(runs: Iterable[str]) -> frozenset[int]:
    """MinHash with one permutation (Li, Owen and Zhang, 2012): the runs fall into bands by their
    hash, and the lowest of each stands for it. Two texts agree in a band with the probability of
    a run of one being a run of the other."""
    lowest: dict[int, int] = {}
    for run in runs:
        number = hash_of(run)
        band = number % BANDS
        lowest[band] = min(lowest.get(band, number), number)
    return frozenset(lowest.values())


def find_near(index: Index, traces: Sequence[Trace]) -> tuple[TermCounts, frozenset[str]]:
    """How rare the words of these articles are, and the stored ones to compare them with."""
    first = min(one.day for one in traces) - timedelta(days=DAYS_APART)
    last = max(one.day for one in traces) + timedelta(days=DAYS_APART)
    words = index.counts({word for one in traces for word in (*one.words, *one.terms)}, first, last)
    asked = {one.article_id: to_look_up(one, words) for one in traces}
    found = index.sharing({key for keys in asked.values() for key in keys}, first, last)
    near = (to_compare(one, asked[one.article_id], found, words) for one in traces)
    return words, frozenset(key for keys in near for key in keys)


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
