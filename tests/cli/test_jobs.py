"""Jobs by hand leave a run behind, like those of the timetable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.run import Job, Run, RunState
from storage.database import Database

Desk = Callable[..., Any]


def the_runs(tmp_path: Path) -> tuple[Run, ...]:
    database = Database(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")
    with database.read() as unit:
        found = unit.runs.page()
    database.close()
    return found


def test_jobs_by_hand_are_in_the_runs(desk: Desk, tmp_path: Path) -> None:
    assert desk("group").exit_code == 0
    assert desk("draft").exit_code == 0
    drafted, grouped = the_runs(tmp_path)
    assert (grouped.job, drafted.job) == (Job.GROUP, Job.DRAFT)
    assert {run.state for run in (drafted, grouped)} == {RunState.DONE}
    assert {run.why for run in (drafted, grouped)} == {"by hand"}
    assert "last group" in desk("status").output


def test_job_by_hand_leaves_a_waiting_run_of_the_timetable_alone(
    desk: Desk, tmp_path: Path
) -> None:
    desk("status")
    database = Database(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")
    with database.unit() as unit:
        unit.runs.request(Job.GROUP, slot="earlier", why="its time", now=SystemClock().now())
    database.close()
    desk("group")
    by_hand, waiting = the_runs(tmp_path)
    assert (by_hand.why, by_hand.state) == ("by hand", RunState.DONE)
    assert (waiting.why, waiting.state) == ("its time", RunState.WAITING)


def test_job_by_hand_that_fails_is_a_failed_run_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(b"no recording")
    assert desk("collect", "--replay", str(broken)).exit_code == 1
    (run,) = the_runs(tmp_path)
    assert (run.job, run.state) == (Job.COLLECT, RunState.FAILED)
    assert run.error
