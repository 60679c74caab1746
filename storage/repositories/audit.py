"""Who did what, when; and what editors' decisions teach."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.people import AuditEvent
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import audit_events


class AuditRepository(Repository):
    """Subjects are written `find 12`, `story 4`, `edition 3`, `source electrek`, `user ann`."""

    def add(self, event: AuditEvent) -> None:
        self._connection.execute(sa.insert(audit_events).values(row_of(event)))

    def note(
        self,
        subject: str,
        action: str,
        actor: str,
        now: datetime,
        *,
        before: str = "",
        after: str = "",
        reason: str = "",
    ) -> None:
        event = AuditEvent(
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            before=before,
            after=after,
            reason=reason,
        )
        self.add(event)

    def of(self, subject: str) -> tuple[AuditEvent, ...]:
        """What happened to one thing, the latest first."""
        return self._values(sa.select(audit_events).where(audit_events.c.subject == subject))

    def page(self, limit: int = 50, offset: int = 0) -> tuple[AuditEvent, ...]:
        """What happened, the latest first."""
        return self._values(sa.select(audit_events).limit(limit).offset(offset))

    def _values(self, query: sa.Select[Any]) -> tuple[AuditEvent, ...]:
        latest_first = query.order_by(audit_events.c.event_id.desc())
        rows = self._connection.execute(latest_first).mappings()
        return tuple(value_of(AuditEvent, row) for row in rows)
