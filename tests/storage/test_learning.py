"""Decisions read back as lessons, rules that stay revoked, and one model in use."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFound
from core.learning import Outcome
from core.place import Region, RegionRule
from core.run import Job
from core.verdict import Reason
from core.workflow import Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import (
    NOW,
    TEXT,
    article,
    draft,
    intent,
    learned_model,
    region_rule,
    region_verdict,
    source,
    story,
)


def place_find(unit: Unit, name: str) -> int:
    one = article(name)
    unit.articles.add(one)
    story_id = unit.stories.apply(intent(story(one.article_id)), NOW)
    return unit.finds.add(unit.stories.get(story_id), draft(one.article_id), now=NOW)


@pytest.fixture
def unit(database: Database) -> Iterator[Unit]:
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        yield unit


def test_decided_gives_the_last_word_on_each_find_latest_first(unit: Unit) -> None:
    first, second, third = (place_find(unit, name) for name in ("a", "b", "c"))
    later = NOW + timedelta(hours=1)
    unit.finds.move(first, Move.APPROVE, actor="ann", now=NOW)
    unit.finds.move(second, Move.HOLD, actor="ann", now=NOW)
    unit.finds.move(second, Move.REJECT, reason="old news", actor="ben", now=later)
    found = unit.learning.decided()
    assert [one.outcome for one in found] == [Outcome.REJECTED, Outcome.APPROVED]
    assert (found[0].reason, found[0].actor, found[0].at) == ("old news", "ben", later)
    assert (found[1].source, found[1].region) == ("grid-post", Region.GLOBAL)
    assert found[1].story.story_id == unit.finds.get(first).story_id
    assert unit.learning.count_decided() == 2
    assert unit.finds.get(third).story_id not in {one.story.story_id for one in found}


def test_decided_find_that_was_restored_is_no_lesson(unit: Unit) -> None:
    find_id = place_find(unit, "a")
    unit.finds.move(find_id, Move.HOLD, actor="ann", now=NOW)
    unit.finds.move(find_id, Move.RESTORE, actor="ann", now=NOW)
    assert unit.learning.decided() == ()


def test_flips_come_with_the_words_of_the_lead(unit: Unit) -> None:
    find_id = place_find(unit, "a")
    unit.finds.set_region(find_id, Region.US, "the utility is there", "ann", NOW)
    [flip] = unit.learning.flips()
    assert (flip.before, flip.after, flip.actor) == (Region.GLOBAL, Region.US, "ann")
    assert (flip.source, flip.title, flip.lead) == ("grid-post", "The a story", TEXT)


def test_rule_that_is_put_back_is_in_force_again(unit: Unit) -> None:
    unit.learning.add_rules([region_rule()])
    (rule,) = unit.learning.rules()
    unit.learning.revoke_rule(rule.rule_id, "ann", NOW)
    assert unit.learning.restore_rule(rule.rule_id) == rule
    assert unit.learning.rules() == (rule,)
    with pytest.raises(NotFound):
        unit.learning.restore_rule(99)


def test_placed_by_rules_counts_finds_by_the_words_of_the_rule(unit: Unit) -> None:
    said = Reason(code="rule", text="As decided.", quote="Snohomish PUD")
    for name in ("a", "b"):
        page = article(name)
        unit.articles.add(page)
        verdict = replace(region_verdict(), reasons=(said, said))
        story_id = unit.stories.apply(intent(story(page.article_id, region=verdict)), NOW)
        unit.finds.add(unit.stories.get(story_id), draft(page.article_id), now=NOW)
    place_find(unit, "c")
    assert unit.learning.placed_by_rules() == {"snohomish pud": 2}


def test_rules_revoked_one_is_kept_and_never_made_again(unit: Unit) -> None:
    assert (
        unit.learning.add_rules([region_rule(), region_rule("Ausnet", region=Region.GLOBAL)]) == 2
    )
    rule = unit.learning.rules()[0]
    assert rule == RegionRule(
        **{name: getattr(region_rule(), name) for name in ("kind", "subject", "region", "flips")},
        rule_id=rule.rule_id,
        decided_by="ann",
        decided_at=NOW,
    )
    gone = unit.learning.revoke_rule(rule.rule_id, "ben", NOW)
    assert (gone.revoked_by, gone.revoked_at) == ("ben", NOW)
    assert unit.learning.add_rules([region_rule()]) == 0
    assert [one.subject for one in unit.learning.rules()] == ["Ausnet"]
    assert len(unit.learning.rules(with_revoked=True)) == 2
    later = NOW + timedelta(days=1)
    assert unit.learning.revoke_rule(rule.rule_id, "cem", later).revoked_by == "ben"


def test_rules_unknown_one_cannot_be_revoked(unit: Unit) -> None:
    with pytest.raises(NotFound):
        unit.learning.revoke_rule(7, "ann", NOW)


def test_models_one_at_most_is_in_use(unit: Unit) -> None:
    assert unit.learning.model_in_use() is None
    first = unit.learning.add_model(learned_model(), use=True)
    second = unit.learning.add_model(learned_model(decisions=80), use=False)
    assert unit.learning.model_in_use() == first
    unit.learning.use_model(second.version)
    assert [(one.version, one.in_use) for one in unit.learning.models()] == [
        (second.version, True),
        (first.version, False),
    ]
    unit.learning.use_model(None)
    assert unit.learning.model_in_use() is None
    with pytest.raises(NotFound):
        unit.learning.use_model(99)


def test_waiting_stories_leave_out_what_was_decided(unit: Unit) -> None:
    waiting, decided = place_find(unit, "a"), place_find(unit, "b")
    unit.finds.move(decided, Move.APPROVE, actor="ann", now=NOW)
    [(slug, story)] = unit.learning.waiting_stories()
    assert (slug, story.story_id) == ("grid-post", unit.finds.get(waiting).story_id)


def test_set_rank_moves_the_story_and_its_find(unit: Unit) -> None:
    find = unit.finds.get(place_find(unit, "a"))
    reasons = (Reason(code="learned", text="Editors like it.", weight=4.0),)
    unit.learning.set_rank(find.story_id, 9.0, reasons)
    assert unit.finds.get(find.find_id).rank == 9.0
    assert unit.stories.get(find.story_id).rank_reasons == reasons


def test_runs_take_the_job_that_learns(unit: Unit) -> None:
    run = unit.runs.request(Job.LEARN, slot="2026-02-03", why="nightly", now=NOW)
    assert run is not None
    assert run.job is Job.LEARN
