"""`desk bench NAME`: both sides of a speed claim, in one run."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import Session, session_of
from core.clock import FixedClock
from evaluation import group_speed
from evaluation.collect_speed import Side
from evaluation.measure import Measurement
from evaluation.registry import BENCHMARKS, bench_collect
from scheduler.context import Context
from scheduler.jobs.group import place_new
from storage.database import Database

COLLECT, GROUP = "collect", "group"
NAMES = tuple(sorted((*BENCHMARKS, GROUP)))


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(NAMES) + ".")],
    scale: Annotated[
        float,
        typer.Option(
            help="How large, for all but “group”; 1 is the full size.", min=0.0001, max=100
        ),
    ] = 1.0,
    sizes: Annotated[
        str, typer.Option(help="For “group”: among how many articles, as 1000,10000.")
    ] = ",".join(map(str, group_speed.SIZES)),
    to: Annotated[int, typer.Option(help="For “group”: among so many articles at most.")] = max(
        group_speed.SIZES
    ),
    side: Annotated[
        list[Side] | None, typer.Option(help="For “collect”: this side alone; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Time one part of the work; every figure comes from this run on this machine.

    Example: `desk bench group --json`
    """
    session = session_of(context)
    if name not in NAMES:
        raise typer.BadParameter(f"“{name}” is none of {', '.join(NAMES)}.")
    if side and name != COLLECT:
        raise typer.BadParameter(f"“{name}” has no sides: leave --side out.")
    if name == GROUP:
        measurement = group_speed.measure(_placing(session), sizes=sizes_up_to(sizes, to))
    elif name == COLLECT:
        measurement = bench_collect(scale, session.configuration, side or tuple(Side))
    else:
        measurement = BENCHMARKS[name](scale, session.configuration)
    if as_json:
        session.json(measurement)
        return
    session.say(measurement.data)
    session.table(("figure", "value"), _rows(measurement))


def sizes_up_to(sizes: str, most: int) -> tuple[int, ...]:
    try:
        asked = tuple(int(size) for size in sizes.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"“{sizes}” is no list of numbers, as 1000,10000.") from error
    return tuple(size for size in asked if size <= most) or (most,)


def _placing(session: Session) -> group_speed.Place:
    def place(database: Database, now: datetime) -> None:
        clock = FixedClock(now)
        place_new(Context(database=database, configuration=session.configuration, clock=clock))

    return place


def _rows(measurement: Measurement) -> Iterator[tuple[str, object]]:
    for name, figure in measurement.figures.items():
        if isinstance(figure, Mapping):
            yield from ((f"{name}, {key}", value) for key, value in figure.items())
        else:
            yield name, figure
