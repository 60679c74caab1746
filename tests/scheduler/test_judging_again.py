"""Stored verdicts after a change of the beat, the regions or a rule."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.place import Region
from core.relevance import Relevance
from scheduler.context import Context
from scheduler.jobs.group import group, judge_again
from storage.database import Database
from tests.storage.values import NOW, article, region_rule

TEXT = (
    "Snohomish PUD pays drivers in a vehicle-to-grid pilot. Vehicle-to-grid cars in Canada send "
    "power back, says Snohomish PUD."
)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    database.upgrade()
    configuration = load(tmp_path, {})
    with database.unit() as unit:
        unit.articles.add(article("a", title="Vehicle-to-grid pays", text=TEXT, flags=()))
    context = Context(database=database, configuration=configuration, clock=FixedClock(NOW))
    group(context)
    yield context
    database.close()


def region_of(context: Context) -> Region:
    with context.database.read() as unit:
        (story,) = unit.stories.many([1])
    return story.region.region


def test_judge_again_nothing_changed_judges_nothing(context: Context) -> None:
    assert judge_again(context) == {}


def test_judge_again_rule_moves_the_story_and_its_revocation_moves_it_back(
    context: Context,
) -> None:
    first = region_of(context)
    other = Region.US if first is Region.GLOBAL else Region.GLOBAL
    with context.database.unit() as unit:
        unit.learning.add_rules([region_rule(region=other)])
    counts = group(context)
    assert (counts["judged_again"], counts["changed"]) == (1, 1)
    assert region_of(context) is other
    with context.database.unit() as unit:
        unit.learning.revoke_rule(1, "ann", NOW)
    group(context)
    assert region_of(context) is first
    assert judge_again(context) == {}


def test_judge_again_beat_without_the_term_tells_the_story_anew(context: Context) -> None:
    beat = context.configuration.beat
    bare = replace(beat, terms=tuple(t for t in beat.terms if "grid" not in t.text.lower()))
    changed = replace(context, configuration=replace(context.configuration, beat=bare))
    group(changed)
    with context.database.read() as unit:
        (story,) = unit.stories.many([1])
    assert story.relevance is Relevance.OFF


def test_judge_again_verdict_that_stays_only_notes_what_it_rests_on(context: Context) -> None:
    with context.database.unit() as unit:
        unit.learning.add_rules([region_rule("Nowhere PUD", region=Region.US)])
    assert judge_again(context) == {"judged_again": 1, "changed": 0}
    with context.database.read() as unit:
        assert unit.articles.ungrouped() == ()


def test_judge_again_most_bounds_a_run(context: Context) -> None:
    with context.database.unit() as unit:
        unit.learning.add_rules([region_rule("Nowhere PUD", region=Region.US)])
    assert judge_again(context, most=0) == {}
