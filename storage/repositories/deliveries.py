"""Editions handed to platforms: the key is here before the platform is asked."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from core.delivery import Delivery, DeliveryState, Target
from core.errors import NotFound
from storage.repositories.audit import AuditRepository
from storage.repositories.base import Repository
from storage.rows import value_of
from storage.tables import deliveries


class DeliveryRepository(Repository):
    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._audit = AuditRepository(connection)

    def begin(
        self, edition_id: int, target: Target, key: str, *, actor: str, now: datetime
    ) -> Delivery:
        """The delivery under this key; made when there is none. One that was there is returned
        as it was left, so that the caller knows whether to look before it sends."""
        query = sa.select(deliveries).where(
            deliveries.c.edition_id == edition_id,
            deliveries.c.target == target,
            deliveries.c.key == key,
        )
        row = self._connection.execute(query).mappings().one_or_none()
        if row is not None:
            return value_of(Delivery, row)
        values = {
            "edition_id": edition_id,
            "target": target,
            "key": key,
            "state": DeliveryState.SENDING,
            "actor": actor,
            "remote_id": "",
            "url": "",
            "note": "",
            "attempts": 0,
            "asked_at": now,
            "updated_at": now,
        }
        insert = sa.insert(deliveries).values(values).returning(deliveries)
        return value_of(Delivery, self._connection.execute(insert).mappings().one())

    def attempt(self, delivery_id: int, *, now: datetime) -> None:
        """The platform is about to be asked: from here on, nothing is known."""
        self._change(
            delivery_id,
            {"attempts": deliveries.c.attempts + 1, "state": DeliveryState.SENDING},
            now,
        )

    def end(
        self,
        delivery_id: int,
        state: DeliveryState,
        *,
        note: str,
        now: datetime,
        remote_id: str = "",
        url: str = "",
    ) -> Delivery:
        """What became of it; the audit trail of the edition says so too. Raises `NotFound`."""
        values = {"state": state, "note": note, "remote_id": remote_id, "url": url}
        self._change(delivery_id, values, now)
        delivery = self.get(delivery_id)
        subject, action = f"edition {delivery.edition_id}", f"sent to {delivery.target}"
        self._audit.note(subject, action, delivery.actor, now, after=state, reason=note)
        return delivery

    def get(self, delivery_id: int) -> Delivery:
        """Raises `NotFound`."""
        query = sa.select(deliveries).where(deliveries.c.delivery_id == delivery_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("delivery", delivery_id)
        return value_of(Delivery, row)

    def of_edition(self, edition_id: int) -> tuple[Delivery, ...]:
        """The latest first."""
        query = sa.select(deliveries).where(deliveries.c.edition_id == edition_id)
        latest = query.order_by(deliveries.c.delivery_id.desc())
        return tuple(value_of(Delivery, r) for r in self._connection.execute(latest).mappings())

    def _change(self, delivery_id: int, values: Mapping[str, object], now: datetime) -> None:
        here = deliveries.c.delivery_id == delivery_id
        done = self._connection.execute(
            sa.update(deliveries).where(here).values({**values, "updated_at": now})
        )
        if done.rowcount == 0:
            raise NotFound("delivery", delivery_id)
