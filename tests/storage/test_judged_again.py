"""Which stored verdicts rest on an earlier beat, region or rule."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.place import Region
from core.workflow import Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW, article, draft, intent, judged, region_verdict, story

BEFORE = NOW - timedelta(days=60)


@pytest.fixture
def unit(database: Database) -> Iterator[Unit]:
    with database.unit() as unit:
        yield unit


def keep(unit: Unit, name: str, judged_with: str = "old") -> str:
    page = article(name)
    unit.articles.add(page)
    unit.articles.save_judgements([judged(page.article_id)], judged_with=judged_with)
    return page.article_id


def otherwise(unit: Unit, judged_with: str = "new") -> set[str]:
    return {one.article_id for one in unit.articles.judged_otherwise(judged_with, BEFORE)}


def test_judged_otherwise_those_that_rest_on_something_else_and_are_not_old(unit: Unit) -> None:
    old, _ = keep(unit, "a"), keep(unit, "b", judged_with="new")
    assert otherwise(unit) == {old}
    assert unit.articles.judged_otherwise("new", NOW + timedelta(days=1)) == ()
    assert len(unit.articles.judged_otherwise("newest", BEFORE, limit=1)) == 1
    unit.articles.judged_the_same([old], "new")
    assert otherwise(unit) == set()


def test_judged_otherwise_none_of_a_story_that_is_decided_on(unit: Unit) -> None:
    drafted, decided = keep(unit, "a"), keep(unit, "b")
    for key in (drafted, decided):
        story_id = unit.stories.apply(intent(story(key)), NOW)
        find_id = unit.finds.add(unit.stories.get(story_id), draft(key), now=NOW)
    unit.finds.move(find_id, Move.HOLD, actor="ann", now=NOW)
    assert otherwise(unit) == {drafted}


def test_apply_draft_follows_its_story_until_an_editor_places_or_decides(unit: Unit) -> None:
    finds = {}
    for name in ("free", "flipped", "held"):
        key = keep(unit, name)
        story_id = unit.stories.apply(intent(story(key)), NOW)
        finds[name] = unit.finds.add(unit.stories.get(story_id), draft(key), now=NOW)
    unit.finds.set_region(finds["flipped"], Region.GLOBAL, "", "ann", NOW)
    unit.finds.move(finds["held"], Move.HOLD, actor="ann", now=NOW)
    for find_id in finds.values():
        told = unit.stories.get(unit.finds.get(find_id).story_id)
        moved = story(*told.article_ids, story_id=told.story_id, region=region_verdict(Region.US))
        unit.stories.apply(intent(moved), NOW)
    regions = {name: unit.finds.get(find_id).region for name, find_id in finds.items()}
    assert regions == {"free": Region.US, "flipped": Region.GLOBAL, "held": Region.GLOBAL}
