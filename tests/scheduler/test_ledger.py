from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.story import Story
from scheduler.context import Context
from scheduler.jobs.draft import UNKNOWN_PRICE_MICRODOLLARS, Ledger
from storage.database import Database
from tests.storage.values import model_call, stored_story

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    configuration = load(tmp_path, {"DESK_BUDGET_USD": "0.001", "DESK_MODEL_ATTEMPTS": "1"})
    return Context(database=database, configuration=configuration, clock=FixedClock(at=NOW))


@pytest.fixture
def story(database: Database) -> Story:
    with database.unit() as unit:
        return stored_story(unit, "utrecht")


@pytest.mark.parametrize(
    ("per_call", "covered"), [(None, False), (0, True), (250, True), (251, False)]
)
def test_covers_the_worst_case_decides(
    context: Context,
    story: Story,
    per_call: int | None,
    covered: bool,  # noqa: FBT001
) -> None:
    assert Ledger(context, None).covers(story, per_call) is covered


def test_covers_what_was_spent_today_counts_and_yesterday_does_not(context: Context) -> None:
    day_ago = NOW - timedelta(hours=25)
    with context.database.unit() as unit:
        unit.model_calls.add(model_call(cost_microdollars=300, started_at=NOW, story_id=None))
        unit.model_calls.add(model_call(cost_microdollars=99, started_at=day_ago, story_id=None))
        unit.model_calls.add(model_call(cost_microdollars=None, started_at=NOW, story_id=None))
    assert Ledger(context, None).spent == 300 + UNKNOWN_PRICE_MICRODOLLARS


@pytest.mark.parametrize(("cost", "spent"), [(120, 120), (None, 200), (0, 0)])
def test_record_unknown_cost_counts_as_its_estimate(
    context: Context, story: Story, cost: int | None, spent: int
) -> None:
    ledger = Ledger(context, None)
    ledger.covers(story, 200)
    ledger.record(model_call(cost_microdollars=cost))
    assert ledger.spent == spent


def test_record_calls_are_rows_at_once(context: Context) -> None:
    ledger = Ledger(context, None)
    ledger.record(model_call(cost_microdollars=7, story_id=None))
    with context.database.read() as unit:
        assert unit.model_calls.spend().microdollars == 7
