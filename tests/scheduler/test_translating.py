"""The job renders what a draft rests on in another language, on the same account."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from core.clock import FixedClock
from core.draft import CallOutcome
from core.guard import AddressPolicy
from core.spend import Purpose
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer
from storage.database import Database
from tests.model_server import ModelServer
from tests.storage.values import NOW, article, intent, story

QUOTE = "Utrecht begint met 500 deelauto's die stroom teruggeven."
PAGE = article("utrecht", text=f"{QUOTE}\n\nDe stad betaalt de helft.", language="nl")
FIND: dict[str, Any] = {
    "headline": "Utrecht's shared cars feed the grid",
    "sentences": [
        {
            "text": "In Utrecht, 500 shared cars now feed the grid.",
            "kind": "fact",
            "paragraph": 0,
            "quotes": [{"article": PAGE.article_id, "quote": QUOTE}],
        }
    ],
    "region": "Global",
    "region_reason": "Utrecht",
}
ENGLISH = "Utrecht starts with 500 shared cars that give power back."
RENDERED = json.dumps({"passages": [{"passage": 1, "english": ENGLISH}]})


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.mark.parametrize(
    ("rendered", "kept", "outcome"),
    [
        (RENDERED, ENGLISH, CallOutcome.OK),
        ("no json", None, CallOutcome.NOT_JSON),
    ],
)
@pytest.mark.parametrize("reader", ["", "judge-model"])
def test_draft_of_a_foreign_story_stores_english_beside_its_passages(
    server: ModelServer,
    database: Database,
    tmp_path: Path,
    rendered: str,
    kept: str | None,
    outcome: CallOutcome,
    reader: str,
) -> None:
    def answer(body: dict[str, Any]) -> str:
        if body["model"] == "judge-model":
            return "{}"
        return rendered if "untrusted passages" in json.dumps(body) else json.dumps(FIND)

    server.content = answer
    shipped = load(tmp_path, {})
    model = replace(
        shipped.settings.model,
        base_url=server.base_url,
        repairs=False,
        max_attempts=1,
        second_reader=reader,
    )
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    configuration = replace(shipped, settings=settings)
    context = Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))
    with database.unit() as unit:
        unit.articles.add(PAGE)
        story_id = unit.stories.apply(intent(story(PAGE.article_id)), NOW)
    assert draft(context, model_writer(context)) == {"drafted": 1}
    with database.read() as unit:
        (bit,) = unit.finds.get(1).revision.sentences[0].evidence
        calls = unit.model_calls.of_story(story_id)
    assert (bit.quote, bit.rendering) == (QUOTE, kept)
    about = [call for call in calls if call.purpose is Purpose.TRANSLATION]
    assert [call.outcome for call in about] == [outcome]
    assert len(calls) == server.calls
