"""The places we poll, and how their last polls went."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.due import due_at
from core.errors import NotFound, Refused
from core.rhythm import Rhythm, paced, with_days
from core.source import ListingChoice, Poll, PollOutcome, Source, SourceMemory, SourceState
from storage.repositories.audit import AuditRepository
from storage.repositories.base import COLLECTOR, Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import source_states, sources

_GOOD = frozenset({PollOutcome.OK, PollOutcome.NOT_MODIFIED, PollOutcome.EMPTY})


class SourceRepository(Repository):
    def sync(self, configured: Sequence[Source], now: datetime) -> None:
        """Take over the configured sources, in their order. One that is gone from the
        configuration stays with its articles but is polled no more; one that was added at the
        desk stays as it is, and so does what the desk said about pausing."""
        slugs = [source.slug for source in configured]
        gone = sources.c.configured & sources.c.removed_at.is_(None)
        self._connection.execute(
            sa.update(sources).where(gone, sources.c.slug.not_in(slugs)).values(removed_at=now)
        )
        for position, source in enumerate(configured):
            self._write(source, position, now, configured=True)

    def add(self, source: Source, now: datetime) -> None:
        """Add one at the desk. Raises `Refused` when its slug is taken."""
        if self._connection.scalar(
            _LIVING.with_only_columns(sources.c.slug).where(sources.c.slug == source.slug)
        ):
            raise Refused(
                f"There is a source {source.slug} already.", ["Choose another short name."]
            )
        last = self._connection.scalar(sa.select(sa.func.max(sources.c.position)))
        self._write(source, (last or 0) + 1, now, configured=False)

    def all(self) -> tuple[Source, ...]:
        """Every source but the removed ones, in the order of the configuration."""
        rows = self._connection.execute(_ALL).mappings().all()
        return tuple(_source(row) for row in rows)

    def names(self) -> dict[str, str]:
        """The names of the same by their slugs, in the same order."""
        living = _LIVING.with_only_columns(sources.c.slug, sources.c.name)
        rows = self._connection.execute(living.order_by(sources.c.position, sources.c.slug))
        return {row[0]: row[1] for row in rows}

    def get(self, slug: str) -> Source:
        """Raises `NotFound`. A removed source is still found: its articles name it."""
        query = sa.select(sources).where(sources.c.slug == slug)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("source", slug)
        return _source(row)

    def set_paused(self, slug: str, paused: bool) -> None:  # noqa: FBT001
        changed = self._connection.execute(
            sa.update(sources).where(sources.c.slug == slug).values(paused_at_desk=paused)
        )
        if changed.rowcount == 0:
            raise NotFound("source", slug)

    def states(self) -> dict[str, SourceState]:
        """The state of every source that was polled once, by slug."""
        rows = self._connection.execute(_STATES).mappings().all()
        return {row["source"]: _state(row) for row in rows}

    def state(self, slug: str) -> SourceState:
        """An empty state for a source that was never polled."""
        query = sa.select(source_states).where(source_states.c.source == slug)
        row = self._connection.execute(query).mappings().one_or_none()
        return SourceState(source=slug) if row is None else _state(row)

    def record_poll(self, poll: Poll) -> None:
        """The state after this poll. An older one than the last known changes nothing, so a
        poll may be recorded twice. Raises `NotFound` for an unknown source."""
        source = self.get(poll.source)
        before = self.state(poll.source)
        if before.last_poll is not None and before.last_poll.at >= poll.at:
            return
        after = after_poll(before, poll, source.every_minutes)
        self._note_choice(poll.source, before.memory.choice, after.memory.choice)
        values = _row_of_state(after)
        insert = insert_into(self._connection, source_states).values(values)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=["source"], set_=values)
        )

    def due(self, now: datetime, *, closing: bool = False) -> tuple[Source, ...]:
        """Sources to poll: not paused, and their time has come (`core.due`). The one that waits
        longest comes first. `closing` says that an edition is about to close."""
        states = self.states()
        waiting = [
            (at, source)
            for source in self.all()
            if not source.paused
            for state in [states.get(source.slug, SourceState(source=source.slug))]
            for at in [due_at(source, state, closing=closing)]
            if at is None or at <= now
        ]
        never = [source for at, source in waiting if at is None]
        again = sorted((at, source.slug, source) for at, source in waiting if at is not None)
        return (*never, *(source for _, _, source in again))

    def _note_choice(
        self, slug: str, before: ListingChoice | None, now: ListingChoice | None
    ) -> None:
        if now is not None and now.note and now != before:
            audit = AuditRepository(self._connection)
            audit.note(f"source {slug}", "list found anew", COLLECTOR, now.since, reason=now.note)

    def _write(self, source: Source, position: int, now: datetime, *, configured: bool) -> None:
        values = row_of(source) | {
            "position": position,
            "configured": configured,
            "removed_at": None,
        }
        insert = insert_into(self._connection, sources).values(**values, added_at=now)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["slug"], set_=values))


_LIVING = sa.select(sources).where(sources.c.removed_at.is_(None))
# No column more than a value has: reading those of many sources takes as long as finding them.
_ALL = _LIVING.with_only_columns(
    *(sources.c[field.name] for field in fields(Source)), sources.c.paused_at_desk
).order_by(sources.c.position, sources.c.slug)
_STATES = sa.select(*(column for column in source_states.c if column.name != "last_poll_at"))


def after_poll(before: SourceState, poll: Poll, every_minutes: int) -> SourceState:
    """What one poll changes. Only a good one may replace the memory for conditional GET."""
    good = poll.outcome in _GOOD
    return SourceState(
        source=poll.source,
        memory=_newer(before.memory, poll) if good else before.memory,
        last_poll=poll,
        last_success_at=poll.at if good else before.last_success_at,
        last_item_at=poll.at if poll.items_new else before.last_item_at,
        failing_since=None if good else before.failing_since or poll.at,
        failures=0 if good else before.failures + 1,
        rhythm=_rhythm_after(before, poll, every_minutes),
    )


def _rhythm_after(before: SourceState, poll: Poll, every_minutes: int) -> Rhythm:
    rhythm = before.rhythm
    return Rhythm(
        pace_minutes=paced(rhythm.pace_minutes, every_minutes, _share_known(before, poll)),
        item_days=with_days(rhythm.item_days, poll.item_days),
        requests=rhythm.requests + poll.requests,
        bytes_received=rhythm.bytes_received + poll.bytes_received,
        items_new=rhythm.items_new + poll.items_new,
    )


def _share_known(before: SourceState, poll: Poll) -> float | None:
    """The first good poll finds all items new, and a failed one finds none: both teach nothing."""
    if poll.outcome not in _GOOD or before.last_success_at is None:
        return None
    return 1 - poll.items_new / poll.items_seen if poll.items_seen else 1.0


def _newer(memory: SourceMemory, poll: Poll) -> SourceMemory:
    """A 304 often repeats no validators: then those it answered to still hold."""
    kept = poll.outcome is PollOutcome.NOT_MODIFIED and poll.memory == SourceMemory()
    return memory if kept else poll.memory


def _source(row: RowMapping) -> Source:
    at_desk = row["paused_at_desk"]
    return value_of(Source, row, paused=row["paused"] if at_desk is None else at_desk)


def _state(row: RowMapping) -> SourceState:
    memory = SourceMemory(
        etag=row["etag"],
        last_modified=row["last_modified"],
        digest=row["digest"],
        choice=row["choice"],
    )
    return value_of(SourceState, row, memory=memory, rhythm=row["rhythm"] or Rhythm())


def _row_of_state(state: SourceState) -> dict[str, Any]:
    return row_of(state, without=["memory"]) | {
        "etag": state.memory.etag,
        "last_modified": state.memory.last_modified,
        "digest": state.memory.digest,
        "choice": state.memory.choice,
        "last_poll_at": state.last_poll.at if state.last_poll is not None else None,
    }
