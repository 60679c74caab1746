"""Which pairs of articles are compared, how alike they are, and why."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from core.trace import TermCounts
from core.verdict import Reason
from stories.copies import is_copy, same_words
from stories.disagreement import disagree, places
from stories.likeness import (
    Profile,
    Weights,
    cosine,
    figures,
    only_names,
    shared_figures,
)
from stories.naming import figures_said, listed

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
"""Reports that lie further apart tell of two events; copies are the same item for a week more."""
LOOKED_AT_DAYS = DAYS_APART + 7
"""What lies further apart is not looked at."""
_MANY_FIGURES = 10
_RETOLD = 0.85
_DAYS_FREE = 2
# From then on two stories are of one matter, if they also share so much of their names.
_MATTER, _MATTER_NAMES, _MATTER_NAMED = 0.25, 0.3, 2
_PER_DAY = 0.03
# From then on reports with other figures tell what came of it.
_LATER_DAYS = 4
_FIGURES = 2
_OTHER_FIGURES = 0.4
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
        self._matters: dict[tuple[str, str], float] = {}

    def pairs(self) -> dict[tuple[str, str], float]:
        """Sorted ids to likeness, without those that are 0; a veto is negative."""
        if self._pairs is None:
            found = {pair: self._likeness(*pair) for pair in self._candidates()}
            self._pairs = {pair: value for pair, value in found.items() if value}
        return self._pairs

    def one_matter(self) -> Mapping[tuple[str, str], float]:
        """The pairs whose words are as alike as those of one event, whatever the days between
        them, unless actor or place say otherwise."""
        self.pairs()
        return self._matters

    def days_after(self, article_id: str, earlier_id: str) -> int:
        return (self._by_id[article_id].day - self._by_id[earlier_id].day).days

    def follows(self, article_id: str, earlier_id: str) -> Reason:
        """Why an article goes on from an earlier one that tells of another event."""
        mine, its = self._by_id[article_id], self._by_id[earlier_id]
        parts = [f"{self.days_after(article_id, earlier_id)} days later"]
        names = self._weights.telling_names(mine, its)
        parts += [f"both name {listed(names)}"] if names else []
        parts += ["with figures of its own"] if _other_figures(mine, its) else []
        text = f"It goes on from “{its.title}”: {'; '.join(parts)}."
        return Reason(code="follows", text=text, quote=its.title)

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
            text = f"{_teller(mine)} has nearly the text of {of}."
            return Reason(code="copy", text=text, quote=its.title, weight=value)
        names = self._weights.telling_names(mine, its)
        numbers = [figure for figure in shared_figures(mine, its) if figure not in " ".join(names)]
        parts = [f"both name {listed(names)}"] if names else []
        parts += [f"both have {figures_said(numbers)}"] if numbers else []
        parts += [] if parts else ["their words are alike"]
        text = f"{_teller(mine)} tells of the same event as {of}: {', and '.join(parts)}."
        return Reason(code="same event", text=text, quote=its.title, weight=value)

    def _known(self, a: str, b: str) -> float:
        return self.pairs().get((min(a, b), max(a, b)), 0.0)

    def _candidates(self) -> list[tuple[str, str]]:
        holders: dict[str, list[str]] = defaultdict(list)
        for article_id in sorted(self._vectors):
            heaviest = sorted((-weight, term) for term, weight in self._vectors[article_id].items())
            for _, term in heaviest[:_TELLING]:
                holders[term].append(article_id)
        crowds = (ids for ids in holders.values() if len(ids) <= _CROWD)
        return sorted({pair for ids in crowds for pair in combinations(ids, 2)})

    def _likeness(self, a: str, b: str) -> float:
        left, right = self._by_id[a], self._by_id[b]
        days = abs((left.day - right.day).days)
        if days > LOOKED_AT_DAYS:
            return 0.0
        value = self._alike(left, right)
        if value < _LEAST:
            return 0.0
        if value > JOIN_AT / 2 and self.same_words(a, b):
            return max(value, _COPY)
        if disagree(left, right):
            return _VETO
        if value >= _MATTER and self._one_matter(left, right):
            self._matters[a, b] = value
        if days > DAYS_APART:
            return 0.0
        if days >= _LATER_DAYS and _other_figures(left, right):
            value *= _OTHER_FIGURES
        return value * (1 - max(days - _DAYS_FREE, 0) * _PER_DAY)

    def _one_matter(self, left: Profile, right: Profile) -> bool:
        """Also by names that an editor would say: one carmaker does many things."""
        if self._weights.shared_names(left, right) < _MATTER_NAMES:
            return False
        if _is_column(left, right):
            return False
        named = self._weights.telling_names(left, right)
        named = tuple(name for name in named if not _is_where(name, left, right))
        return len(named) >= _MATTER_NAMED or any(" " in name for name in named)

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


def _is_column(left: Profile, right: Profile) -> bool:
    """Two parts of a series, which both headlines name before a colon or behind a bar."""
    parts = [{one.strip() for one in re.split(r":|\|", item.title)} for item in (left, right)]
    shared = parts[0] & parts[1] if min(map(len, parts)) > 1 else set()
    return any(" " in part for part in shared)


def _is_where(name: str, left: Profile, right: Profile) -> bool:
    """A place, or the outlet that printed it: many a thing happens there."""
    squeezed = name.lower().replace(" ", "")
    hosts = [item.outlet.lower().replace(" ", "").partition(".")[0] for item in (left, right)]
    printed = any(host and (host in squeezed or squeezed in host) for host in hosts)
    return printed or bool(places(f"in {name}"))


def _teller(item: Profile) -> str:
    return item.outlet or "It"


def _other_figures(left: Profile, right: Profile) -> bool:
    """Each has figures, and none that the other has."""
    mine, its = figures(left), figures(right)
    return min(len(mine), len(its)) >= _FIGURES and mine.isdisjoint(its)
