import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.errors import Refused
from core.run import Job, Run, RunState
from scheduler.context import Context
from scheduler.service import serve
from scheduler.worker import LEASE_SECONDS, Worker
from storage.database import Database

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def ask(context: Context, job: Job, *, subject: str = "", slot: str = "now") -> Run:
    with context.database.unit() as unit:
        run = unit.runs.request(job, slot=slot, why="a test", subject=subject, now=NOW)
    assert run is not None
    return run


def state_of(context: Context, run: Run) -> Run:
    with context.database.read() as unit:
        return unit.runs.get(run.run_id)


def test_step_nothing_waits_does_nothing(context: Context) -> None:
    assert not Worker(context).step()


def test_step_group_run_is_done_and_asks_for_drafting(context: Context) -> None:
    run = ask(context, Job.GROUP)
    assert Worker(context).step()
    assert state_of(context, run).state is RunState.DONE
    with context.database.read() as unit:
        following = unit.runs.last(Job.DRAFT)
    assert following is not None
    assert following.state is RunState.WAITING


def test_step_refused_job_is_failed_with_its_sentence(context: Context) -> None:
    run = ask(context, Job.PUBLISH, subject="99")
    Worker(context).step()
    ended = state_of(context, run)
    assert ended.state is RunState.FAILED
    assert ended.error == "There is no edition 99."


def test_step_collect_runs_of_unknown_sources_end_without_a_crawl(context: Context) -> None:
    runs = [ask(context, Job.COLLECT, subject=slug) for slug in ("gone-a", "gone-b")]
    Worker(context).step()
    assert [state_of(context, run).state for run in runs] == [RunState.DONE, RunState.DONE]


def test_step_run_of_a_dead_worker_is_recovered(context: Context) -> None:
    run = ask(context, Job.GROUP)
    with context.database.unit() as unit:
        unit.runs.claim((Job.GROUP,), now=NOW, lease_seconds=LEASE_SECONDS, holder="dead:1")
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(seconds=LEASE_SECONDS + 1)
    with context.database.unit() as unit:
        lost = unit.runs.recover(context.clock.now())
    assert [one.run_id for one in lost] == [run.run_id]
    assert state_of(context, run).state is RunState.LOST


def test_serve_second_scheduler_on_a_workspace_is_refused(context: Context) -> None:
    stop, started = threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def first() -> None:
        try:
            started.set()
            serve(context, stop)
        except BaseException as error:
            faults.append(error)

    thread = threading.Thread(target=first)
    thread.start()
    started.wait()
    lock = context.configuration.settings.workspace / "scheduler.lock"
    while not lock.exists():
        stop.wait(0.01)
    with pytest.raises(Refused, match="Another scheduler keeps time"):
        serve(context, threading.Event())
    stop.set()
    thread.join(timeout=20)
    assert not faults
