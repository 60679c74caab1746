"""The grouping index without a database: evaluations go the way the desk goes, on files."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from core.trace import TermCounts, Trace, week_of


class MemoryIndex:
    """What `storage.repositories.grouping` keeps in tables, in dictionaries."""

    def __init__(self) -> None:
        self._words: Counter[int] = Counter()
        self._weeks: Counter[int] = Counter()
        self._keys: dict[int, list[tuple[int, str]]] = defaultdict(list)

    def add(self, trace: Trace) -> None:
        week = week_of(trace.day)
        self._weeks[week] += 1
        self._words.update(trace.words)
        for key in trace.keys:
            self._keys[key].append((week, trace.article_id))

    def counts(self, words: Collection[int], first: date, last: date) -> TermCounts:
        seen = {word: self._words[word] for word in words if word in self._words}
        near = (n for week, n in self._weeks.items() if week_of(first) <= week <= week_of(last))
        return TermCounts(texts=self._weeks.total(), near=sum(near), seen=seen)

    def sharing(self, keys: Collection[int], first: date, last: date) -> dict[int, tuple[str, ...]]:
        weeks = range(week_of(first), week_of(last) + 1)
        found = {key: [a for week, a in self._keys.get(key, ()) if week in weeks] for key in keys}
        return {key: tuple(sorted(ids)) for key, ids in found.items() if ids}
