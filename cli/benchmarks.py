"""`desk bench NAME`: both sides of a speed claim, in one run."""

from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from evaluation.registry import BENCHMARKS


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(BENCHMARKS) + ".")],
    as_json: AsJson = False,
) -> None:
    """Time one part of the work; every figure comes from this run on this machine.

    Example: `desk bench group --json`
    """
    session = session_of(context)
    if name not in BENCHMARKS:
        raise typer.BadParameter(f"“{name}” is none of {', '.join(BENCHMARKS)}.")
    measurement = BENCHMARKS[name]()
    if as_json:
        session.json(measurement)
        return
    session.table(("figure", "value"), measurement.figures.items())
