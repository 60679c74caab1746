"""Every fault of an endpoint, on every rung, through the whole job: one typed outcome, an account
that equals the server's own count, and never a second find for one story."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import pytest

from config.load import Configuration, load
from core.clock import FixedClock
from core.draft import CallOutcome
from core.endpoint import EndpointState
from core.find import Find
from core.guard import AddressPolicy
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer
from storage.database import Database
from summarizer.ladder import Rung
from tests.model_server import Fault, ModelServer, Seen, error
from tests.storage.values import NOW, article, stored_story

PATIENT_SECONDS = 20.0
OK = CallOutcome.OK
LEAD = article("utrecht").article_id
GOOD: dict[str, Any] = {
    "headline": "Utrecht's shared cars feed the grid",
    "sentences": [
        {
            "text": "In Utrecht, 500 shared cars now feed the grid.",
            "kind": "fact",
            "paragraph": 0,
            "quotes": [
                {
                    "article": LEAD,
                    "quote": "Utrecht starts with 500 shared cars that feed the grid.",
                }
            ],
        }
    ],
    "region": "Global",
    "region_reason": "Utrecht",
}


def answer(**sentence: Any) -> str:
    return json.dumps({**GOOD, "sentences": [{**GOOD["sentences"][0], **sentence}]})


INVENTED = [{"article": LEAD, "quote": "Utrecht ordered nine hundred chargers from the moon."}]
HOSTILE = "See <script>alert(1)</script> and [this](javascript:alert(2)) at http://evil.example/x."


@dataclass(frozen=True)
class Case:
    """How a server goes wrong, the one outcome that is, and the rule that must speak up."""

    fault: Fault
    outcome: CallOutcome
    rules: frozenset[str] = frozenset()
    pause_seconds: int = 0


CASES = {
    "429": Case(error(429, "Rate limit reached"), CallOutcome.RATE_LIMITED),
    "429 after 2 s": Case(error(429, "Slow down", retry_after="2"), CallOutcome.RATE_LIMITED),
    "429 after 600 s": Case(
        error(429, "Slow down", retry_after="600"), CallOutcome.RATE_LIMITED, pause_seconds=600
    ),
    "500": Case(error(500, "Internal error"), CallOutcome.SERVER_ERROR),
    "503": Case(error(503, "Overloaded"), CallOutcome.SERVER_ERROR),
    "time-out": Case(Fault(delay_seconds=2), CallOutcome.TIMEOUT),
    "disconnect in the middle": Case(Fault(disconnect=True), CallOutcome.DISCONNECTED),
    "HTML with 200": Case(Fault(body=b"<!doctype html><p>Sign in"), CallOutcome.NOT_JSON),
    "cut JSON": Case(Fault(content=json.dumps(GOOD)[:90]), CallOutcome.NOT_JSON),
    "fenced JSON": Case(Fault(content=f"```json\n{json.dumps(GOOD)}\n```"), OK),
    "wrong schema": Case(Fault(content='{"title": "no sentences"}'), CallOutcome.WRONG_SCHEMA),
    "refusal": Case(Fault(refusal="I cannot help with that."), CallOutcome.REFUSED),
    "empty": Case(Fault(content=""), CallOutcome.EMPTY),
    "length": Case(Fault(finish="length", content='{"sen'), CallOutcome.TRUNCATED),
    "content filter": Case(Fault(finish="content_filter", content=""), CallOutcome.FILTERED),
    "quota": Case(error(429, "No credit", "insufficient_quota"), CallOutcome.QUOTA),
    "usage missing": Case(Fault(usage=None), OK),
    "usage wrong": Case(Fault(usage={"prompt_tokens": -4, "input_tokens": "many"}), OK),
    "200 kB": Case(Fault(content=answer(text="x" * 200_000)), CallOutcome.WRONG_SCHEMA),
    "script": Case(Fault(content=answer(text=HOSTILE)), OK, frozenset({"markup", "address"})),
    "invented quote": Case(Fault(content=answer(quotes=INVENTED)), OK, frozenset({"unproved"})),
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(json.dumps(GOOD)) as running:
        yield running


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return load(tmp_path_factory.mktemp("workspace"), {})


@pytest.fixture
def context(database: Database, shipped: Configuration, server: ModelServer) -> Context:
    model = replace(
        shipped.settings.model,
        base_url=server.base_url,
        max_attempts=1,
        repairs=False,
        timeout_seconds=PATIENT_SECONDS,
    )
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    with database.unit() as unit:
        stored_story(unit, "utrecht")
    configuration = replace(shipped, settings=settings)
    return Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))


@pytest.mark.parametrize("rung", list(Rung))
@pytest.mark.parametrize("name", CASES)
def test_fault_is_one_outcome_and_one_find_at_most(
    context: Context, server: ModelServer, name: str, rung: Rung
) -> None:
    case = CASES[name]
    _stand_on(context, server, rung)
    server.fail(case.fault)
    counted = "drafted" if case.outcome is OK else f"failed:{case.outcome}"
    first = impatient(context) if case.outcome is CallOutcome.TIMEOUT else context
    assert draft(first, model_writer(first)) == {counted: 1}
    assert [call.outcome for call in _calls(context)] == [case.outcome]
    assert server.calls == 1
    _account_equals(context, server.seen)
    found = _finds(context)
    assert len(found) == (1 if case.outcome is OK else 0)
    assert case.rules <= {check.rule for find in found for check in find.revision.checks}
    _try_again(context, case, server)


def impatient(context: Context) -> Context:
    """Only where the server is meant to be too slow: a busy machine answers late as well."""
    settings = context.configuration.settings
    model = replace(settings.model, timeout_seconds=0.5)
    configuration = replace(context.configuration, settings=replace(settings, model=model))
    return replace(context, configuration=configuration)


def _try_again(context: Context, case: Case, server: ModelServer) -> None:
    """The next run drafts what the first could not, and nothing twice."""
    if case.pause_seconds:
        assert draft(context, model_writer(context)) == {"failed:endpoint paused": 1}
        assert server.calls == 1
        assert isinstance(context.clock, FixedClock)
        context.clock.advance(seconds=case.pause_seconds + 1)
    for _ in range(2):
        draft(context, model_writer(context))
        assert len(_finds(context)) == 1
    assert server.calls == (1 if case.outcome is OK else 2)
    _account_equals(context, server.seen)


def _stand_on(context: Context, server: ModelServer, rung: Rung) -> None:
    state = EndpointState(endpoint=server.base_url, model="gpt-5-mini", rung=rung, learned_at=NOW)
    with context.database.unit() as unit:
        unit.endpoints.put(state)


def _calls(context: Context) -> tuple[Any, ...]:
    with context.database.read() as unit:
        return tuple(reversed(unit.model_calls.page()))


def _finds(context: Context) -> tuple[Find, ...]:
    with context.database.read() as unit:
        return unit.finds.page()


def _account_equals(context: Context, seen: list[Seen]) -> None:
    """Call by call, to the micro-dollar. What the server never got to tell us is unknown here:
    then what was held for the call counts, which is more."""
    calls = _calls(context)
    assert len(calls) == len(seen)
    for call, one in zip(calls, seen, strict=True):
        if call.input_tokens is not None:
            assert (call.input_tokens, call.cached_tokens or 0, call.output_tokens) == (
                one.input_tokens,
                one.cached_tokens,
                one.output_tokens,
            )
            assert call.cost_microdollars == _mini_price(one)
        else:
            assert call.cost_microdollars in (0, None)
            assert call.held_microdollars > _mini_price(one)
            undelivered = call.outcome in (CallOutcome.TIMEOUT, CallOutcome.WRONG_SCHEMA)
            assert not one.told or undelivered


def _mini_price(seen: Seen) -> int:
    """What the server would bill for gpt-5-mini, worked out from its own count."""
    fresh = seen.input_tokens - seen.cached_tokens
    thousandths = 250 * fresh + 25 * seen.cached_tokens + 2000 * seen.output_tokens
    return ceil(thousandths / 1000)
