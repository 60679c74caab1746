"""When a job is due. A tick only inserts a run row, unique per job, source and slot, so that two
schedulers, a late tick or a changed clock cannot make a job run twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from core.due import CLOSING_IN, interval
from core.log import Log
from core.run import Job, Run
from core.source import Source, SourceState
from newsletter.calendar import issue_on
from scheduler.context import Context
from storage.unit import Unit

log = Log(__name__)

TICK_SECONDS = 60
LATE_SECONDS = 900
AGAIN = " again"


def open_timetable(context: Context) -> BackgroundScheduler:
    """A scheduler with the ticks in memory; it is rebuilt at each start and never shared."""
    timetable = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE_SECONDS},
    )
    every = IntervalTrigger(seconds=TICK_SECONDS, timezone="UTC")
    timetable.add_job(tick_collect, every, args=[context], id="collect", name="due sources")
    timetable.add_job(tick_release, every, args=[context], id="release", name="held finds due")
    nightly = CronTrigger(hour=3, minute=20, timezone="UTC")
    timetable.add_job(tick_maintain, nightly, args=[context], id="maintain", name="upkeep")
    after_upkeep = CronTrigger(hour=3, minute=40, timezone="UTC")
    timetable.add_job(tick_learn, after_upkeep, args=[context], id="learn", name="lessons")
    return timetable


def tick_collect(context: Context) -> int:
    """Asks for a run of each source that is due; returns how many were asked for."""
    now = context.clock.now()
    with context.database.unit() as unit:
        ask_again(unit, unit.runs.recover(now), now)
        under_way = unit.runs.open_subjects(Job.COLLECT)
        closing = is_closing(context, now)
        states = unit.sources.states()
        asked = [
            unit.runs.request(
                Job.COLLECT,
                slot=slot(_interval(source, states, closing=closing), now),
                why="its time",
                subject=source.slug,
                now=now,
            )
            for source in unit.sources.due(now, closing=closing)
            if source.slug not in under_way
        ]
    count = sum(run is not None for run in asked)
    if count:
        log.info("collect runs requested", sources=count)
    return count


def ask_again(unit: Unit, lost: Sequence[Run], now: datetime) -> None:
    """Asks once more for runs whose worker died: once, so that what kills a worker ends."""
    for run in lost:
        log.warning("run lost", job=run.job, subject=run.subject, run=run.run_id)
        if not run.slot.endswith(AGAIN):
            unit.runs.request(
                run.job,
                slot=f"{run.slot}{AGAIN}",
                why="again, its worker died",
                subject=run.subject,
                argument=run.argument,
                now=now,
            )


def tick_release(context: Context) -> int:
    """Puts back among the drafts what was held until today; returns how many finds."""
    with context.database.unit() as unit:
        released = unit.finds.release_due("timetable", context.clock.now())
    if released:
        log.info("held finds came due", finds=len(released))
    return len(released)


def tick_maintain(context: Context) -> int:
    now = context.clock.now()
    with context.database.unit() as unit:
        run = unit.runs.request(Job.MAINTAIN, slot=f"{now:%Y-%m-%d}", why="nightly", now=now)
    return int(run is not None)


def is_closing(context: Context, now: datetime) -> bool:
    """Whether the next publication day is so near that sources are polled more often."""
    day = issue_on(context.configuration.newsletter, now.date()).dated
    return day - now.date() <= CLOSING_IN


def _interval(source: Source, states: Mapping[str, SourceState], *, closing: bool) -> timedelta:
    return interval(
        source, states.get(source.slug, SourceState(source=source.slug)), closing=closing
    )


def tick_learn(context: Context) -> int:
    now = context.clock.now()
    with context.database.unit() as unit:
        run = unit.runs.request(Job.LEARN, slot=f"{now:%Y-%m-%d}", why="nightly", now=now)
    return int(run is not None)


def slot(pace: timedelta, now: datetime) -> str:
    """The slot of this pace that the moment falls in: the same text all through it."""
    epoch = datetime(2025, 1, 1, tzinfo=now.tzinfo)
    return (epoch + (now - epoch) // pace * pace).strftime("%Y-%m-%dT%H:%MZ")
