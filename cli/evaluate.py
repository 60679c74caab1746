"""`desk eval NAME --data PATH`: one judgement measured on data."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from evaluation.registry import EVALUATIONS


def evaluate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(EVALUATIONS) + ".")],
    data: Annotated[Path, typer.Option(help="Folder or file with the data.", exists=True)],
    as_json: AsJson = False,
) -> None:
    """Measure a judgement on a folder or file of records with known answers.

    Example: `desk eval relevance --data corpora/beat --json`
    """
    session = session_of(context)
    if name not in EVALUATIONS:
        raise typer.BadParameter(f"“{name}” is none of {', '.join(EVALUATIONS)}.")
    measurement = EVALUATIONS[name](data, session.configuration)
    if as_json:
        session.json(measurement)
        return
    session.say(f"{measurement.name} on {measurement.data}, {measurement.records} records")
    session.table(
        ("figure", "value"),
        ((key, value) for key, value in measurement.figures.items() if not isinstance(value, dict)),
    )
