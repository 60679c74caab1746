"""A draft that an editor asked for is offered; the find stays as it is."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Draft
from core.place import Region
from scheduler.context import Context
from scheduler.jobs.redraft import redraft
from storage.database import Database
from summarizer.purse import Purse
from tests.storage.values import ANN, NOW, article, draft, sentences, stored_find

KEY = article("utrecht").article_id
SHORTER = draft(KEY, headline="Shorter", sentences=sentences(KEY)[:1])


@dataclass
class Scripted:
    """A writer that answers with one draft, or with none; it remembers its briefs."""

    answer: Draft | None
    name: str = "scripted"
    workers: int = 1
    briefs: list[Brief] = field(default_factory=list)

    def write(self, brief: Brief) -> WriterResult:
        self.briefs.append(brief)
        outcome = CallOutcome.OK if self.answer else CallOutcome.TIMEOUT
        return WriterResult(draft=self.answer, outcome=outcome)

    def open(self, _purse: Purse) -> "Scripted":
        return self


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        stored_find(unit, "utrecht")
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def ask(context: Context, writer: Scripted, instruction: str = "shorter") -> dict[str, int]:
    return redraft(context, writer.open, 1, instruction=instruction, run_id=None)


def test_redraft_is_offered_beside_a_text_that_stays(context: Context) -> None:
    assert ask(context, Scripted(SHORTER)) == {"offered": 1}
    with context.database.read() as unit:
        find, offer = unit.finds.get(1), unit.offers.waiting(1)
    assert find.revision.number == 1
    assert offer is not None
    assert (offer.seen, offer.instruction, offer.draft.text) == (1, "shorter", SHORTER.text)
    assert offer.draft.checks != SHORTER.checks, "the rules are asked anew"


def test_redraft_of_a_text_by_hand_leaves_every_word_of_it(context: Context) -> None:
    with context.database.unit() as unit:
        unit.finds.save_revision(
            1, seen=1, headline="By hand", sentences=sentences(KEY), checks=(), author=ANN, now=NOW
        )
        before = unit.finds.revisions(1)
    assert ask(context, Scripted(SHORTER)) == {"offered": 1}
    with context.database.read() as unit:
        assert unit.finds.revisions(1) == before


def test_redraft_is_told_what_the_desk_decided(context: Context) -> None:
    writer = Scripted(SHORTER)
    with context.database.unit() as unit:
        unit.finds.set_region(1, Region.US, "It is in Ohio.", "ann", NOW)
    ask(context, writer, "lead with the utility")
    (brief,) = writer.briefs
    assert (brief.region, brief.instruction) == (Region.US, "lead with the utility")


def test_redraft_with_the_same_text_offers_nothing(context: Context) -> None:
    assert ask(context, Scripted(draft(KEY))) == {"same_text": 1}
    with context.database.read() as unit:
        assert unit.offers.waiting(1) is None


def test_redraft_without_an_answer_says_what_happened(context: Context) -> None:
    assert ask(context, Scripted(None)) == {"failed:timeout": 1}
    with context.database.read() as unit:
        assert unit.offers.of(1) == ()
