"""What lies beside a find while people work on it: offers, unsaved texts, who is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound, Refused
from core.find import Draft
from core.writing import Offer, OfferState, Presence, WorkingCopy
from storage.repositories.audit import AuditRepository
from storage.repositories.base import Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import draft_offers, presences, users, working_copies


class OfferRepository(Repository):
    """Drafts that were asked for. A find has at most one that waits for a decision."""

    def add(
        self, find_id: int, draft: Draft, *, seen: int, instruction: str, now: datetime
    ) -> Offer:
        """Keep a draft beside the find; one that still waits is replaced by it."""
        self._settle(
            (draft_offers.c.find_id == find_id), OfferState.REPLACED, draft.author.name, now
        )
        values = {
            "find_id": find_id,
            "seen": seen,
            "instruction": instruction,
            "draft": draft,
            "state": OfferState.OPEN,
            "created_at": now,
            "settled_by": "",
        }
        insert = sa.insert(draft_offers).values(values).returning(draft_offers.c.offer_id)
        offer_id = int(self._connection.execute(insert).scalar_one())
        AuditRepository(self._connection).note(
            f"find {find_id}", "offered a draft", draft.author.name, now, reason=instruction
        )
        return self.get(offer_id)

    def get(self, offer_id: int) -> Offer:
        """Raises `NotFound`."""
        found = self._values(draft_offers.c.offer_id == offer_id)
        if not found:
            raise NotFound("offer", offer_id)
        return found[0]

    def waiting(self, find_id: int) -> Offer | None:
        """The offer that waits for a decision, if there is one."""
        found = self._values(
            draft_offers.c.find_id == find_id, draft_offers.c.state == OfferState.OPEN
        )
        return found[0] if found else None

    def of(self, find_id: int) -> tuple[Offer, ...]:
        """Every offer for a find, the latest first."""
        return self._values(draft_offers.c.find_id == find_id)

    def settle(self, offer_id: int, state: OfferState, actor: str, now: datetime) -> None:
        """Raises `Refused` when it was decided about already."""
        if not self._settle(draft_offers.c.offer_id == offer_id, state, actor, now):
            raise Refused("This draft was decided about already.", ["Open the find again."])

    def _settle(
        self, which: sa.ColumnElement[bool], state: OfferState, actor: str, now: datetime
    ) -> bool:
        waiting = which & (draft_offers.c.state == OfferState.OPEN)
        values = {"state": state, "settled_by": actor, "settled_at": now}
        update = sa.update(draft_offers).where(waiting).values(values)
        return self._connection.execute(update).rowcount > 0

    def _values(self, *where: sa.ColumnElement[bool]) -> tuple[Offer, ...]:
        query = sa.select(draft_offers).where(*where).order_by(draft_offers.c.offer_id.desc())
        return tuple(value_of(Offer, row) for row in self._connection.execute(query).mappings())


class WorkingCopyRepository(Repository):
    """What people typed and have not saved: one text for each person and find."""

    def keep(self, copy: WorkingCopy) -> None:
        """In place of what this person had there before."""
        values = row_of(copy)
        insert = insert_into(self._connection, working_copies).values(values)
        keys = [working_copies.c.find_id, working_copies.c.user_id]
        changed = {name: value for name, value in values.items() if not name.endswith("_id")}
        self._connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed))

    def get(self, find_id: int, user_id: int) -> WorkingCopy | None:
        query = sa.select(working_copies).where(_key(working_copies, find_id, user_id))
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else value_of(WorkingCopy, row)

    def of_user(self, user_id: int) -> tuple[WorkingCopy, ...]:
        """What this person has not saved yet, the latest first."""
        query = sa.select(working_copies).where(working_copies.c.user_id == user_id)
        rows = self._connection.execute(query.order_by(working_copies.c.saved_at.desc()))
        return tuple(value_of(WorkingCopy, row) for row in rows.mappings())

    def drop(self, find_id: int, user_id: int) -> None:
        self._connection.execute(
            sa.delete(working_copies).where(_key(working_copies, find_id, user_id))
        )


class PresenceRepository(Repository):
    def show(
        self, find_id: int, user_id: int, *, editing: bool, now: datetime, until: datetime
    ) -> None:
        """Someone has the find open until then; since when is kept while they stay."""
        self._connection.execute(sa.delete(presences).where(presences.c.expires_at <= now))
        values: dict[str, Any] = {"editing": editing, "expires_at": until}
        there = {"find_id": find_id, "user_id": user_id, "since": now}
        insert = insert_into(self._connection, presences).values(there | values)
        keys = [presences.c.find_id, presences.c.user_id]
        self._connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))

    def leave(self, find_id: int, user_id: int) -> None:
        self._connection.execute(sa.delete(presences).where(_key(presences, find_id, user_id)))

    def there(self, find_ids: Sequence[int], now: datetime) -> tuple[Presence, ...]:
        """Who has these finds open, those who came first in front."""
        query = (
            sa.select(presences, users.c.name)
            .join_from(presences, users)
            .where(presences.c.find_id.in_(find_ids), presences.c.expires_at > now)
            .order_by(presences.c.since, users.c.name)
        )
        return tuple(value_of(Presence, row) for row in self._connection.execute(query).mappings())


def _key(table: sa.Table, find_id: int, user_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.find_id == find_id, table.c.user_id == user_id)
