"""Past editions: what ran, word for word."""

import sqlalchemy as sa

from core.archive import ArchiveFind
from core.place import Region
from storage import search
from storage.repositories.base import Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import archive_finds


class ArchiveRepository(Repository):
    def add_find(self, find: ArchiveFind) -> bool:
        """Store it once, by volume, issue and position; returns whether it is new. Importing an
        edition again replaces what it held."""
        place = (
            (archive_finds.c.volume == find.volume)
            & (archive_finds.c.issue == find.issue)
            & (archive_finds.c.position == find.position)
        )
        before = self._connection.scalar(sa.select(archive_finds.c.archive_id).where(place))
        values = row_of(find, without=["archive_id"])
        insert = insert_into(self._connection, archive_finds).values(values)
        archive_id = self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["volume", "issue", "position"], set_=values
            ).returning(archive_finds.c.archive_id)
        ).scalar_one()
        search.index(
            self._connection, "archive", str(archive_id), find.text, find.number, find.source_url
        )
        return before is None

    def all(self) -> tuple[ArchiveFind, ...]:
        """Every find that ran, newest edition first, each edition in print order."""
        rows = self._connection.execute(_IN_ORDER).mappings()
        return tuple(value_of(ArchiveFind, row) for row in rows)

    def search(self, query: str, limit: int = 50) -> tuple[ArchiveFind, ...]:
        """Finds that hold every word of the query, newest edition first."""
        found = search.matching(self._connection, "archive", query)
        wanted = _IN_ORDER.where(sa.cast(archive_finds.c.archive_id, sa.Text).in_(found))
        rows = self._connection.execute(wanted.limit(limit)).mappings()
        return tuple(value_of(ArchiveFind, row) for row in rows)

    def counts(self) -> dict[Region, int]:
        """How many finds ran in each section."""
        found: dict[Region, int] = self._counts(archive_finds.c.region)
        return found


_IN_ORDER = sa.select(archive_finds).order_by(
    archive_finds.c.volume.desc(), archive_finds.c.issue.desc(), archive_finds.c.position
)
