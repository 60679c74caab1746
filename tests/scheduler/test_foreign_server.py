"""A model server that nobody here wrote (`@copilotkit/aimock`) speaks to the whole job."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.load import Configuration, load
from core.clock import FixedClock
from core.draft import CallOutcome, WriterResult
from core.endpoint import EndpointState
from core.guard import AddressPolicy
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer, open_model
from storage.database import Database
from summarizer.ladder import Rung
from summarizer.model_writer import ModelWriter
from summarizer.purse import OpenPurse
from tests.storage.values import NOW, stored_story
from tests.summarizer.make import make_brief

ROOT = Path(__file__).parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
SERVER = ROOT / "tests/assets/node_modules/@copilotkit/aimock/dist/cli.js"
POLLS = 12

ANSWER = json.dumps(
    {
        "headline": "A city feeds the grid",
        "sentences": [{"text": "Shared cars feed the grid.", "kind": "fact", "quotes": []}],
    }
)
FIXTURES = [
    {"match": {"userMessage": "please be slow"}, "response": {
        "status": 429, "error": {"message": "Slow down", "type": "rate_limit_error"}}},
    {"match": {"userMessage": "please be down"}, "response": {
        "status": 503, "error": {"message": "Overloaded", "type": "server_error"}}},
    {"match": {"userMessage": "please talk"}, "response": {"content": "Let us talk about it."}},
    {"match": {"userMessage": "shared cars"}, "response": {"content": ANSWER}},
]  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    fixtures = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    fixtures.write_text(json.dumps({"fixtures": FIXTURES}))
    command = [str(NODE), str(SERVER), "--port", "0", "--fixtures", str(fixtures), "--strict"]
    # A session of its own: `node` is a Python program that starts the real one.
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                yield int(found[1])
                break
        os.killpg(process.pid, signal.SIGTERM)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return load(tmp_path_factory.mktemp("workspace"), {})


@pytest.fixture
def context(database: Database, shipped: Configuration, port: int) -> Context:
    model = replace(
        shipped.settings.model,
        base_url=f"http://127.0.0.1:{port}/v1",
        max_attempts=1,
        repairs=False,
    )
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    configuration = replace(shipped, settings=settings)
    return Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))


def ask(context: Context, rung: Rung, instruction: str = "") -> WriterResult:
    settings = context.configuration.settings.model
    state = EndpointState(
        endpoint=settings.base_url, model=settings.model, rung=rung, learned_at=NOW
    )
    with context.database.unit() as unit:
        unit.endpoints.put(state)
    writer = ModelWriter(
        open_model(context, OpenPurse()), context.configuration.beat.style, repairs=False
    )
    return writer.write(make_brief(instruction=f"{instruction} shared cars"))


@pytest.mark.parametrize("rung", [Rung.RESPONSES, Rung.CHAT_SCHEMA, Rung.CHAT_JSON, Rung.CHAT_TEXT])
def test_foreign_server_gives_a_draft_with_its_tokens(context: Context, rung: Rung) -> None:
    result = ask(context, rung)
    assert result.draft is not None
    assert result.draft.headline == "A city feeds the grid"
    (call,) = result.calls
    assert call.input_tokens is not None
    assert call.output_tokens is not None
    assert call.cost_microdollars is not None


@pytest.mark.parametrize("rung", [Rung.RESPONSES, Rung.CHAT_SCHEMA])
@pytest.mark.parametrize(
    ("wish", "outcome"),
    [
        ("please be slow", CallOutcome.RATE_LIMITED),
        ("please be down", CallOutcome.SERVER_ERROR),
        ("please talk", CallOutcome.NOT_JSON),
    ],
)
def test_foreign_server_that_fails_is_one_typed_outcome(
    context: Context, rung: Rung, wish: str, outcome: CallOutcome
) -> None:
    result = ask(context, rung, wish)
    assert (result.draft, result.outcome) == (None, outcome)
    assert [call.outcome for call in result.calls] == [outcome]


def test_foreign_server_takes_a_batch_and_gives_its_own_answers_back(context: Context) -> None:
    """It answers every request of a batch with the same three words: read, settled, no draft."""
    model = replace(context.configuration.settings.model, batch=True)
    settings = replace(context.configuration.settings, model=model)
    configuration = replace(context.configuration, settings=settings)
    batched = replace(context, configuration=configuration)
    with context.database.unit() as unit:
        stored_story(unit, "utrecht")
        stored_story(unit, "ghent")
    assert draft(batched, model_writer(batched)) == {"batch_requested": 2}
    for _ in range(POLLS):
        counts = draft(batched, model_writer(batched))
        if counts != {"batch_waiting": 1}:
            break
    assert counts["failed:not json"] == 2
    with context.database.read() as unit:
        calls = unit.model_calls.page()
    assert {(call.rung, call.outcome) for call in calls} == {
        ("batch responses+json_schema", CallOutcome.NOT_JSON)
    }
    assert len(calls) == 2
