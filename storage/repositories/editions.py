"""Editions: numbered, filled in order, exported."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.edition import (
    Correction,
    Edition,
    EditionDocument,
    EditionRevision,
    EditionState,
    Feature,
)
from core.edition_workflow import FROZEN, EditionMove, move_edition, refuse_frozen
from core.errors import NotFound, Refused
from core.workflow import FindState
from storage.read_models import EditionDate, EditionRow
from storage.repositories.audit import AuditRepository
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import (
    archive_editions,
    archive_finds,
    edition_items,
    edition_revisions,
    editions,
    features,
    find_revisions,
    finds,
)

Number = tuple[int, int]
"""Volume and issue."""

_MAY_BE_PLACED = frozenset({FindState.APPROVED})
_MAY_LEAVE = frozenset({FindState.APPROVED, FindState.PUBLISHED})


def change_edition_of(connection: sa.Connection, find_id: int, now: datetime) -> None:
    """The edition that holds this find changes with it. Raises `Refused` when it is frozen."""
    holding = sa.select(edition_items.c.edition_id).where(edition_items.c.find_id == find_id)
    here = editions.c.edition_id.in_(holding)
    query = sa.select(editions.c.volume, editions.c.issue, editions.c.state).where(here)
    for volume, issue, state in connection.execute(query):
        refuse_frozen(f"Volume {volume} | Issue {issue}", state)
    connection.execute(sa.update(editions).where(here).values(updated_at=now))


class EditionRepository(Repository):
    """An exported edition is frozen until a correction begins: what would change it here is
    refused, and what would change a find in it by `change_edition_of`."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._audit = AuditRepository(connection)

    def create(self, volume: int, issue: int, dated: date, now: datetime) -> int:
        """Raises `Refused` when that number is taken."""
        if self.by_number(volume, issue) is not None:
            raise Refused(
                f"There is an edition Volume {volume} | Issue {issue} already.",
                ["Open that one, or choose another number."],
            )
        values: dict[str, Any] = {
            "volume": volume,
            "issue": issue,
            "dated": dated,
            "state": EditionState.OPEN,
            "introduction": "",
            "created_at": now,
            "updated_at": now,
        }
        insert = sa.insert(editions).values(values).returning(editions.c.edition_id)
        return int(self._connection.execute(insert).scalar_one())

    def get(self, edition_id: int) -> Edition:
        """Raises `NotFound`."""
        found = self._values(sa.select(editions).where(editions.c.edition_id == edition_id))
        if not found:
            raise NotFound("edition", edition_id)
        return found[0]

    def by_number(self, volume: int, issue: int) -> Edition | None:
        query = sa.select(editions).where(editions.c.volume == volume, editions.c.issue == issue)
        found = self._values(query)
        return found[0] if found else None

    def all(self) -> tuple[Edition, ...]:
        """Every edition, the latest number first."""
        return self._values(sa.select(editions).order_by(*_LATEST_FIRST))

    def rows(self) -> tuple[EditionRow, ...]:
        """Every edition as a list shows it, the latest number first."""
        here = editions.c.edition_id
        placed = sa.select(sa.func.count()).where(edition_items.c.edition_id == here)
        pieces = sa.select(sa.func.count()).where(features.c.edition_id == here)
        query = sa.select(
            *(editions.c[name] for name in ("edition_id", "volume", "issue", "dated", "state")),
            placed.scalar_subquery().label("finds"),
            pieces.scalar_subquery().label("features"),
        )
        rows = self._connection.execute(query.order_by(*_LATEST_FIRST)).mappings()
        return tuple(value_of(EditionRow, row) for row in rows)

    def dates(self) -> tuple[EditionDate, ...]:
        """When every edition is dated, the latest number first: all that a calendar needs."""
        query = sa.select(
            *(editions.c[name] for name in ("edition_id", "volume", "issue", "dated"))
        )
        rows = self._connection.execute(query.order_by(*_LATEST_FIRST)).mappings()
        return tuple(value_of(EditionDate, row) for row in rows)

    def open(self) -> tuple[Edition, ...]:
        """Those in the making, the latest number first."""
        here = editions.c.state == EditionState.OPEN
        return self._values(sa.select(editions).where(here).order_by(*_LATEST_FIRST))

    def open_beside(self, edition_id: int) -> tuple[Edition, ...]:
        """The other editions that a find can be moved to, the next one first."""
        here = (editions.c.state != EditionState.EXPORTED) & (editions.c.edition_id != edition_id)
        return self._values(sa.select(editions).where(here).order_by(editions.c.dated).limit(4))

    def texts_before(self, dated: date, limit: int = 6) -> tuple[tuple[str, ...], ...]:
        """The finds' texts of the last editions before a day, our own and imported ones, the
        latest edition first."""
        ours = sa.select(editions.c.volume, editions.c.issue, editions.c.dated).where(
            editions.c.dated < dated
        )
        theirs = sa.select(
            archive_editions.c.volume, archive_editions.c.issue, archive_editions.c.dated
        ).where(archive_editions.c.dated < dated)
        both = sa.union(ours, theirs).subquery()
        latest = sa.select(both.c.volume, both.c.issue).order_by(both.c.dated.desc()).limit(limit)
        numbers = list(dict.fromkeys((row[0], row[1]) for row in self._connection.execute(latest)))
        own, imported = self._own_texts(numbers), self._imported_texts(numbers)
        return tuple(own.get(number) or imported.get(number, ()) for number in numbers)

    def _own_texts(self, numbers: Sequence[Number]) -> dict[Number, tuple[str, ...]]:
        current = (find_revisions.c.find_id == finds.c.find_id) & (
            find_revisions.c.number == finds.c.revision
        )
        query = (
            sa.select(editions.c.volume, editions.c.issue, find_revisions.c.text)
            .join_from(editions, edition_items)
            .join(finds, finds.c.find_id == edition_items.c.find_id)
            .join(find_revisions, current)
        )
        return self._texts(query, editions, numbers)

    def _imported_texts(self, numbers: Sequence[Number]) -> dict[Number, tuple[str, ...]]:
        query = sa.select(archive_finds.c.volume, archive_finds.c.issue, archive_finds.c.text)
        return self._texts(query, archive_finds, numbers)

    def _texts(
        self, query: sa.Select[Any], table: sa.Table, numbers: Sequence[Number]
    ) -> dict[Number, tuple[str, ...]]:
        # Neither database takes an index for pairs that are listed as pairs.
        issues: dict[int, list[int]] = {}
        for volume, issue in numbers:
            issues.setdefault(volume, []).append(issue)
        these = [
            (table.c.volume == volume) & table.c.issue.in_(some) for volume, some in issues.items()
        ]
        found: dict[Number, tuple[str, ...]] = {}
        for volume, issue, text in self._connection.execute(
            query.where(sa.or_(sa.false(), *these))
        ):
            found[(volume, issue)] = (*found.get((volume, issue), ()), text)
        return found

    def place(
        self,
        edition_id: int,
        find_id: int,
        *,
        position: int | None = None,
        actor: str,
        now: datetime,
    ) -> Edition:
        """Put an approved find in, at the end or at a position from 0. One that sits in another
        edition comes over. Raises `Refused` unless the find is approved."""
        edition = self.get(edition_id)
        state = self._connection.scalar(sa.select(finds.c.state).where(finds.c.find_id == find_id))
        if state is None:
            raise NotFound("find", find_id)
        if state not in _MAY_BE_PLACED:
            raise Refused(
                f"Find {find_id} cannot go into {edition.number}.",
                [f"It is {state}; only approved finds can be placed."],
            )
        order = [key for key in edition.find_ids if key != find_id]
        order.insert(len(order) if position is None else max(position, 0), find_id)
        self._take_out(find_id, now)
        self._write_order(edition_id, order)
        self._touch(edition_id, now)
        self._audit.note(f"find {find_id}", "placed", actor, now, after=edition.number)
        self._note(edition_id, "placed a find", actor, now, after=f"find {find_id}")
        return self.get(edition_id)

    def unplace(self, edition_id: int, find_id: int, *, actor: str, now: datetime) -> Edition:
        """Take a find out. One that is not in changes nothing. Raises `Refused` when it is
        published: the edition went out with it."""
        edition = self.get(edition_id)
        if find_id in edition.find_ids:
            self._refuse_published(edition, find_id)
            self._take_out(find_id, now)
            self._write_order(edition_id, [key for key in edition.find_ids if key != find_id])
            self._audit.note(f"find {find_id}", "unplaced", actor, now, before=edition.number)
            self._note(edition_id, "took a find out", actor, now, after=f"find {find_id}")
        return self.get(edition_id)

    def reorder(self, edition_id: int, find_ids: Sequence[int], *, now: datetime) -> Edition:
        """Raises `Refused` unless these are exactly the finds that are in: someone else may have
        placed one in between."""
        edition = self.get(edition_id)
        if sorted(find_ids) != sorted(edition.find_ids):
            raise Refused(
                f"{edition.number} cannot be put in that order.",
                ["Its finds have changed since you opened it."],
            )
        self._write_order(edition_id, find_ids)
        self._touch(edition_id, now)
        return self.get(edition_id)

    def set_introduction(self, edition_id: int, introduction: str, *, now: datetime) -> Edition:
        self._touch(edition_id, now, introduction=introduction)
        return self.get(edition_id)

    def set_features(self, edition_id: int, pieces: Sequence[Feature], *, now: datetime) -> Edition:
        """These features, in this order, in place of those that were in."""
        self._touch(edition_id, now)
        here = features.c.edition_id == edition_id
        self._connection.execute(sa.delete(features).where(here))
        rows = [
            row_of(piece) | {"edition_id": edition_id, "position": position}
            for position, piece in enumerate(pieces)
        ]
        if rows:
            self._connection.execute(sa.insert(features), rows)
        return self.get(edition_id)

    def export(
        self, edition_id: int, document: EditionDocument, *, actor: str, now: datetime
    ) -> EditionRevision:
        """Freeze the edition as this document. One that is frozen already stays as it is: its
        latest revision comes back. Raises `Refused` while a find in it is not approved, or an
        unedited extract."""
        edition = self.get(edition_id)
        revisions = self.revisions(edition_id)
        if edition.state in FROZEN and revisions:
            return revisions[0]
        reasons = self._unready(edition_id)
        if reasons:
            raise Refused(f"{edition.number} cannot leave.", reasons)
        number, note = len(revisions) + 1, edition.correction
        told = [Correction(made_on=now.date(), note=note)] if note else []
        before = revisions[0].document.corrections if revisions else ()
        revision = EditionRevision(
            number=number,
            document=replace(document, revision=number, corrections=(*before, *told)),
            exported_at=now,
            actor=actor,
            note=note,
        )
        values = row_of(revision) | {"edition_id": edition_id}
        self._connection.execute(sa.insert(edition_revisions).values(values))
        self._set(edition_id, now, state=EditionState.EXPORTED, correction="")
        what = f"revision {number}"
        self._note(edition_id, "exported", actor, now, after=what, reason=note)
        return revision

    def begin_correction(self, edition_id: int, note: str, *, actor: str, now: datetime) -> Edition:
        """Open an exported edition again. Raises `Refused` without a note, or when it is open."""
        edition = self.get(edition_id)
        after = move_edition(edition.number, edition.state, EditionMove.CORRECT, note=note)
        self._set(edition_id, now, state=after, correction=note)
        self._note(edition_id, "began a correction", actor, now, reason=note)
        return self.get(edition_id)

    def revisions(self, edition_id: int) -> tuple[EditionRevision, ...]:
        """Every revision that was exported, the latest first."""
        query = sa.select(edition_revisions).where(edition_revisions.c.edition_id == edition_id)
        rows = self._connection.execute(query.order_by(edition_revisions.c.number.desc()))
        return tuple(value_of(EditionRevision, row) for row in rows.mappings())

    def _unready(self, edition_id: int) -> list[str]:
        current = (find_revisions.c.find_id == finds.c.find_id) & (
            find_revisions.c.number == finds.c.revision
        )
        query = (
            sa.select(finds.c.find_id, finds.c.state, find_revisions.c.verbatim)
            .join_from(edition_items, finds)
            .join(find_revisions, current)
            .where(edition_items.c.edition_id == edition_id)
            .order_by(edition_items.c.position)
        )
        reasons = []
        for find_id, state, verbatim in self._connection.execute(query):
            if state not in _MAY_LEAVE:
                reasons.append(f"Find {find_id} is {state}, not approved.")
            if verbatim:
                reasons.append(f"Find {find_id} is an extract that nobody has rewritten.")
        return reasons

    def _refuse_published(self, edition: Edition, find_id: int) -> None:
        state = self._connection.scalar(sa.select(finds.c.state).where(finds.c.find_id == find_id))
        if state is FindState.PUBLISHED:
            raise Refused(
                f"Find {find_id} went out with {edition.number}: it cannot be taken out.",
                ["Recall it first."],
            )

    def _take_out(self, find_id: int, now: datetime) -> None:
        change_edition_of(self._connection, find_id, now)
        here = edition_items.c.find_id == find_id
        self._connection.execute(sa.delete(edition_items).where(here))

    def _write_order(self, edition_id: int, find_ids: Sequence[int]) -> None:
        here = edition_items.c.edition_id == edition_id
        self._connection.execute(sa.delete(edition_items).where(here))
        rows = [
            {"edition_id": edition_id, "find_id": find_id, "position": position}
            for position, find_id in enumerate(find_ids)
        ]
        if rows:
            self._connection.execute(sa.insert(edition_items), rows)

    def _touch(self, edition_id: int, now: datetime, **values: Any) -> None:
        edition = self.get(edition_id)
        refuse_frozen(edition.number, edition.state)
        self._set(edition_id, now, **values)

    def _set(self, edition_id: int, now: datetime, **values: Any) -> None:
        here = editions.c.edition_id == edition_id
        changed = values | {"updated_at": now}
        self._connection.execute(sa.update(editions).where(here).values(changed))

    def _note(
        self,
        edition_id: int,
        action: str,
        actor: str,
        now: datetime,
        *,
        after: str = "",
        reason: str = "",
    ) -> None:
        subject = f"edition {edition_id}"
        self._audit.note(subject, action, actor, now, after=after, reason=reason)

    def _values(self, query: sa.Select[Any]) -> tuple[Edition, ...]:
        rows = self._connection.execute(query).mappings().all()
        ids = [row["edition_id"] for row in rows]
        placed = _by_edition(self._rows_of(edition_items, ids))
        pieces = _by_edition(self._rows_of(features, ids))
        return tuple(
            value_of(
                Edition,
                row,
                find_ids=tuple(item["find_id"] for item in placed.get(row["edition_id"], ())),
                features=tuple(
                    value_of(Feature, piece) for piece in pieces.get(row["edition_id"], ())
                ),
            )
            for row in rows
        )

    def _rows_of(self, table: sa.Table, edition_ids: Sequence[int]) -> Sequence[RowMapping]:
        query = sa.select(table).where(table.c.edition_id.in_(edition_ids))
        return self._connection.execute(query.order_by(table.c.position)).mappings().all()


_LATEST_FIRST = (editions.c.volume.desc(), editions.c.issue.desc())


def _by_edition(rows: Sequence[RowMapping]) -> dict[int, list[RowMapping]]:
    found: dict[int, list[RowMapping]] = {}
    for row in rows:
        found.setdefault(row["edition_id"], []).append(row)
    return found
