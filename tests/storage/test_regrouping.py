"""An editor merges and splits stories; their finds follow."""

import pytest

from core.errors import NotFound, Refused
from core.place import Region
from core.relevance import Relevance
from core.story import Part
from core.workflow import FindState, Move
from storage.database import Database
from tests.storage.values import (
    NOW,
    article,
    judged,
    region_verdict,
    relevance_verdict,
    stored_find,
    stored_story,
)


def keys(*names: str) -> tuple[str, ...]:
    return tuple(article(name).article_id for name in names)


def test_merge_moves_every_article_and_leads_the_old_id_on(database: Database) -> None:
    with database.unit() as unit:
        into, other = stored_story(unit, "a", "b"), stored_story(unit, "c", "d")
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
        merged = unit.stories.get(into.story_id)
        assert merged.article_ids == keys("a", "b", "c", "d")
        assert [member.part for member in merged.members].count(Part.LEAD) == 1
        assert merged.members[2].reasons[-1].text == "Put here by ann."
        assert unit.stories.get(other.story_id) == merged
        assert unit.stories.page() == (merged,)


def test_merge_is_recorded_and_remembered(database: Database) -> None:
    with database.unit() as unit:
        into, other = stored_story(unit, "a"), stored_story(unit, "b")
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
        (event,) = unit.audit.of(f"story {into.story_id}")
        (taught,) = unit.feedback.of_story(into.story_id)
    assert (event.actor, event.action, event.after) == ("ann", "merged", f"story {other.story_id}")
    assert (taught.kind, taught.actor, taught.after) == ("merged", "ann", event.after)


def test_merge_of_a_drafted_story_brings_its_find_along(database: Database) -> None:
    with database.unit() as unit:
        into, find_id = stored_story(unit, "a"), stored_find(unit, "b")
        unit.stories.merge(into.story_id, unit.finds.get(find_id).story_id, "ann", NOW)
        assert unit.finds.get(find_id).story_id == into.story_id
        assert unit.finds.get(find_id).state is FindState.DRAFTED
        assert unit.desk.find_page(find_id).story.article_ids == keys("a", "b")


def test_merge_of_two_drafted_stories_rejects_the_others_find(database: Database) -> None:
    with database.unit() as unit:
        stays, goes = stored_find(unit, "a"), stored_find(unit, "b")
        into, other = unit.finds.get(stays).story_id, unit.finds.get(goes).story_id
        unit.stories.merge(into, other, "ann", NOW)
        put_aside = unit.finds.get(goes)
        assert (put_aside.state, put_aside.state_reason) == (FindState.REJECTED, "duplicate")
        assert unit.finds.get(stays).state is FindState.DRAFTED
        assert unit.desk.find_page(goes).story.story_id == into


def test_merge_over_a_published_find_is_refused(database: Database) -> None:
    with database.unit() as unit:
        stays, goes = stored_find(unit, "a"), stored_find(unit, "b")
        for move in (Move.APPROVE, Move.PUBLISH):
            unit.finds.move(goes, move, actor="ann", now=NOW)
        into, other = unit.finds.get(stays).story_id, unit.finds.get(goes).story_id
        with pytest.raises(Refused, match="published"):
            unit.stories.merge(into, other, "ann", NOW)


def test_merge_with_itself_is_refused(database: Database) -> None:
    with database.unit() as unit:
        story_id = stored_story(unit, "a").story_id
        with pytest.raises(Refused, match="same story"):
            unit.stories.merge(story_id, story_id, "ann", NOW)
        with pytest.raises(NotFound):
            unit.stories.merge(story_id, 99, "ann", NOW)


def test_merged_thrice_every_old_id_leads_to_the_last(database: Database) -> None:
    with database.unit() as unit:
        a, b, c = (stored_story(unit, name).story_id for name in "abc")
        unit.stories.merge(b, a, "ann", NOW)
        unit.stories.merge(c, b, "ann", NOW)
        assert {unit.stories.get(key).story_id for key in (a, b, c)} == {c}


