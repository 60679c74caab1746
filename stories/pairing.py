"""Which pairs of articles are compared, how alike they are, and why."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from core.trace import TermCounts
from core.verdict import Reason
from stories.copies import is_copy, same_words
from stories.disagreement import disagree
from stories.likeness import Profile, Weights, cosine, only_names

JOIN_AT = 0.15
"""The likeness from which two articles tell of one event; the same for all data."""
# High enough to join by itself, and no higher: copies must not make the rest look apart.
_COPY = 0.3
_LEAST = 0.03
_VETO = -0.3
_NAMES_WEIGH = 0.3
_ENOUGH_NAMES = 0.5
# Names and numbers are few words of two, and hardly ever the same by chance.
_TRANSLATED = 1.2
DAYS_APART = 21
"""Reports that lie further apart tell of two events."""
_MANY_FIGURES = 10
_RETOLD = 0.85
_DAYS_FREE = 2
_PER_DAY = 0.01
# An article is compared with those that share one of its most telling words.
_TELLING = 40
# A word that so many texts hold tells nothing, and its pairs would be too many to look at.
_CROWD = 400


class Pairing:
    """Likeness of all pairs among some articles; each pair is looked at once."""

    def __init__(self, profiles: Sequence[Profile], counts: TermCounts) -> None:
        self._by_id = {item.article_id: item for item in profiles}
        self._weights = Weights(counts)
        self._vectors = {item.article_id: self._weights.vector(item) for item in profiles}
        self._pairs: dict[tuple[str, str], float] | None = None

    def pairs(self) -> dict[tuple[str, str], float]:
        """Sorted ids to likeness, without those that are 0; a veto is negative."""
        if self._pairs is None:
            found = {pair: self._likeness(*pair) for pair in self._candidates()}
            self._pairs = {pair: value for pair, value in found.items() if value}
        return self._pairs

    def is_copy(self, a: str, b: str) -> bool:
        """Whether one text is a near-copy of the other."""
        return is_copy(self._by_id[a].copy, self._by_id[b].copy)

    def same_words(self, a: str, b: str) -> bool:
        """Whether they share their running text, if only that of a teaser."""
        left, right = self._by_id[a].copy, self._by_id[b].copy
        return is_copy(left, right) or same_words(left, right)

    def adds_nothing(self, article_id: str, original_id: str) -> bool:
        """Whether one retells the other: full of figures, and hardly one of its own. Reporters
        who ask for themselves come back with figures of their own."""
        mine, its = self._by_id[article_id].numbers, self._by_id[original_id].numbers
        return len(mine) >= _MANY_FIGURES and len(mine & its) >= _RETOLD * len(mine)

    def why(self, article_id: str, others: Sequence[str]) -> Reason:
        """Why an article belongs to these others."""
        best = max(others, key=lambda other: (self._known(article_id, other), other))
        mine, its = self._by_id[article_id], self._by_id[best]
        value = round(self._known(article_id, best), 3)
        of = f"“{its.title}”"
        if self.is_copy(article_id, best):
            text = f"It is nearly a copy of {of}."
            return Reason(code="copy", text=text, quote=its.title, weight=value)
        parts = [f"the words are alike ({value:.2f})"]
        names = self._weights.telling_names(mine, its)
        numbers = sorted(mine.numbers & its.numbers)[:3]
        parts += [f"both name {', '.join(names)}"] if names else []
        parts += [f"both have {', '.join(numbers)}"] if numbers else []
        text = f"The same event as {of}: {'; '.join(parts)}."
        return Reason(code="same event", text=text, quote=its.title, weight=value)

    def _known(self, a: str, b: str) -> float:
        return self.pairs().get((min(a, b), max(a, b)), 0.0)

    def _candidates(self) -> list[tuple[str, str]]:
        holders: dict[str, list[str]] = defaultdict(list)
        for article_id in sorted(self._vectors):
            vector = self._vectors[article_id]
            for term in sorted(vector, key=lambda t: (-vector[t], t))[:_TELLING]:
                holders[term].append(article_id)
        crowds = (ids for ids in holders.values() if len(ids) <= _CROWD)
        return sorted({pair for ids in crowds for pair in combinations(ids, 2)})

    def _likeness(self, a: str, b: str) -> float:
        left, right = self._by_id[a], self._by_id[b]
        days = abs((left.day - right.day).days)
        if days > DAYS_APART:
            return 0.0
        value = self._alike(left, right)
        if value < _LEAST:
            return 0.0
        if value > JOIN_AT / 2 and self.same_words(a, b):
            return max(value, _COPY)
        if disagree(left, right):
            return _VETO
        return max(value - max(days - _DAYS_FREE, 0) * _PER_DAY, 0.0)

    def _alike(self, left: Profile, right: Profile) -> float:
        """The cosine of the words, less when the names differ. Between two languages only
        names and numbers can agree."""
        a, b = self._vectors[left.article_id], self._vectors[right.article_id]
        if left.language and right.language and left.language != right.language:
            return min(_TRANSLATED * cosine(only_names(a, left), only_names(b, right)), 1.0)
        value = cosine(a, b)
        if value < _LEAST:
            return 0.0
        names = min(self._weights.shared_names(left, right) / _ENOUGH_NAMES, 1.0)
        return value * (1 - _NAMES_WEIGH + _NAMES_WEIGH * names)
