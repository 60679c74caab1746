"""Grouping's intents become stories; what a hand placed stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFound
from core.place import Region
from core.relevance import Relevance
from core.story import Follows, Part, Story, StoryMember
from core.verdict import Reason
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import (
    NOW,
    article,
    draft,
    intent,
    region_verdict,
    stored_find,
    stored_story,
    story,
)

LATER = NOW + timedelta(hours=1)


def keys(*names: str) -> list[str]:
    return [article(name).article_id for name in names]


def add_articles(unit: Unit, *names: str) -> list[str]:
    for name in names:
        unit.articles.add(article(name))
    return keys(*names)


def test_story_applied_reads_back_the_same(database: Database) -> None:
    with database.unit() as unit:
        made = story(*add_articles(unit, "a", "b"))
        story_id = unit.stories.apply(intent(made), NOW)
    with database.read() as unit:
        assert unit.stories.get(story_id) == replace(made, story_id=story_id)
        assert unit.stories.of_article(keys("b")[0]) == unit.stories.get(story_id)
        assert unit.stories.of_article("other") is None


def test_story_applied_again_is_rebuilt_in_place(database: Database) -> None:
    with database.unit() as unit:
        first = stored_story(unit, "a")
        (new,) = add_articles(unit, "b")
        member = StoryMember(article_id=new, part=Part.ECHO)
        more = replace(first, members=(*first.members, member), title="Anew", rank=9.0)
        assert unit.stories.apply(intent(more), LATER) == first.story_id
        assert unit.stories.get(first.story_id) == replace(more, updated_at=LATER)


def test_new_story_applied_twice_stays_one(database: Database) -> None:
    with database.unit() as unit:
        made = intent(story(*add_articles(unit, "a", "b")))
        assert unit.stories.apply(made, NOW) == unit.stories.apply(made, LATER)
        assert unit.stories.counts().total == 1


def test_stories_applied_at_once_open_join_and_follow_one_another(database: Database) -> None:
    with database.unit() as unit:
        first = stored_story(unit, "a")
        opened = [intent(story(*add_articles(unit, *names))) for names in ("b", "cd")]
        reasons = (Reason(code="follows", text="It goes on from it."),)
        later = replace(opened[0], follows=(Follows(article_id=keys("c")[0], reasons=reasons),))
        again = intent(story(*add_articles(unit, "e"), *keys("a")))
        unit.stories.apply_all([again, later, opened[1]], LATER)
    with database.read() as unit:
        homes = unit.stories.of_articles(keys(*"abcde"))
        b, c = (homes[keys(name)[0]] for name in "bc")
        assert unit.stories.get(first.story_id).article_ids == tuple(keys("e", "a"))
        assert unit.stories.get(c).members == opened[1].story.members
        assert [link.earlier_id for link in unit.coverage.earlier_than(b)] == [c]
        assert unit.stories.counts().total == 3


def test_article_of_an_undrafted_story_may_come_over(database: Database) -> None:
    with database.unit() as unit:
        old = stored_story(unit, "a")
        story_id = unit.stories.apply(intent(story(*add_articles(unit, "b", "a"))), LATER)
        assert unit.stories.get(story_id).article_ids == tuple(keys("b", "a"))
        assert unit.stories.get(old.story_id).story_id == story_id
        assert unit.stories.counts().total == 1


def test_story_that_loses_its_lead_gets_another(database: Database) -> None:
    with database.unit() as unit:
        old = stored_story(unit, "a", "b")
        unit.stories.apply(intent(story(*add_articles(unit, "c", "a"))), LATER)
        (left,) = unit.stories.get(old.story_id).members
        assert (left.article_id, left.part) == (keys("b")[0], Part.LEAD)


def test_article_of_a_drafted_story_stays_there(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "a", "b")
        new = unit.stories.apply(intent(story(*add_articles(unit, "c", "b"))), LATER)
        assert unit.stories.get(new).article_ids == tuple(keys("c"))
        home = unit.stories.get(unit.finds.get(find_id).story_id)
        assert home.article_ids == tuple(keys("a", "b"))


def test_article_placed_by_hand_is_never_moved_by_a_machine(database: Database) -> None:
    with database.unit() as unit:
        first, second = stored_story(unit, "a"), stored_story(unit, "b")
        unit.stories.merge(first.story_id, second.story_id, "ann", NOW)
        grouped = unit.stories.apply(intent(story(*add_articles(unit, "c", "b"))), LATER)
        assert unit.stories.get(grouped).article_ids == tuple(keys("c"))
        without = replace(first, members=first.members)
        unit.stories.apply(intent(without), LATER)
        assert unit.stories.get(first.story_id).article_ids == tuple(keys("a", "b"))


def test_new_story_whose_articles_are_all_placed_by_hand_changes_nothing(
    database: Database,
) -> None:
    with database.unit() as unit:
        first = stored_story(unit, "a", "b", "c")
        part = unit.stories.split(first.story_id, keys("b", "c"), "ann", NOW)
        again = replace(unit.stories.get(part), story_id=first.story_id)
        assert unit.stories.apply(intent(again), LATER) == first.story_id
        assert unit.stories.get(part).article_ids == tuple(keys("b", "c"))
        assert unit.stories.get(first.story_id).article_ids == tuple(keys("a"))


def test_find_rises_with_its_story(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "a")
        told = unit.stories.get(unit.finds.get(find_id).story_id)
        unit.stories.apply(intent(replace(told, rank=8.5, rank_reasons=())), LATER)
        find = unit.finds.get(find_id)
    assert (find.rank, find.rank_reasons) == (8.5, ())


def test_undrafted_come_by_rank_without_those_that_have_a_find(database: Database) -> None:
    with database.unit() as unit:
        low = stored_story(unit, "low", rank=1.0)
        high = stored_story(unit, "high", rank=9.0)
        stored_find(unit, "done", rank=10.0)
        off = stored_story(unit, "off", rank=5.0, relevance=Relevance.OFF)
        assert unit.stories.undrafted(10) == (high, off, low)
        assert unit.stories.undrafted(1) == (high,)
        assert unit.stories.undrafted(10, level=Relevance.OFF) == (off,)


def test_page_filters_by_level_and_region(database: Database) -> None:
    with database.unit() as unit:
        here = stored_story(unit, "us", region=region_verdict(Region.US))
        off = stored_story(unit, "off", relevance=Relevance.OFF, rank=9.0)
        assert unit.stories.page() == (off, here)
        assert unit.stories.page(region=Region.US) == (here,)
        assert unit.stories.page(level=Relevance.OFF) == (off,)
        assert unit.stories.page(limit=1, offset=1) == (here,)


def test_recent_leaves_out_what_has_not_changed_since(database: Database) -> None:
    with database.unit() as unit:
        stored_story(unit, "old")
        new = story(*add_articles(unit, "new"))
        story_id = unit.stories.apply(intent(new), LATER)
        assert [one.story_id for one in unit.stories.recent(LATER)] == [story_id]
        assert len(unit.stories.recent(NOW)) == 2


def test_counts_tell_levels_regions_and_drafted(database: Database) -> None:
    with database.unit() as unit:
        stored_find(unit, "a")
        stored_story(unit, "b", relevance=Relevance.ADJACENT)
        counts = unit.stories.counts()
    assert (counts.total, counts.drafted) == (2, 1)
    assert counts.levels == {Relevance.CORE: 1, Relevance.ADJACENT: 1}
    assert counts.regions == {Region.GLOBAL: 2}


def test_unknown_story_is_not_found(database: Database) -> None:
    with database.read() as unit, pytest.raises(NotFound, match="no story 9"):
        unit.stories.get(9)


def test_leads_of_merged_stories_are_those_of_where_they_went(database: Database) -> None:
    with database.unit() as unit:
        into, other, third = (stored_story(unit, name) for name in "abc")
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
        leads = unit.stories.leads([third.story_id, other.story_id, into.story_id])
        assert leads == {
            third.story_id: third.lead_id,
            other.story_id: into.lead_id,
            into.story_id: into.lead_id,
        }
        with pytest.raises(NotFound, match="no story 99"):
            unit.stories.leads([99])


def test_many_stories_are_read_with_their_own_members(database: Database) -> None:
    with database.unit() as unit:
        made: list[Story] = [stored_story(unit, f"n{number}") for number in range(30)]
        assert set(unit.stories.page(limit=100)) == set(made)


def test_find_drafted_while_its_story_was_merged_goes_to_where_it_went(
    database: Database,
) -> None:
    with database.unit() as unit:
        into, other = stored_story(unit, "a"), stored_story(unit, "b")
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
        find_id = unit.finds.add(other, draft(other.lead_id), now=LATER)
        assert unit.finds.get(find_id).story_id == into.story_id
        found = unit.finds.of_story(other.story_id)
        assert found is not None
        assert found.find_id == find_id
