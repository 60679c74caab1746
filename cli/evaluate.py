"""`desk eval NAME --data PATH`: one judgement measured on data."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from evaluation.registry import EVALUATIONS, GENERATED, MAKE_THEIR_OWN


def evaluate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(EVALUATIONS) + ".")],
    data: Annotated[
        Path | None,
        typer.Option(help="Folder or file with the data; swaps makes its own.", exists=True),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a judgement on a folder or file of records with known answers.

    Example: `desk eval relevance --data corpora/beat --json`
    """
    session = session_of(context)
    if name not in EVALUATIONS:
        raise typer.BadParameter(f"“{name}” is none of {', '.join(EVALUATIONS)}.")
    if data is None and name not in MAKE_THEIR_OWN:
        raise typer.BadParameter(f"{name} needs --data: the folder or file to measure on.")
    measurement = EVALUATIONS[name](data or GENERATED, session.configuration)
    if as_json:
        session.json(measurement)
        return
    session.say(f"{measurement.name} on {measurement.data}, {measurement.records} records")
    session.table(
        ("figure", "value"),
        ((key, value) for key, value in measurement.figures.items() if not isinstance(value, dict)),
    )