def test_split_makes_a_story_judged_by_its_own_lead(database: Database) -> None:
    elsewhere = judged(
        keys("b")[0],
        region=region_verdict(Region.US),
        relevance=relevance_verdict(Relevance.ADJACENT),
    )
    with database.unit() as unit:
        whole = stored_story(unit, "a", "b", "c")
        unit.articles.save_judgements([elsewhere])
        new_id = unit.stories.split(whole.story_id, keys("b", "c"), "ann", NOW)
        rest, new = unit.stories.get(whole.story_id), unit.stories.get(new_id)
        (event,) = unit.audit.of(f"story {whole.story_id}")
    assert rest.article_ids == keys("a")
    assert (rest.title, rest.region) == (whole.title, whole.region)
    assert new.article_ids == keys("b", "c")
    assert [member.part for member in new.members] == [Part.LEAD, Part.INDEPENDENT]
    assert (new.title, new.region.region) == ("The b story", Region.US)
    assert new.relevance is Relevance.ADJACENT
    assert event.after == f"story {new_id}"


def test_split_off_lead_leaves_a_story_with_a_new_lead(database: Database) -> None:
    with database.unit() as unit:
        whole = stored_story(unit, "a", "b")
        new_id = unit.stories.split(whole.story_id, keys("a"), "ann", NOW)
        assert unit.stories.get(new_id).lead_id == keys("a")[0]
        (left,) = unit.stories.get(whole.story_id).members
        assert (left.article_id, left.part) == (keys("b")[0], Part.LEAD)


@pytest.mark.parametrize("names", ["", "ab", "x"], ids=["none", "all", "another"])
def test_split_that_leaves_a_part_empty_is_refused(database: Database, names: str) -> None:
    with database.unit() as unit:
        whole = stored_story(unit, "a", "b")
        with pytest.raises(Refused, match="at least one"):
            unit.stories.split(whole.story_id, keys(*names), "ann", NOW)


def test_unmerge_brings_articles_and_find_back(database: Database) -> None:
    with database.unit() as unit:
        into, find_id = stored_story(unit, "a"), stored_find(unit, "b", "c")
        other = unit.finds.get(find_id).story_id
        unit.stories.merge(into.story_id, other, "ann", NOW)
        unit.stories.unmerge(into.story_id, other, "ann", NOW)
        assert unit.stories.get(into.story_id).article_ids == keys("a")
        assert unit.stories.get(other).article_ids == keys("b", "c")
        assert unit.finds.get(find_id).story_id == other


def test_unmerge_lifts_the_rejection_of_the_duplicate(database: Database) -> None:
    with database.unit() as unit:
        stays, goes = stored_find(unit, "a"), stored_find(unit, "b")
        into, other = unit.finds.get(stays).story_id, unit.finds.get(goes).story_id
        unit.stories.merge(into, other, "ann", NOW)
        assert unit.finds.get(goes).state is FindState.REJECTED
        unit.stories.unmerge(into, other, "ann", NOW)
        assert unit.finds.get(goes).state is FindState.DRAFTED
        assert unit.finds.get(stays).story_id == into


def test_unmerge_leaves_what_joined_since_and_works_once(database: Database) -> None:
    with database.unit() as unit:
        into, other = stored_story(unit, "a"), stored_story(unit, "b")
        late = stored_story(unit, "c")
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
        unit.stories.merge(into.story_id, late.story_id, "ann", NOW)
        unit.stories.unmerge(into.story_id, other.story_id, "ann", NOW)
        assert unit.stories.get(into.story_id).article_ids == keys("a", "c")
        with pytest.raises(Refused, match="taken out"):
            unit.stories.unmerge(into.story_id, other.story_id, "ann", NOW)


def test_choose_lead_puts_the_article_first_and_keeps_it_there(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "a", "b", "c")
        story_id = unit.finds.get(find_id).story_id
        before = unit.stories.choose_lead(story_id, keys("c")[0], "ann", NOW)
        story = unit.stories.get(story_id)
        assert before == keys("a")[0]
        assert story.article_ids == keys("c", "a", "b")
        assert [member.part for member in story.members].count(Part.LEAD) == 1
        assert unit.stories.members_by_hand(story_id) == {keys("c")[0]}
        assert story.members[0].reasons[-1].text == "ann chose it to lead."
        (event,) = unit.audit.of(f"story {story_id}")
        assert (event.action, event.before, event.after) == ("chose the lead", before, keys("c")[0])


@pytest.mark.parametrize("name", ["a", "elsewhere"], ids=["leads already", "another story"])
def test_choose_lead_of_no_other_article_is_refused(database: Database, name: str) -> None:
    with database.unit() as unit:
        story_id = stored_story(unit, "a", "b").story_id
        with pytest.raises(Refused):
            unit.stories.choose_lead(story_id, keys(name)[0], "ann", NOW)
