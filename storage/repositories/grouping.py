"""The index by which a new article finds stored ones on the same event."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from core.trace import TermCounts, Trace, week_of
from storage.repositories.base import Repository
from storage.rows import insert_into, insert_new
from storage.tables import grouping_keys, grouping_weeks, grouping_words

_AT_ONCE = 500


class GroupingRepository(Repository):
    def add(self, traces: Sequence[Trace]) -> None:
        """Make articles findable, and count their words. One that was added before is found by
        its new keys too; call it once for each reading of an article."""
        rows = [
            {"week": week_of(item.day), "key": key, "article_id": item.article_id}
            for item in traces
            for key in sorted(item.keys)
        ]
        insert_new(self._connection, grouping_keys, rows)
        self._count(grouping_words, "key", Counter(key for item in traces for key in item.words))
        self._count(grouping_weeks, "week", Counter(week_of(item.day) for item in traces))

    def counts(
        self, words: Collection[int], first: date = date.min, last: date = date.max
    ) -> TermCounts:
        """In how many texts each of these words stands, of all that were ever added; and how many
        texts there are, in all and between the two days (by whole weeks)."""
        seen: dict[int, int] = {}
        for some in _batches(sorted(words)):
            query = sa.select(grouping_words).where(grouping_words.c.key.in_(some))
            seen |= {row.key: row.texts for row in self._connection.execute(query)}
        weeks = self._connection.execute(sa.select(grouping_weeks)).all()
        return TermCounts(
            texts=sum(row.texts for row in weeks),
            near=sum(row.texts for row in weeks if week_of(first) <= row.week <= week_of(last)),
            seen=seen,
        )

    def sharing(self, keys: Collection[int], first: date, last: date) -> dict[int, tuple[str, ...]]:
        """The articles between the two days (by whole weeks) under each of these keys."""
        found: dict[int, list[str]] = defaultdict(list)
        weeks = list(range(week_of(first), week_of(last) + 1))
        for some in _batches(sorted(keys)):
            query = sa.select(grouping_keys.c.key, grouping_keys.c.article_id).where(
                grouping_keys.c.week.in_(weeks), grouping_keys.c.key.in_(some)
            )
            for key, article_id in self._connection.execute(query):
                found[key].append(article_id)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    def forget_before(self, day: date) -> int:
        """Drop what leads to articles of the weeks before; returns how many entries went. Their
        words stay counted: what was rare stays rare."""
        gone = sa.delete(grouping_keys).where(grouping_keys.c.week < week_of(day))
        return self._connection.execute(gone).rowcount

    def _count(self, table: sa.Table, name: str, counted: Mapping[int, int]) -> None:
        if not counted:
            return
        insert = insert_into(self._connection, table)
        more = insert.on_conflict_do_update(
            index_elements=[name], set_={"texts": table.c.texts + insert.excluded.texts}
        )
        rows = [{name: key, "texts": number} for key, number in sorted(counted.items())]
        self._connection.execute(more, rows)


def _batches(keys: Sequence[int]) -> Iterator[Iterable[int]]:
    return (keys[i : i + _AT_ONCE] for i in range(0, len(keys), _AT_ONCE))
