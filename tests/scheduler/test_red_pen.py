"""What editors change comes back as rules, and an accepted rule is part of the style."""

from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.find import Sentence
from core.house import RuleState
from core.workflow import Move
from scheduler.briefing import checked, make_brief
from scheduler.context import Context
from scheduler.red_pen import house_style, how_much_changes, propose_rules
from storage.database import Database
from tests.storage.values import ANN, NOW, draft, stored_story

DRAFTED = "Utrecht utilizes parked cars as storage for the grid."
PRINTED = "Utrecht uses parked cars as storage for the grid."


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        for name in ("a", "b", "c"):
            story = stored_story(unit, name)
            made = draft(story.lead_id, sentences=(Sentence(text=DRAFTED),))
            find_id = unit.finds.add(story, made, now=NOW)
            unit.finds.save_revision(
                find_id,
                seen=1,
                headline="",
                sentences=(Sentence(text=PRINTED),),
                checks=(),
                author=ANN,
                now=NOW,
            )
            unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def test_propose_rules_puts_what_came_back_to_the_chief_editor_once(context: Context) -> None:
    assert propose_rules(context) == 1
    assert propose_rules(context) == 0
    with context.database.read() as unit:
        (rule,) = unit.drafting.rules()
    assert (rule.wrong, rule.right, len(rule.find_ids)) == ("utilizes", "uses", 3)


@pytest.mark.parametrize("state", [RuleState.ACCEPTED, RuleState.DECLINED])
def test_rule_counts_only_when_it_was_accepted(context: Context, state: RuleState) -> None:
    propose_rules(context)
    with context.database.unit() as unit:
        (rule,) = unit.drafting.rules()
        unit.drafting.decide_rule(rule.rule_id, state, "carla", NOW)
        (story, *_) = unit.stories.page()
    accepted = state is RuleState.ACCEPTED
    assert (("utilizes", "uses") in house_style(context).acronyms) is accepted
    ready = checked(
        context, draft("x", sentences=(Sentence(text=DRAFTED),)), make_brief(context, story)
    )
    assert ("utilizes" in {check.quote for check in ready.checks}) is accepted


def test_how_much_changes_counts_every_find_that_was_let_through(context: Context) -> None:
    whole = how_much_changes(context)[0]
    assert (whole.by, whole.total, whole.light) == ("all", 3, 3)
