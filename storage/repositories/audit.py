"""Who did what, when; and what editors' decisions teach."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.people import AuditEvent
from storage.read_models import EditionChange, FindChange
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import audit_events, finds

# Asked before every page, so it is put together once.
_LATEST = sa.select(sa.func.max(audit_events.c.event_id))


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

    def latest(self) -> int:
        """The number of the last event; 0 when nothing ever happened."""
        return self._connection.scalar(_LATEST) or 0

    def since(self, subject: str, after: int) -> tuple[AuditEvent, ...]:
        """What happened to one thing after that event, the latest first."""
        ours = (audit_events.c.subject == subject) & (audit_events.c.event_id > after)
        return self._values(sa.select(audit_events).where(ours))

    def changes(self, after: int, limit: int = 200) -> tuple[FindChange | EditionChange, ...]:
        """The finds and editions that events after that one are about, each with its last event,
        in their order. One writer writes at a time, so a later event never bears a smaller
        number."""
        subject = audit_events.c.subject
        query = (
            sa.select(audit_events.c.event_id, subject)
            .where(audit_events.c.event_id > after)
            .where(subject.like("find %") | subject.like("edition %"))
            .order_by(audit_events.c.event_id)
            .limit(limit)
        )
        last: dict[str, dict[int, int]] = {"find": {}, "edition": {}}
        for event_id, name in self._connection.execute(query):
            kind, _, number = name.partition(" ")
            last[kind][int(number)] = event_id
        changes: list[FindChange | EditionChange] = [*self._finds_now(last["find"])]
        changes += [
            EditionChange(event_id=event_id, edition_id=number)
            for number, event_id in last["edition"].items()
        ]
        return tuple(sorted(changes, key=lambda change: change.event_id))

    def _finds_now(self, last: Mapping[int, int]) -> Iterator[FindChange]:
        now = self._connection.execute(
            sa.select(finds.c.find_id, finds.c.revision, finds.c.state).where(
                finds.c.find_id.in_(list(last))
            )
        )
        for find_id, revision, state in now:
            yield FindChange(
                event_id=last[find_id], find_id=find_id, revision=revision, state=state
            )

    def _values(self, query: sa.Select[Any]) -> tuple[AuditEvent, ...]:
        latest_first = query.order_by(audit_events.c.event_id.desc())
        rows = self._connection.execute(latest_first).mappings()
        return tuple(value_of(AuditEvent, row) for row in rows)
