"""`desk eval NAME --data PATH`: one judgement measured on data."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from config.load import Configuration
from core.clock import SystemClock
from evaluation import grounding
from evaluation.registry import EVALUATIONS, GENERATED, MAKE_THEIR_OWN
from summarizer.asking import Model
from summarizer.ladder import MemoryBook
from summarizer.purse import OpenPurse
from summarizer.second_reader import SecondReader


def evaluate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of: " + ", ".join(EVALUATIONS) + ".")],
    data: Annotated[
        Path | None,
        typer.Option(help="Folder or file with the data; swaps makes its own.", exists=True),
    ] = None,
    judge: Annotated[
        bool, typer.Option(help="Ask the second reader too (grounding; a model is needed).")
    ] = False,
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
    if judge and name != "grounding":
        raise typer.BadParameter("--judge belongs to grounding.")
    if judge and data is not None:
        measurement = grounding.measure(data, _reader(session.configuration))
    else:
        measurement = EVALUATIONS[name](data or GENERATED, session.configuration)
    if as_json:
        session.json(measurement)
        return
    session.say(f"{measurement.name} on {measurement.data}, {measurement.records} records")
    session.table(
        ("figure", "value"),
        ((key, value) for key, value in measurement.figures.items() if not isinstance(value, dict)),
    )


def _reader(configuration: Configuration) -> SecondReader:
    """The second reader of the settings, or their model with the reader's task."""
    settings = configuration.settings
    if not settings.model.api_key and not settings.model.base_url:
        raise typer.BadParameter("--judge needs DESK_OPENAI_API_KEY or DESK_BASE_URL.")
    name = settings.model.second_reader or settings.model.model
    return SecondReader(
        Model(
            replace(settings.model, model=name),
            policy=settings.policy,
            clock=SystemClock(),
            purse=OpenPurse(),
            book=MemoryBook(),
            prices=configuration.prices,
        )
    )
