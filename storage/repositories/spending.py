"""Money for models: held before a call, settled after it, refused by a cap, and told of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.draft import ModelCall
from core.spend import Cap, CapReached, Caps, Held, ReservationState, SpendScope, Wanted
from storage.read_models import CapStop, SpendLine
from storage.repositories.base import Repository
from storage.repositories.model_calls import SPEND_COLUMNS, ModelCallRepository, spend_of
from storage.rows import row_of, value_of
from storage.tables import finds, model_calls, reservations, stories

DAY = timedelta(hours=24)


class SpendingRepository(Repository):
    def reserve(
        self,
        wanted: Wanted,
        scope: SpendScope,
        caps: Caps,
        *,
        now: datetime,
        lease_seconds: float,
    ) -> Held | CapReached:
        """Set money aside for one call, or say which cap does not allow it.

        What was spent and what is held is added up in the transaction that holds more, so that
        callers in many processes never pass a cap together. A hold ends with its lease.
        """
        self._expire(now)
        stopped = self._stopped(wanted, scope, caps, now)
        row = {
            **row_of(wanted),
            **row_of(scope),
            "state": ReservationState.REFUSED if stopped else ReservationState.HELD,
            "made_at": now,
            "leased_until": now + timedelta(seconds=lease_seconds),
            "cap": stopped.cap if stopped else None,
            "limit_microdollars": stopped.limit_microdollars if stopped else None,
            "taken_microdollars": stopped.taken_microdollars if stopped else None,
        }
        insert = sa.insert(reservations).values(row).returning(reservations.c.reservation_id)
        number = int(self._connection.execute(insert).scalar_one())
        return stopped or Held(reservation_id=number, microdollars=wanted.microdollars)

    def settle(self, held: Held, call: ModelCall, scope: SpendScope) -> int:
        """The call in the place of the money held for it; returns the call's number."""
        self._end(held, ReservationState.SETTLED)
        return ModelCallRepository(self._connection).add(call, scope=scope)

    def release(self, held: Held) -> None:
        """Give the money back: the call was never made."""
        self._end(held, ReservationState.RELEASED)

    def extend(self, held: Held, until: datetime) -> None:
        """Hold the money longer, for an answer that takes its time."""
        here = reservations.c.reservation_id == held.reservation_id
        self._connection.execute(
            sa.update(reservations)
            .where(here)
            .values(leased_until=until, state=ReservationState.HELD)
        )

    def taken(self, cap: Cap, scope: SpendScope, now: datetime) -> int:
        """Micro-dollars spent and held in a cap's window. A call of unknown cost counts as what
        was held for it."""
        cost = sa.func.coalesce(model_calls.c.cost_microdollars, model_calls.c.held_microdollars)
        spent = sa.select(sa.func.sum(cost)).where(_within(model_calls, cap, scope, now))
        live = (reservations.c.state == ReservationState.HELD) & (reservations.c.leased_until > now)
        held = sa.select(sa.func.sum(reservations.c.microdollars)).where(
            live, _within(reservations, cap, scope, now)
        )
        return int(self._connection.scalar(spent) or 0) + int(self._connection.scalar(held) or 0)

    def by_edition(self, limit: int = 26) -> tuple[SpendLine, ...]:
        """What each edition cost, the newest first."""
        c = model_calls.c
        query = sa.select(c.volume, c.issue, *SPEND_COLUMNS).group_by(c.volume, c.issue)
        newest = query.order_by(c.volume.desc(), c.issue.desc()).limit(limit)
        return self._lines(newest, lambda row: _edition(row["volume"], row["issue"]))

    def by_model(self, since: datetime | None = None) -> tuple[SpendLine, ...]:
        """What each model cost, the dearest first."""
        query = sa.select(model_calls.c.model, *SPEND_COLUMNS).group_by(model_calls.c.model)
        if since is not None:
            query = query.where(model_calls.c.started_at >= since)
        return self._lines(query.order_by(*_DEAREST), lambda row: str(row["model"]))

    def by_purpose(self, since: datetime | None = None) -> tuple[SpendLine, ...]:
        """What drafting, repairing, translating and the rest cost, the dearest first."""
        query = sa.select(model_calls.c.purpose, *SPEND_COLUMNS).group_by(model_calls.c.purpose)
        if since is not None:
            query = query.where(model_calls.c.started_at >= since)
        return self._lines(query.order_by(*_DEAREST), lambda row: str(row["purpose"]))

    def by_find(self, since: datetime | None = None, limit: int = 50) -> tuple[SpendLine, ...]:
        """What each story's find cost, the dearest first; one that never came to be included."""
        query = (
            sa.select(
                model_calls.c.story_id,
                sa.func.max(stories.c.title).label("title"),
                sa.func.max(finds.c.find_id).label("find_id"),
                *SPEND_COLUMNS,
            )
            .join_from(model_calls, stories)
            .outerjoin(finds, finds.c.story_id == model_calls.c.story_id)
            .group_by(model_calls.c.story_id)
        )
        if since is not None:
            query = query.where(model_calls.c.started_at >= since)
        return self._lines(query.order_by(*_DEAREST).limit(limit), lambda row: str(row["title"]))

    def stops(self, since: datetime | None = None, limit: int = 50) -> tuple[CapStop, ...]:
        """What a cap stopped, the latest first."""
        query = (
            sa.select(reservations, stories.c.title)
            .join_from(reservations, stories, isouter=True)
            .where(reservations.c.state == ReservationState.REFUSED)
        )
        if since is not None:
            query = query.where(reservations.c.made_at >= since)
        rows = self._connection.execute(
            query.order_by(reservations.c.reservation_id.desc()).limit(limit)
        ).mappings()
        return tuple(value_of(CapStop, row, title=row["title"] or "") for row in rows)

    def _stopped(
        self, wanted: Wanted, scope: SpendScope, caps: Caps, now: datetime
    ) -> CapReached | None:
        for cap in Cap:
            limit = caps.of(cap)
            if limit is None:
                continue
            taken = self.taken(cap, scope, now)
            if taken + wanted.microdollars > limit:
                return CapReached(
                    cap=cap,
                    limit_microdollars=limit,
                    taken_microdollars=taken,
                    wanted_microdollars=wanted.microdollars,
                )
        return None

    def _expire(self, now: datetime) -> None:
        over = (reservations.c.state == ReservationState.HELD) & (
            reservations.c.leased_until <= now
        )
        self._connection.execute(
            sa.update(reservations).where(over).values(state=ReservationState.EXPIRED)
        )

    def _end(self, held: Held, state: ReservationState) -> None:
        here = reservations.c.reservation_id == held.reservation_id
        self._connection.execute(sa.update(reservations).where(here).values(state=state))

    def _lines(self, query: sa.Select[Any], label: Any) -> tuple[SpendLine, ...]:
        rows: Sequence[RowMapping] = self._connection.execute(query).mappings().all()
        return tuple(
            SpendLine(
                label=label(row),
                spend=spend_of(row),
                failed=int(row["failed"] or 0),
                volume=row.get("volume"),
                issue=row.get("issue"),
                story_id=row.get("story_id"),
                find_id=row.get("find_id"),
            )
            for row in rows
        )


_DEAREST = (
    sa.func.coalesce(sa.func.sum(model_calls.c.cost_microdollars), 0).desc(),
    sa.func.count().desc(),
)


def _within(table: sa.Table, cap: Cap, scope: SpendScope, now: datetime) -> sa.ColumnElement[bool]:
    """The rows of a cap's window. What is held is held now, whenever it was asked for."""
    if cap is Cap.RUN:
        return table.c.run_key == scope.run_key
    if cap is Cap.DAY:
        return table.c.started_at > now - DAY if table is model_calls else sa.true()
    if scope.volume is None or scope.issue is None:
        return table.c.volume.is_(None)
    return (table.c.volume == scope.volume) & (table.c.issue == scope.issue)


def _edition(volume: int | None, issue: int | None) -> str:
    return f"Volume {volume} | Issue {issue}" if volume is not None else "of no edition"
