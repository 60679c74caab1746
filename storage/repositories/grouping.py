"""The index by which a new article finds stored ones on the same event."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from core.trace import TermCounts, Trace, week_of
from storage.repositories.base import Repository
from storage.rows import among, insert_listed
from storage.tables import grouping_keys, grouping_weeks, grouping_words


class GroupingRepository(Repository):
    def add(self, traces: Sequence[Trace]) -> None:
        """Make articles findable, and count their words. One that was added before is found by
        its new keys too; call it once for each reading of an article."""
        rows = [
            (week_of(item.day), key, item.article_id)
            for item in traces
            for key in sorted(item.keys)
        ]
        columns = (grouping_keys.c.week, grouping_keys.c.key, grouping_keys.c.article_id)
        keys = insert_listed(self._connection, columns, rows).on_conflict_do_nothing()
        self._connection.execute(keys)
        words, weeks = grouping_words.c, grouping_weeks.c
        self._count((words.key, words.texts), Counter(key for item in traces for key in item.words))
        self._count((weeks.week, weeks.texts), Counter(week_of(item.day) for item in traces))

    def counts(
        self, words: Collection[int], first: date = date.min, last: date = date.max
    ) -> TermCounts:
        """In how many texts each of these words stands, of all that were ever added; and how many
        texts there are, in all and between the two days (by whole weeks)."""
        asked = among(self._connection, grouping_words.c.key, words)
        query = sa.select(grouping_words.c.key, grouping_words.c.texts).where(asked)
        seen = {row[0]: row[1] for row in self._connection.execute(query).all()}
        weeks = self._connection.execute(sa.select(grouping_weeks)).all()
        return TermCounts(
            texts=sum(row.texts for row in weeks),
            near=sum(row.texts for row in weeks if week_of(first) <= row.week <= week_of(last)),
            seen=seen,
        )

    def sharing(self, keys: Collection[int], first: date, last: date) -> dict[int, tuple[str, ...]]:
        """The articles between the two days (by whole weeks) under each of these keys."""
        found: dict[int, list[str]] = defaultdict(list)
        query = sa.select(grouping_keys.c.key, grouping_keys.c.article_id).where(
            among(self._connection, grouping_keys.c.week, _weeks(first, last)),
            among(self._connection, grouping_keys.c.key, keys),
        )
        for key, article_id in self._connection.execute(query).all():
            found[key].append(article_id)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    def forget_before(self, day: date) -> int:
        """Drop what leads to articles of the weeks before; returns how many entries went. Their
        words stay counted: what was rare stays rare."""
        gone = sa.delete(grouping_keys).where(grouping_keys.c.week < week_of(day))
        return self._connection.execute(gone).rowcount

    def _count(
        self, columns: tuple[sa.Column[int], sa.Column[int]], counted: Mapping[int, int]
    ) -> None:
        key, texts = columns
        insert = insert_listed(self._connection, columns, sorted(counted.items()))
        more = insert.on_conflict_do_update(
            index_elements=[key], set_={texts.name: texts + insert.excluded[texts.name]}
        )
        self._connection.execute(more)


def _weeks(first: date, last: date) -> range:
    return range(week_of(first), week_of(last) + 1)
