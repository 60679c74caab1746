from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.due import interval
from core.run import Job, RunState
from core.source import Poll, PollOutcome, Source, SourceKind, SourceState
from core.workflow import FindState, Move
from scheduler.context import Context
from scheduler.timetable import (
    is_closing,
    open_timetable,
    slot,
    tick_collect,
    tick_maintain,
    tick_release,
)
from storage.database import Database
from tests.storage.values import stored_find

NOON = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
SOURCE = Source(
    slug="grid-post",
    name="Grid Post",
    kind=SourceKind.FEED,
    url="https://a.example/",
    every_minutes=60,
)


HOUR = timedelta(hours=1)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        unit.sources.sync([SOURCE], NOON)
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOON))


def test_tick_collect_twice_in_a_slot_asks_once(context: Context) -> None:
    assert tick_collect(context) == 1
    assert tick_collect(context) == 0


def finish_all(context: Context) -> None:
    now = context.clock.now()
    with context.database.unit() as unit:
        while run := unit.runs.claim((Job.COLLECT,), now=now, lease_seconds=60, holder="a test"):
            unit.runs.finish(run.run_id, RunState.DONE, now=now)


def test_tick_collect_next_slot_asks_again(context: Context) -> None:
    tick_collect(context)
    finish_all(context)
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(minutes=60)
    assert tick_collect(context) == 1


def test_tick_collect_freshly_polled_source_waits(context: Context) -> None:
    with context.database.unit() as unit:
        unit.sources.record_poll(Poll(source="grid-post", at=NOON, outcome=PollOutcome.OK))
    assert tick_collect(context) == 0


def test_tick_collect_clock_set_back_asks_nothing_twice(context: Context) -> None:
    tick_collect(context)
    finish_all(context)
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(minutes=60)
    tick_collect(context)
    finish_all(context)
    context.clock.advance(minutes=-60)
    assert tick_collect(context) == 0


@pytest.mark.parametrize("jump", [60, -60], ids=["an hour ahead", "an hour back"])
def test_tick_collect_clock_jump_runs_each_slot_once(context: Context, jump: int) -> None:
    assert isinstance(context.clock, FixedClock)
    asked, shown = 0, set()
    for minutes in [*[10] * 12, jump, *[10] * 12]:
        context.clock.advance(minutes=minutes)
        asked += tick_collect(context)
        finish_all(context)
        now = context.clock.now()
        state = SourceState(source=SOURCE.slug)
        shown.add(slot(interval(SOURCE, state, closing=is_closing(context, now)), now))
    assert asked == len(shown)


@pytest.mark.parametrize("minutes", [60, -60], ids=["an hour ahead", "an hour back"])
def test_tick_maintain_clock_jump_over_midnight_runs_each_night_once(
    context: Context, minutes: int
) -> None:
    assert isinstance(context.clock, FixedClock)
    context.clock.at = NOON.replace(hour=0 if minutes < 0 else 23)
    assert tick_maintain(context) == 1
    context.clock.advance(minutes=minutes)
    assert tick_maintain(context) == 1
    context.clock.advance(minutes=-minutes)
    assert tick_maintain(context) == 0


def test_tick_collect_at_the_edge_of_a_slot_does_not_ask_for_what_waits(context: Context) -> None:
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(minutes=29)
    assert tick_collect(context) == 1
    context.clock.advance(minutes=2)
    assert tick_collect(context) == 0


def test_tick_collect_run_of_a_dead_worker_is_asked_for_once_more_and_no_more(
    context: Context,
) -> None:
    assert isinstance(context.clock, FixedClock)
    tick_collect(context)
    for _ in range(3):
        with context.database.unit() as unit:
            unit.runs.claim((Job.COLLECT,), now=context.clock.now(), lease_seconds=60, holder="x")
        context.clock.advance(minutes=2)
        tick_collect(context)
    with context.database.read() as unit:
        runs = unit.runs.page(limit=10)
    assert [run.state for run in runs] == [RunState.LOST, RunState.LOST]
    assert runs[0].why == "again, its worker died"


def test_tick_maintain_once_a_night(context: Context) -> None:
    assert tick_maintain(context) == 1
    assert tick_maintain(context) == 0
    with context.database.read() as unit:
        run = unit.runs.last(Job.MAINTAIN)
    assert run is not None
    assert run.why == "nightly"


@pytest.mark.parametrize("minutes", range(0, 60, 7))
def test_slot_all_through_its_pace_is_the_same(minutes: int) -> None:
    assert slot(HOUR, NOON.replace(minute=0) + timedelta(minutes=minutes)) == "2026-03-29T00:00Z"


def test_slot_a_day_with_a_changed_clock_has_each_hour_once() -> None:
    """Slots are counted in UTC: the night the clocks change is a night like any other."""
    day = datetime(2026, 3, 29, tzinfo=UTC)
    slots = {slot(HOUR, day + timedelta(minutes=m)) for m in range(0, 24 * 60, 5)}
    assert len(slots) == 24


@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
@pytest.mark.parametrize("job", ["maintain", "learn"])
def test_open_timetable_night_with_a_changed_clock_has_one_upkeep(
    context: Context, night: datetime, job: str
) -> None:
    trigger = open_timetable(context).get_job(job).trigger
    moments = [night - timedelta(days=2)]
    for _ in range(4):
        moments.append(trigger.get_next_fire_time(moments[-1], moments[-1]))
    assert {later - earlier for earlier, later in pairwise(moments[1:])} == {timedelta(days=1)}


def test_open_timetable_ticks_are_named_and_never_pile_up(context: Context) -> None:
    timetable = open_timetable(context)
    jobs = {job.id: job for job in timetable.get_jobs()}
    assert set(jobs) == {"collect", "release", "maintain", "learn"}


def test_tick_release_puts_back_what_was_held_until_today(context: Context) -> None:
    with context.database.unit() as unit:
        find_id = stored_find(unit)
        unit.finds.move(find_id, Move.HOLD, due_on=NOON.date(), actor="ann", now=NOON)
    assert tick_release(context) == 1
    assert tick_release(context) == 0
    with context.database.read() as unit:
        assert unit.finds.get(find_id).state is FindState.DRAFTED
