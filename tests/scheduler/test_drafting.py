"""What the draft job decides when a model does not answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.draft import Brief, CallOutcome, WriterResult
from core.errors import Refused
from core.run import Job
from core.spend import Held, Purpose, Wanted
from scheduler.context import Context
from scheduler.jobs.draft import UNREACHABLE_MOST, draft
from scheduler.locks import alone
from scheduler.tasks import FAILED_MOST
from storage.database import Database
from summarizer.purse import Purse
from tests.storage.values import model_call, stored_story

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


@dataclass
class SilentWriter:
    """A writer whose model never answers; it remembers what it was asked."""

    purse: Purse
    outcome: CallOutcome
    name: str = "silent"
    workers: int = 1
    asked: list[int] = field(default_factory=list)

    def write(self, brief: Brief) -> WriterResult:
        self.asked.append(brief.story_id)
        wanted = Wanted(purpose=Purpose.FIND, model="m-1", microdollars=0)
        held = self.purse.reserve(wanted)
        assert isinstance(held, Held)
        call = model_call(
            outcome=self.outcome, cost_microdollars=0, started_at=NOW, story_id=brief.story_id
        )
        self.purse.settle(held, call)
        return WriterResult(draft=None, outcome=self.outcome)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        for name in ("a", "b", "c", "d", "e"):
            stored_story(unit, name)
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def run(context: Context, outcome: CallOutcome) -> tuple[dict[str, int], list[int]]:
    writers: list[SilentWriter] = []

    def open_writer(purse: Purse) -> SilentWriter:
        writers.append(SilentWriter(purse, outcome))
        return writers[-1]

    return draft(context, open_writer), writers[0].asked


def test_draft_model_not_there_ends_the_run_after_a_few_stories(context: Context) -> None:
    counts, asked = run(context, CallOutcome.TIMEOUT)
    assert len(asked) == UNREACHABLE_MOST
    assert counts == {"failed:timeout": UNREACHABLE_MOST, "waiting": 5 - UNREACHABLE_MOST}


def test_draft_quota_exhausted_ends_the_run_at_once(context: Context) -> None:
    counts, asked = run(context, CallOutcome.QUOTA)
    assert len(asked) == 1
    assert counts["waiting"] == 4


def test_draft_story_that_fails_all_day_waits_for_the_next_day(context: Context) -> None:
    for _ in range(FAILED_MOST):
        _, asked = run(context, CallOutcome.REFUSED)
        assert len(asked) == 5
    assert run(context, CallOutcome.REFUSED) == ({}, [])
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(hours=25)
    _, asked = run(context, CallOutcome.REFUSED)
    assert len(asked) == 5


def test_draft_beside_another_is_refused(context: Context) -> None:
    with alone(context, Job.DRAFT), pytest.raises(Refused, match="Drafting is already going on"):
        run(context, CallOutcome.OK)
