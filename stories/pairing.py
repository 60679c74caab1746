"""Which pairs of articles are compared, how alike they are, and why."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from core.verdict import Reason
from stories.fingerprint import near_duplicate
from stories.likeness import Profile, Weights, containment, cosine, shared

JOIN_AT = 0.16
"""The likeness from which two articles tell of one event; the same for all data."""
COPY_AT = 0.6
_DAYS_APART = 21
_DAYS_FREE = 4
_PER_DAY = 0.01


class Pairing:
    """Likeness of all pairs among some articles; each pair is looked at once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._by_id = {item.article_id: item for item in profiles}
        weights = Weights(profiles)
        self._vectors = {item.article_id: weights.vector(item) for item in profiles}
        self._pairs: dict[tuple[str, str], float] | None = None

    def pairs(self) -> dict[tuple[str, str], float]:
        """Sorted ids to likeness, only where it is above 0."""
        if self._pairs is None:
            found = {pair: self._likeness(*pair) for pair in self._candidates()}
            self._pairs = {pair: value for pair, value in found.items() if value > 0}
        return self._pairs

    def is_copy(self, a: str, b: str) -> bool:
        """Whether one text is a near-copy of the other."""
        left, right = self._by_id[a], self._by_id[b]
        if near_duplicate(left.fingerprint, right.fingerprint):
            return True
        return containment(left.shingles, right.shingles) >= COPY_AT

    def why(self, article_id: str, others: Sequence[str]) -> Reason:
        """Why an article belongs to these others."""
        best = max(others, key=lambda other: (self._known(article_id, other), other))
        mine, its = self._by_id[article_id], self._by_id[best]
        value = round(self._known(article_id, best), 3)
        if self.is_copy(article_id, best):
            return Reason(code="copy", text="Its text is nearly a copy of another's.", weight=value)
        names = shared(mine.names, its.names)
        numbers = shared(mine.numbers, its.numbers)
        parts = [f"the words are alike ({value:.2f})"]
        parts += [f"both name {', '.join(names)}"] if names else []
        parts += [f"both have {', '.join(numbers)}"] if numbers else []
        text = f"The same event as another: {'; '.join(parts)}."
        return Reason(code="same event", text=text, weight=value)

    def _known(self, a: str, b: str) -> float:
        return self.pairs().get((min(a, b), max(a, b)), 0.0)

    def _candidates(self) -> list[tuple[str, str]]:
        """Pairs that share at least one telling word."""
        holders: dict[str, list[str]] = defaultdict(list)
        for article_id in sorted(self._vectors):
            vector = self._vectors[article_id]
            for term in sorted(vector, key=lambda t: (-vector[t], t))[:40]:
                holders[term].append(article_id)
        found = {pair for ids in holders.values() for pair in combinations(ids, 2)}
        return sorted(found)

    def _likeness(self, a: str, b: str) -> float:
        left, right = self._by_id[a], self._by_id[b]
        days = abs((left.day - right.day).days)
        if days > _DAYS_APART:
            return 0.0
        value = cosine(self._vectors[a], self._vectors[b])
        return value - max(days - _DAYS_FREE, 0) * _PER_DAY
