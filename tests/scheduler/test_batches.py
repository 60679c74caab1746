"""Drafts by the Batch API: any run goes on where the last one died, and nothing is paid twice."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from config.load import Configuration, load
from core.batch import BatchState
from core.clock import FixedClock
from core.draft import CallOutcome
from core.guard import AddressPolicy
from core.spend import Cap, SpendScope
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer
from storage.database import Database
from tests.model_server import Fault, ModelServer, Seen, error
from tests.storage.values import NOW, stored_story

NAMES = ("utrecht", "ghent", "salida")
ANSWER = json.dumps(
    {
        "headline": "A city feeds the grid",
        "sentences": [{"text": "Shared cars feed the grid.", "kind": "fact", "quotes": []}],
    }
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(ANSWER) as running:
        yield running


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return load(tmp_path_factory.mktemp("workspace"), {})


@pytest.fixture
def context(database: Database, shipped: Configuration, server: ModelServer) -> Context:
    with database.unit() as unit:
        for name in NAMES:
            stored_story(unit, name)
    return on(server, database, shipped)


def on(server: ModelServer, database: Database, shipped: Configuration, **model: Any) -> Context:
    settings = replace(
        shipped.settings,
        model=replace(
            shipped.settings.model,
            **{"base_url": server.base_url, "batch": True, "repairs": False, **model},
        ),
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,)),
    )
    configuration = replace(shipped, settings=settings)
    return Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))


def run(context: Context) -> dict[str, int]:
    return draft(context, model_writer(context))


def headlines(context: Context) -> list[str]:
    with context.database.read() as unit:
        return [find.revision.headline for find in unit.finds.page()]


def held(context: Context) -> int:
    with context.database.read() as unit:
        now = context.clock.now()
        spent = unit.model_calls.spend().microdollars
        return unit.spending.taken(Cap.DAY, SpendScope(run_key=""), now) - spent


def state_of(context: Context) -> BatchState:
    with context.database.read() as unit:
        return unit.model_batches.page()[0].state


def half_price(seen: Seen) -> float:
    fresh = seen.input_tokens - seen.cached_tokens
    return (0.25 * fresh + 0.025 * seen.cached_tokens + 2.0 * seen.output_tokens) / 2


def test_batch_is_asked_for_once_and_collected_once(context: Context, server: ModelServer) -> None:
    assert run(context) == {"batch_requested": 3}
    assert run(context) == {"batch_waiting": 1}
    (number,) = server.batches
    lines = [json.loads(line) for line in server.files["file-1"].splitlines()]
    assert [line["url"] for line in lines] == ["/v1/responses"] * 3
    assert len({line["custom_id"] for line in lines}) == 3
    assert held(context) > 0
    server.finish_batch(number)
    assert run(context) == {"drafted": 3}
    assert run(context) == {}
    assert len(headlines(context)) == 3
    assert held(context) == 0
    with context.database.read() as unit:
        calls = unit.model_calls.page()
    costs = sorted(call.cost_microdollars or 0 for call in calls)
    bills = sorted(half_price(seen) for seen in server.seen)
    assert all(0 <= cost - bill < 1 for cost, bill in zip(costs, bills, strict=True))
    assert {call.rung for call in calls} == {"batch responses+json_schema"}


def test_batch_goes_on_after_a_death_between_any_two_steps(
    context: Context, server: ModelServer
) -> None:
    server.fail(error(500, "down while uploading"))
    assert run(context) == {"batch_requested": 3}
    assert (state_of(context), server.files) == (BatchState.PREPARED, {})
    server.fail(Fault(), error(500, "down while starting"))
    assert run(context) == {"batch_waiting": 1}
    assert (state_of(context), server.batches) == (BatchState.UPLOADED, {})
    assert run(context) == {"batch_waiting": 1}
    assert (state_of(context), len(server.batches)) == (BatchState.RUNNING, 1)
    server.finish_batch("batch-1")
    assert run(context) == {"drafted": 3}


def test_batch_that_was_started_before_the_death_is_found_again(
    context: Context, server: ModelServer
) -> None:
    run(context)
    with context.database.unit() as unit:
        (batch,) = unit.model_batches.open()
        # As if the process had died before it could write down what the endpoint answered.
        unit.model_batches.change(batch.batch_id, BatchState.UPLOADED, now=NOW, remote_id="")
    run(context)
    assert list(server.batches) == ["batch-1"]
    with context.database.read() as unit:
        assert unit.model_batches.open()[0].remote_id == "batch-1"


def test_answer_that_was_stored_before_the_death_is_not_settled_again(
    context: Context, server: ModelServer
) -> None:
    run(context)
    server.finish_batch("batch-1")
    run(context)
    with context.database.unit() as unit:
        batch = unit.model_batches.page()[0]
        unit.model_batches.change(batch.batch_id, BatchState.RUNNING, now=NOW)
        spent = unit.model_calls.spend()
    assert run(context) == {}
    with context.database.read() as unit:
        assert unit.model_calls.spend() == spent
        assert unit.model_batches.open() == ()
    assert len(headlines(context)) == 3


def test_batch_with_failures_drafts_the_rest_and_asks_again_for_them(
    context: Context, server: ModelServer
) -> None:
    run(context)
    server.finish_batch("batch-1", refuse=1)
    assert run(context) == {"drafted": 2, "failed:server error": 1, "batch_requested": 1}
    assert len(server.files["file-4"].splitlines()) == 1
    server.finish_batch("batch-2")
    assert run(context) == {"drafted": 1}
    assert len(headlines(context)) == 3


def test_batch_that_expired_gives_the_money_back_for_what_is_missing(
    context: Context, server: ModelServer
) -> None:
    run(context)
    server.finish_batch("batch-1", status="expired", leave_out=2)
    counts = run(context)
    assert (counts["drafted"], counts["failed:batch expired"]) == (1, 2)
    assert counts["batch_requested"] == 2
    with context.database.read() as unit:
        costs = {call.outcome: call.cost_microdollars for call in unit.model_calls.page()}
    assert costs[CallOutcome.EXPIRED] == 0


def test_batch_that_failed_whole_frees_its_stories_and_money(
    context: Context, server: ModelServer
) -> None:
    run(context)
    server.batches["batch-1"]["status"] = "failed"
    counts = run(context)
    assert counts == {"batch_failed": 1, "batch_requested": 3}
    with context.database.read() as unit:
        assert len(unit.model_batches.stories_under_way()) == 3


def test_endpoint_without_batches_drafts_at_once(
    database: Database, shipped: Configuration
) -> None:
    with ModelServer(ANSWER, lacks=["batch"]) as server:
        with database.unit() as unit:
            stored_story(unit, "utrecht")
        context = on(server, database, shipped)
        assert run(context) == {"drafted": 1}
        assert held(context) == 0


def test_batch_takes_as_many_stories_as_the_caps_allow(
    context: Context, server: ModelServer, shipped: Configuration
) -> None:
    caps = replace(shipped.settings.model.caps, run=20_000)
    tight = on(server, context.database, shipped, caps=caps)
    counts = run(tight)
    assert counts["budget_reached"] == 1
    assert counts["batch_requested"] + counts["waiting"] == 3
    assert 0 < counts["batch_requested"] < 3
