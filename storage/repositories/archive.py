"""Past editions: what ran, word for word."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.archive import ArchiveEdition, ArchiveFeature, ArchiveFind, ArchiveHit
from core.errors import NotFound
from core.place import Region
from storage import search
from storage.repositories.archive_queries import (
    EDITIONS,
    FEATURE_KEY,
    FEATURES,
    FIND_KEY,
    FINDS,
    PARTS,
    SEARCHED,
)
from storage.repositories.base import Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import archive_editions, archive_features, archive_finds

Number = tuple[int, int]


class ArchiveRepository(Repository):
    def replace_edition(self, edition: ArchiveEdition) -> bool:
        """Store an edition whole, in place of what was kept under its number; returns whether it
        is new. Its finds take their volume, issue, date and position from the edition; the find
        at a position keeps its `archive_id`, since coverage points to it."""
        number = (edition.volume, edition.issue)
        is_new = not self._is_kept(number)
        self._remove(number, finds_from=len(edition.finds))
        self._add_edition(edition)
        for position, feature in enumerate(edition.features):
            self._add_feature(number, position, feature)
        for position, find in enumerate(edition.finds):
            self._add_find(_placed(find, edition, position))
        return is_new

    def add_find(self, find: ArchiveFind) -> bool:
        """Store it once, by volume, issue and position; returns whether it is new. Importing it
        again replaces what it held."""
        number = (find.volume, find.issue)
        if not self._is_kept(number):
            self._add_edition(
                ArchiveEdition(volume=find.volume, issue=find.issue, dated=find.dated)
            )
        place = _of(archive_finds, number) & (archive_finds.c.position == find.position)
        before = self._connection.scalar(sa.select(archive_finds.c.archive_id).where(place))
        self._add_find(row_of(find, without=["archive_id"]))
        return before is None

    def edition(self, volume: int, issue: int) -> ArchiveEdition:
        """Raises `NotFound`."""
        found = self._editions(EDITIONS.where(_of(archive_editions, (volume, issue))))
        if not found:
            raise NotFound("edition in the archive:", f"Volume {volume} | Issue {issue}")
        return found[0]

    def editions(self, limit: int = 50, offset: int = 0) -> tuple[ArchiveEdition, ...]:
        """Whole editions, the newest number first."""
        return self._editions(EDITIONS.limit(limit).offset(offset))

    def all(self) -> tuple[ArchiveFind, ...]:
        """Every imported find, newest edition first, each edition in print order."""
        return self._finds(FINDS)

    def addresses(self) -> dict[Number, str]:
        """Where readers find each past edition, by volume and issue, as far as it is known."""
        kept = archive_editions.c
        query = sa.select(kept.volume, kept.issue, kept.url).where(kept.url != "")
        return {(row.volume, row.issue): row.url for row in self._connection.execute(query)}

    def search(self, query: str, limit: int = 50) -> tuple[ArchiveFind, ...]:
        """Finds that hold every word of the query, newest edition first."""
        found = search.matching(self._connection, "archive", query)
        return self._finds(
            FINDS.where(sa.cast(archive_finds.c.archive_id, sa.Text).in_(found)).limit(limit)
        )

    def search_texts(self, query: str, limit: int = 50) -> tuple[ArchiveHit, ...]:
        """Introductions, features and finds that hold every word of the query, newest edition
        first, in print order."""
        found = sa.select(search.matching(self._connection, "archive", query).subquery().c.key)
        hits = sa.union_all(*(texts.where(key.in_(found)) for texts, key in SEARCHED)).subquery()
        newest = (hits.c.volume.desc(), hits.c.issue.desc(), hits.c.rank, hits.c.position)
        rows = self._connection.execute(sa.select(hits).order_by(*newest).limit(limit)).mappings()
        return tuple(value_of(ArchiveHit, row, part=PARTS[row["rank"]]) for row in rows)

    def counts(self) -> dict[Region, int]:
        """How many finds ran in each section."""
        found: dict[Region, int] = self._counts(archive_finds.c.region)
        return found

    def _is_kept(self, number: Number) -> bool:
        query = sa.select(archive_editions.c.volume).where(_of(archive_editions, number))
        return self._connection.scalar(query) is not None

    def _remove(self, number: Number, *, finds_from: int) -> None:
        """All of an edition, but of its finds only those from a position on."""
        further = _of(archive_finds, number) & (archive_finds.c.position >= finds_from)
        gone = (
            (archive_features, FEATURE_KEY, _of(archive_features, number)),
            (archive_finds, FIND_KEY, further),
        )
        search.forget(self._connection, "archive", _introduction_key(number))
        for table, column, where in gone:
            for key in self._connection.scalars(sa.select(column).where(where)).all():
                search.forget(self._connection, "archive", key)
            self._connection.execute(sa.delete(table).where(where))
        self._connection.execute(sa.delete(archive_editions).where(_of(archive_editions, number)))

    def _add_edition(self, edition: ArchiveEdition) -> None:
        values = row_of(edition, without=["features", "finds"])
        self._connection.execute(sa.insert(archive_editions).values(values))
        if edition.introduction:
            key = _introduction_key((edition.volume, edition.issue))
            search.index(self._connection, "archive", key, edition.introduction, edition.number)

    def _add_feature(self, number: Number, position: int, feature: ArchiveFeature) -> None:
        place = {"volume": number[0], "issue": number[1], "position": position}
        insert = sa.insert(archive_features).values(row_of(feature) | place)
        key = self._connection.execute(insert.returning(FEATURE_KEY)).scalar_one()
        search.index(self._connection, "archive", key, feature.kind, feature.title, feature.text)

    def _add_find(self, values: dict[str, Any]) -> None:
        insert = insert_into(self._connection, archive_finds).values(values)
        place = ["volume", "issue", "position"]
        key = self._connection.execute(
            insert.on_conflict_do_update(index_elements=place, set_=values).returning(FIND_KEY)
        ).scalar_one()
        number = f"Volume {values['volume']} | Issue {values['issue']}"
        search.index(self._connection, "archive", key, values["text"], number, values["source_url"])

    def _finds(self, query: sa.Select[Any]) -> tuple[ArchiveFind, ...]:
        rows = self._connection.execute(query).mappings()
        return tuple(value_of(ArchiveFind, row) for row in rows)

    def _editions(self, query: sa.Select[Any]) -> tuple[ArchiveEdition, ...]:
        rows = self._connection.execute(query).mappings().all()
        numbers = [(row["volume"], row["issue"]) for row in rows]
        features = self._by_number(FEATURES, archive_features, numbers)
        found = self._by_number(FINDS, archive_finds, numbers)
        return tuple(
            value_of(
                ArchiveEdition,
                row,
                features=tuple(value_of(ArchiveFeature, f) for f in features.get(number, ())),
                finds=tuple(value_of(ArchiveFind, f) for f in found.get(number, ())),
            )
            for row, number in zip(rows, numbers, strict=True)
        )

    def _by_number(
        self, query: sa.Select[Any], table: sa.Table, numbers: Sequence[Number]
    ) -> dict[Number, list[RowMapping]]:
        found: dict[Number, list[RowMapping]] = {}
        for row in self._rows_of(query, table, numbers):
            found.setdefault((row["volume"], row["issue"]), []).append(row)
        return found

    def _rows_of(
        self, query: sa.Select[Any], table: sa.Table, numbers: Sequence[Number]
    ) -> Iterator[RowMapping]:
        for volume, group in groupby(sorted(numbers), key=lambda number: number[0]):
            issues = [issue for _, issue in group]
            wanted = query.where(table.c.volume == volume, table.c.issue.in_(issues))
            yield from self._connection.execute(wanted).mappings()


def _of(table: sa.Table, number: Number) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.volume == number[0], table.c.issue == number[1])


def _placed(find: ArchiveFind, edition: ArchiveEdition, position: int) -> dict[str, Any]:
    place = {
        "volume": edition.volume,
        "issue": edition.issue,
        "position": position,
        "dated": edition.dated,
    }
    return row_of(find, without=["archive_id"]) | place


def _introduction_key(number: Number) -> str:
    return f"introduction {number[0]} {number[1]}"
