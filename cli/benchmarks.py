"""`desk bench NAME`: both sides of a speed claim, in one run."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from evaluation.measure import Measurement
from evaluation.registry import BENCHMARKS


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(BENCHMARKS) + ".")],
    scale: Annotated[
        float,
        typer.Option(
            help="How large, for all but “group”; 1 is the full size.", min=0.0001, max=100
        ),
    ] = 1.0,
    as_json: AsJson = False,
) -> None:
    """Time one part of the work; every figure comes from this run on this machine.

    Example: `desk bench group --json`
    """
    session = session_of(context)
    if name not in BENCHMARKS:
        raise typer.BadParameter(f"“{name}” is none of {', '.join(BENCHMARKS)}.")
    measurement = BENCHMARKS[name](scale, session.configuration)
    if as_json:
        session.json(measurement)
        return
    session.say(measurement.data)
    session.table(("figure", "value"), _rows(measurement))


def _rows(measurement: Measurement) -> Iterator[tuple[str, object]]:
    for name, figure in measurement.figures.items():
        if isinstance(figure, Mapping):
            yield from ((f"{name}, {key}", value) for key, value in figure.items())
        else:
            yield name, figure
