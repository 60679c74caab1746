"""Runs of jobs: asked for, claimed under a lease, finished or lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.discovery import Discovery
from core.errors import NotFound
from core.run import Job, Run, RunState
from storage.repositories.base import Repository
from storage.rows import insert_into, value_of
from storage.tables import model_calls, reservations, runs


class RunRepository(Repository):
    def request(
        self, job: Job, *, slot: str, why: str, subject: str = "", argument: str = "", now: datetime
    ) -> Run | None:
        """Ask for a run. None when this job was asked for this subject and slot before."""
        values: dict[str, Any] = {
            "job": job,
            "state": RunState.WAITING,
            "slot": slot,
            "why": why,
            "subject": subject,
            "argument": argument,
            "requested_at": now,
            "holder": "",
            "result": {},
            "error": "",
        }
        insert = insert_into(self._connection, runs).values(values).on_conflict_do_nothing()
        run_id = self._connection.scalar(insert.returning(runs.c.run_id))
        return None if run_id is None else self.get(run_id)

    def claim(
        self,
        jobs: Sequence[Job],
        *,
        now: datetime,
        lease_seconds: float,
        holder: str,
        only: int | None = None,
    ) -> Run | None:
        """Take the longest waiting run of these jobs, or the `only` one. A write unit lets one
        process in at a time, so no two ever take the same."""
        waiting = sa.select(runs.c.run_id).where(
            runs.c.state == RunState.WAITING, runs.c.job.in_(jobs)
        )
        if only is not None:
            waiting = waiting.where(runs.c.run_id == only)
        run_id = self._connection.scalar(
            waiting.order_by(runs.c.requested_at, runs.c.run_id).limit(1)
        )
        if run_id is None:
            return None
        self._change(
            run_id,
            RunState.WAITING,
            state=RunState.RUNNING,
            started_at=now,
            leased_until=now + timedelta(seconds=lease_seconds),
            holder=holder,
        )
        return self.get(run_id)

    def heartbeat(self, run_id: int, now: datetime, lease_seconds: float) -> bool:
        """Keep a run. False when the lease was lost: whoever works on it should stop."""
        until = now + timedelta(seconds=lease_seconds)
        return self._change(run_id, RunState.RUNNING, leased_until=until)

    def finish(
        self,
        run_id: int,
        state: RunState,
        *,
        result: Mapping[str, int] | None = None,
        error: str = "",
        now: datetime,
    ) -> bool:
        """Close a run. False when it is not running any more: then nothing changes."""
        return self._change(
            run_id,
            RunState.RUNNING,
            state=state,
            result=dict(result or {}),
            error=error,
            ended_at=now,
            leased_until=None,
        )

    def open_subjects(self, job: Job) -> frozenset[str]:
        """What runs of that job that wait or go on are about."""
        query = sa.select(runs.c.subject).where(
            runs.c.job == job, runs.c.state.in_((RunState.WAITING, RunState.RUNNING))
        )
        return frozenset(self._connection.scalars(query))

    def recover(self, now: datetime, *, whole: bool = False) -> tuple[Run, ...]:
        """Give up the runs whose lease ran out, or `whole`: every running one, for a caller who
        knows that no worker is alive. Returns them as lost."""
        query = sa.select(runs.c.run_id).where(runs.c.state == RunState.RUNNING)
        if not whole:
            query = query.where(runs.c.leased_until < now)
        lost = self._connection.scalars(query.order_by(runs.c.run_id)).all()
        reason = "The process that worked on it went away."
        for run_id in lost:
            self._change(run_id, RunState.RUNNING, state=RunState.LOST, ended_at=now, error=reason)
        return tuple(self.get(run_id) for run_id in lost)

    def remove_before(self, then: datetime) -> int:
        """Forget the runs that ended before; returns how many. A run that called a model stays:
        the ledger names it."""
        called = sa.exists().where(model_calls.c.run_id == runs.c.run_id)
        held = sa.exists().where(reservations.c.run_id == runs.c.run_id)
        old = runs.c.ended_at < then
        return self._connection.execute(sa.delete(runs).where(old, ~called, ~held)).rowcount

    def get(self, run_id: int) -> Run:
        """Raises `NotFound`."""
        query = sa.select(runs).where(runs.c.run_id == run_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("run", run_id)
        return value_of(Run, row)

    def keep_found(self, run_id: int, found: Discovery) -> None:
        here = runs.c.run_id == run_id
        self._connection.execute(sa.update(runs).where(here).values(found=found))

    def found(self, run_id: int) -> Discovery | None:
        """What a run found at an address; None before it did."""
        query = sa.select(runs.c.found).where(runs.c.run_id == run_id)
        found: Discovery | None = self._connection.scalar(query)
        return found

    def page(self, limit: int = 50, offset: int = 0) -> tuple[Run, ...]:
        """Runs, the latest first."""
        query = sa.select(runs).order_by(runs.c.run_id.desc()).limit(limit).offset(offset)
        return tuple(value_of(Run, row) for row in self._connection.execute(query).mappings())

    def last(self, job: Job) -> Run | None:
        """The latest run of a job, in whatever state."""
        query = sa.select(runs).where(runs.c.job == job).order_by(runs.c.run_id.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else value_of(Run, row)

    def about(self, job: Job, subject: str, limit: int = 5) -> tuple[Run, ...]:
        """The runs of a job about one thing, the latest first."""
        query = sa.select(runs).where(runs.c.job == job, runs.c.subject == subject)
        latest = query.order_by(runs.c.run_id.desc()).limit(limit)
        return tuple(value_of(Run, row) for row in self._connection.execute(latest).mappings())

    def counts(self) -> dict[RunState, int]:
        found: dict[RunState, int] = self._counts(runs.c.state)
        return found

    def _change(self, run_id: int, before: RunState, /, **values: Any) -> bool:
        here = (runs.c.run_id == run_id) & (runs.c.state == before)
        return self._connection.execute(sa.update(runs).where(here).values(values)).rowcount == 1
