"""The places we poll, and how their last polls went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.errors import NotFound, Refused
from core.source import Poll, PollOutcome, Source, SourceMemory, SourceState
from storage.repositories.base import Repository
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
        rows = self._connection.execute(_LIVING.order_by(sources.c.position, sources.c.slug))
        return tuple(_source(row) for row in rows.mappings())

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
        rows = self._connection.execute(sa.select(source_states)).mappings()
        return {row["source"]: _state(row) for row in rows}

    def state(self, slug: str) -> SourceState:
        """An empty state for a source that was never polled."""
        query = sa.select(source_states).where(source_states.c.source == slug)
        row = self._connection.execute(query).mappings().one_or_none()
        return SourceState(source=slug) if row is None else _state(row)

    def record_poll(self, poll: Poll) -> None:
        """The state after this poll. An older one than the last known changes nothing, so a
        poll may be recorded twice. Raises `NotFound` for an unknown source."""
        self.get(poll.source)
        before = self.state(poll.source)
        if before.last_poll is not None and before.last_poll.at >= poll.at:
            return
        values = _row_of_state(after_poll(before, poll))
        insert = insert_into(self._connection, source_states).values(values)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=["source"], set_=values)
        )

    def due(self, now: datetime) -> tuple[Source, ...]:
        """Sources to poll: not paused, and last polled longer ago than their pace. The one that
        waited longest comes first."""
        states = self.states()
        waiting = [
            (last, source)
            for source in self.all()
            if not source.paused
            for last in [_last_poll_at(states.get(source.slug))]
            if last is None or now - last >= timedelta(minutes=source.every_minutes)
        ]
        never = [source for last, source in waiting if last is None]
        again = sorted((last, source.slug, source) for last, source in waiting if last is not None)
        return (*never, *(source for _, _, source in again))

    def _write(self, source: Source, position: int, now: datetime, *, configured: bool) -> None:
        values = row_of(source) | {
            "position": position,
            "configured": configured,
            "removed_at": None,
        }
        insert = insert_into(self._connection, sources).values(**values, added_at=now)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["slug"], set_=values))


_LIVING = sa.select(sources).where(sources.c.removed_at.is_(None))


def after_poll(before: SourceState, poll: Poll) -> SourceState:
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
    )


def _newer(memory: SourceMemory, poll: Poll) -> SourceMemory:
    """A 304 often repeats no validators: then those it answered to still hold."""
    kept = poll.outcome is PollOutcome.NOT_MODIFIED and poll.memory == SourceMemory()
    return memory if kept else poll.memory


def _source(row: RowMapping) -> Source:
    at_desk = row["paused_at_desk"]
    return value_of(Source, row, paused=row["paused"] if at_desk is None else at_desk)


def _state(row: RowMapping) -> SourceState:
    memory = SourceMemory(etag=row["etag"], last_modified=row["last_modified"])
    return value_of(SourceState, row, memory=memory)


def _row_of_state(state: SourceState) -> dict[str, Any]:
    return row_of(state, without=["memory"]) | {
        "etag": state.memory.etag,
        "last_modified": state.memory.last_modified,
        "last_poll_at": _last_poll_at(state),
    }


def _last_poll_at(state: SourceState | None) -> datetime | None:
    return state.last_poll.at if state is not None and state.last_poll is not None else None
