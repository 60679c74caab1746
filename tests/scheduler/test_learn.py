"""Learning from decisions: when it trains, when it moves the queue, and how a person stops it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.learning import LearnedModel
from core.place import Region
from core.verdict import Reason
from core.workflow import Move
from scheduler.context import Context
from scheduler.jobs.learn import learn, order_anew
from storage.database import Database
from stories.learning import LEARNED
from stories.training import NEW_DECISIONS
from tests.storage.values import article, draft, intent, source, story

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
LIKED, DULL = "school bus", "podcast"


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    database.upgrade()
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
    yield Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(NOW))
    database.close()


def place(context: Context, number: int, term: str, title: str = "") -> int:
    """A story with that term and its find; returns the find."""
    reasons = (
        Reason(code="core", text="", where="lead", quote="V2G", weight=2.0),
        Reason(code="support", text="", where="lead", quote=term, weight=1.0),
    )
    with context.database.unit() as unit:
        one = article(f"n{number}", title=title or f"Story {number}")
        unit.articles.add(one)
        told = replace(story(one.article_id), relevance_reasons=reasons)
        story_id = unit.stories.apply(intent(told), NOW)
        return unit.finds.add(unit.stories.get(story_id), draft(one.article_id), now=NOW)


def decide(context: Context, first: int, count: int) -> None:
    """So many finds with the liked term approved, and as many with the dull one rejected."""
    for number in range(first, first + count):
        find_id = place(context, 2 * number, LIKED)
        other = place(context, 2 * number + 1, DULL)
        with context.database.unit() as unit:
            unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
            unit.finds.move(other, Move.REJECT, reason="off the beat", actor="ann", now=NOW)


def models(context: Context) -> tuple[LearnedModel, ...]:
    with context.database.read() as unit:
        return unit.learning.models()


def rank_codes(context: Context, find_id: int) -> list[str]:
    with context.database.read() as unit:
        return [reason.code for reason in unit.finds.get(find_id).rank_reasons]


def test_learn_too_few_decisions_trains_nothing_and_moves_nothing(context: Context) -> None:
    decide(context, 0, 10)
    waiting = place(context, 900, LIKED)
    counts = learn(context, anyway=True)
    assert (counts["decisions"], counts["models"], counts["reordered"]) == (20, 0, 0)
    assert LEARNED not in rank_codes(context, waiting)


def test_learn_enough_decisions_moves_what_waits_and_says_why(context: Context) -> None:
    decide(context, 0, 25)
    liked, dull = place(context, 900, LIKED), place(context, 901, DULL)
    assert learn(context) == {
        "rules": 0, "decisions": 50, "models": 1, "in_use": 1, "reordered": 2,
    }  # fmt: skip
    with context.database.read() as unit:
        up, down = unit.finds.get(liked), unit.finds.get(dull)
        noted = unit.audit.of("model 1")
    assert up.rank > down.rank
    assert up.rank_reasons[-1].text.startswith("Learned: editors wanted ")
    assert [event.action for event in noted] == ["trained and put in use"]


def test_learn_again_with_hardly_anything_new_trains_nothing(context: Context) -> None:
    decide(context, 0, 25)
    learn(context)
    decide(context, 100, NEW_DECISIONS // 2 - 1)
    assert learn(context)["models"] == 0
    decide(context, 200, 1)
    assert learn(context)["models"] == 1
    assert [(model.version, model.in_use) for model in models(context)] == [(2, True), (1, False)]


def test_learn_after_a_person_switched_it_off_stays_off(context: Context) -> None:
    decide(context, 0, 25)
    waiting = place(context, 900, LIKED)
    learn(context)
    with context.database.unit() as unit:
        unit.learning.use_model(None)
    assert order_anew(context) == 1
    assert LEARNED not in rank_codes(context, waiting)
    assert learn(context, anyway=True)["in_use"] == 0
    assert LEARNED not in rank_codes(context, waiting)


def test_order_anew_setting_off_takes_the_learned_part_away(context: Context) -> None:
    decide(context, 0, 25)
    waiting = place(context, 900, LIKED)
    learn(context)
    settings = replace(context.configuration.settings, learned_order=False)
    off = replace(context, configuration=replace(context.configuration, settings=settings))
    assert order_anew(off) == 1
    assert LEARNED not in rank_codes(context, waiting)


def test_learn_two_flips_make_a_rule_once(context: Context) -> None:
    for number in (1, 2):
        find_id = place(context, number, LIKED, title=f"Kittling County PUD pays {number}")
        with context.database.unit() as unit:
            unit.finds.set_region(find_id, Region.US, "it is there", "ann", NOW)
    assert learn(context)["rules"] == 1
    assert learn(context)["rules"] == 0
    with context.database.read() as unit:
        [rule] = unit.learning.rules()
    assert (rule.subject, rule.region, rule.decided_by) == ("Kittling County PUD", Region.US, "ann")
