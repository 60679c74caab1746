"""A configured second reader reads each draft of the job, on the same account."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from core.clock import FixedClock
from core.find import CheckLevel
from core.guard import AddressPolicy
from core.spend import Purpose
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer
from storage.database import Database
from tests.model_server import ModelServer
from tests.storage.values import NOW, article, stored_story

LEAD = article("utrecht").article_id
QUOTE = "Utrecht starts with 500 shared cars that feed the grid."
FIND: dict[str, Any] = {
    "headline": "Utrecht's shared cars feed the grid",
    "sentences": [
        {
            "text": "In Utrecht, 500 shared cars now feed the grid.",
            "kind": "fact",
            "paragraph": 0,
            "quotes": [{"article": LEAD, "quote": QUOTE}],
        }
    ],
    "region": "Global",
    "region_reason": "Utrecht",
}
READING = {
    "sentences": [
        {"sentence": 1, "verdict": "contradicted", "quote": QUOTE, "reason": "They start with it."}
    ]
}


def answer(body: dict[str, Any]) -> str:
    return json.dumps(READING if body["model"] == "judge-model" else FIND)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(answer) as running:
        yield running


def test_draft_with_a_second_reader_stores_its_verdicts_beside_the_rules(
    server: ModelServer, database: Database, tmp_path: Path
) -> None:
    shipped = load(tmp_path, {})
    model = replace(
        shipped.settings.model,
        base_url=server.base_url,
        repairs=False,
        second_reader="judge-model",
    )
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    configuration = replace(shipped, settings=settings)
    context = Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))
    with database.unit() as unit:
        about = stored_story(unit, "utrecht")
    assert draft(context, model_writer(context)) == {"drafted": 1}
    with database.read() as unit:
        checks = unit.finds.get(1).revision.checks
        calls = unit.model_calls.of_story(about.story_id)
    read = [check for check in checks if check.rule == "second_reader"]
    assert [(check.sentence, check.level) for check in read] == [(0, CheckLevel.FLAG)]
    assert "judge-model, judge.v1) says contradicted" in read[0].reason
    assert {check.rule for check in checks} > {"second_reader"}
    assert sorted((call.purpose, call.model) for call in calls) == [
        (Purpose.FIND, model.model),
        (Purpose.JUDGEMENT, "judge-model"),
    ]
