"""An introduction by the model is offered only when it says nothing beyond the edition."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.edition import Feature
from core.find import AuthorKind
from core.guard import AddressPolicy
from scheduler.context import Context
from scheduler.jobs.introduce import BY_RULE, introduce
from storage.database import Database
from tests.model_server import Fault, ModelServer
from tests.storage.values import DAY, NOW

FEATURE = Feature(
    kind="V2G Insights",
    title="From Yards to Markets: Dana Ruiz on School Buses",
    dated=DAY,
    body="Dana Ruiz of Loopwise explains how 22 school buses in Oakland sell power.",
)
TEXT = (
    "This edition of V2G News looks at how parked vehicles become something that a grid can count "
    "on. In our interview, Dana Ruiz of Loopwise explains how 22 school buses in Oakland came to "
    "sell power, and what it took to write a contract that leaves the schools whole on any day. "
    "We think that it is the contracts, more than the chargers, that decide what comes next."
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(json.dumps({"paragraphs": [TEXT]})) as running:
        yield running


@pytest.fixture
def context(database: Database, tmp_path: Path, server: ModelServer) -> Context:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 4, date(2026, 2, 17), NOW)
        unit.editions.set_features(edition_id, (FEATURE,), now=NOW)
    shipped = load(tmp_path, {})
    model = replace(shipped.settings.model, base_url=server.base_url, max_attempts=1)
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    configuration = replace(shipped, settings=settings)
    return Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))


def test_introduce_offers_the_models_text_at_the_editions_cost(context: Context) -> None:
    assert introduce(context, 1) == {"offered": 1}
    with context.database.read() as unit:
        offer, (line,) = unit.introductions.of(1), unit.spending.by_edition()
    assert offer is not None
    assert (offer.text, offer.author.kind) == (TEXT, AuthorKind.MODEL)
    assert offer.author.prompt_version == "intro.v1"
    assert (line.volume, line.issue, line.spend.calls) == (2, 4, 1)


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        (Fault(content=json.dumps({"paragraphs": [TEXT.replace("22", "92")]})), "model_flagged"),
        (Fault(refusal="No."), "model_failed"),
    ],
    ids=["invented number", "refusal"],
)
def test_introduce_falls_back_to_the_rule_when_the_model_invents_or_fails(
    context: Context, server: ModelServer, fault: Fault, count: str
) -> None:
    server.fail(fault)
    assert introduce(context, 1) == {"offered": 1, count: 1}
    with context.database.read() as unit:
        offer = unit.introductions.of(1)
    assert offer is not None
    assert offer.author == BY_RULE
    assert "92" not in offer.text
