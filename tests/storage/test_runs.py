"""A run is asked for once per slot, held by one process, and never stuck."""

from datetime import timedelta

import pytest

from core.errors import NotFound
from core.run import Job, Run, RunState
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW, model_call


def ask(unit: Unit, job: Job = Job.COLLECT, slot: str = "12:00", **given: str) -> Run | None:
    return unit.runs.request(job, slot=slot, why="the timetable", now=NOW, **given)


def claim(unit: Unit, *jobs: Job, holder: str = "one") -> Run | None:
    return unit.runs.claim(jobs or tuple(Job), now=NOW, lease_seconds=60, holder=holder)


def test_run_requested_waits(database: Database) -> None:
    with database.unit() as unit:
        run = ask(unit, subject="grid-post", argument="all")
        assert run is not None
        assert unit.runs.get(run.run_id) == run
    assert (run.state, run.slot, run.why) == (RunState.WAITING, "12:00", "the timetable")
    assert (run.subject, run.argument, run.requested_at) == ("grid-post", "all", NOW)


def test_run_of_a_slot_taken_is_none(database: Database) -> None:
    with database.unit() as unit:
        assert ask(unit)
        assert ask(unit) is None
        assert ask(unit, subject="grid-post")
        assert ask(unit, Job.GROUP)
        assert ask(unit, slot="15:00")
        assert len(unit.runs.page()) == 4


def test_claim_takes_the_longest_waiting_of_its_jobs(database: Database) -> None:
    with database.unit() as unit:
        first, second = ask(unit, Job.GROUP), ask(unit, Job.COLLECT)
        assert first is not None
        assert second is not None
        assert unit.runs.claim([], now=NOW, lease_seconds=60, holder="one") is None
        mine = claim(unit, Job.COLLECT)
        assert mine is not None
        assert (mine.run_id, mine.state) == (second.run_id, RunState.RUNNING)
        assert (mine.started_at, mine.leased_until) == (NOW, NOW + timedelta(seconds=60))
        assert claim(unit, Job.COLLECT) is None
        other = claim(unit)
        assert other is not None
        assert other.run_id == first.run_id


def test_finish_closes_a_run_with_its_result(database: Database) -> None:
    with database.unit() as unit:
        ask(unit)
        run = claim(unit)
        assert run is not None
        ended = NOW + timedelta(seconds=9)
        assert unit.runs.finish(run.run_id, RunState.DONE, result={"articles": 3}, now=ended)
        done = unit.runs.get(run.run_id)
        assert unit.runs.last(Job.COLLECT) == done
        assert unit.runs.last(Job.DRAFT) is None
    assert (done.state, done.result, done.ended_at) == (RunState.DONE, {"articles": 3}, ended)
    assert done.leased_until is None


def test_heartbeat_keeps_a_run_from_being_lost(database: Database) -> None:
    with database.unit() as unit:
        ask(unit)
        run = claim(unit)
        assert run is not None
        assert unit.runs.heartbeat(run.run_id, NOW + timedelta(seconds=50), 60)
        assert unit.runs.recover(NOW + timedelta(seconds=90)) == ()
        (lost,) = unit.runs.recover(NOW + timedelta(seconds=111))
    assert (lost.run_id, lost.state) == (run.run_id, RunState.LOST)
    assert "went away" in lost.error


def test_lost_run_is_neither_kept_nor_finished(database: Database) -> None:
    with database.unit() as unit:
        ask(unit)
        run = claim(unit)
        assert run is not None
        later = NOW + timedelta(hours=1)
        unit.runs.recover(later)
        assert not unit.runs.heartbeat(run.run_id, later, 60)
        assert not unit.runs.finish(run.run_id, RunState.DONE, result={}, error="", now=later)
        assert unit.runs.get(run.run_id).state is RunState.LOST


def test_waiting_run_is_not_lost(database: Database) -> None:
    with database.unit() as unit:
        ask(unit)
        assert unit.runs.recover(NOW + timedelta(days=1)) == ()
        assert unit.runs.counts() == {RunState.WAITING: 1}


def test_old_runs_are_forgotten_but_for_those_that_cost(database: Database) -> None:
    later = NOW + timedelta(days=100)
    with database.unit() as unit:
        for slot in ("old", "cost", "waits"):
            ask(unit, slot=slot)
        old, cost = claim(unit), claim(unit)
        assert old is not None
        assert cost is not None
        unit.model_calls.add(model_call(), run_id=cost.run_id)
        for run in (old, cost):
            unit.runs.finish(run.run_id, RunState.DONE, now=NOW)
        assert unit.runs.remove_before(NOW) == 0
        assert unit.runs.remove_before(later) == 1
        assert [run.slot for run in unit.runs.page()] == ["waits", "cost"]


def test_unknown_run_is_not_found(database: Database) -> None:
    with database.read() as unit, pytest.raises(NotFound, match="no run 7"):
        unit.runs.get(7)
