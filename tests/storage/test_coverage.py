"""What ran before about a story is kept until the story, or what ran, changes."""

from dataclasses import replace
from datetime import timedelta

from core.archive import ArchiveFind
from core.coverage import Coverage, CoverageKind, FollowUp, PastFind
from core.verdict import Reason
from core.workflow import Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import DAY, NOW, intent, stored_find, stored_story

LATER = NOW + timedelta(hours=1)
RAN = PastFind(volume=1, issue=6, text="Utrecht plans it.", dated=DAY, archive_id=3)
COVERAGE = Coverage(
    kind=CoverageKind.SAME_PROGRAMME,
    ran=RAN,
    new="The first 50 cars are on the road.",
    reasons=(Reason(code="names", text="Both name We Drive Solar."),),
    score=0.4,
)
LINK = (Reason(code="follows", text="Four days later, with other figures."),)


def publish(unit: Unit, find_id: int, volume: int, issue: int) -> int:
    unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
    edition_id = unit.editions.create(volume, issue, DAY, NOW)
    unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
    unit.finds.move(find_id, Move.PUBLISH, actor="ann", now=NOW)
    return edition_id


def test_coverage_saved_reads_back_the_same_in_order(database: Database) -> None:
    second = replace(COVERAGE, kind=CoverageKind.SAME_SUBJECT, new="")
    with database.unit() as unit:
        story_id = stored_story(unit, "a").story_id
        unit.coverage.save(story_id, [COVERAGE], mark="m")
        unit.coverage.save(story_id, [COVERAGE, second], mark="m")
    with database.read() as unit:
        assert unit.coverage.of_story(story_id) == (COVERAGE, second)
        assert unit.coverage.of_stories([story_id, 99]) == {story_id: (COVERAGE, second)}


def test_coverage_sentence_names_the_edition_and_what_is_new() -> None:
    said = "The same programme ran in Volume 1 | Issue 6. New: The first 50 cars are on the road."
    assert COVERAGE.sentence() == said
    assert replace(COVERAGE, new="").sentence() == said.split(" New:")[0]


def test_story_is_compared_again_when_it_or_the_mark_changes(database: Database) -> None:
    with database.unit() as unit:
        story = stored_story(unit, "a")
        assert unit.coverage.to_compare("m", NOW) == (story.story_id,)
        unit.coverage.save(story.story_id, (), mark="m")
        assert unit.coverage.to_compare("m", NOW) == ()
        assert unit.coverage.to_compare("n", NOW) == (story.story_id,)
        assert unit.coverage.to_compare("n", LATER) == ()
        unit.stories.apply(intent(story), LATER)
        assert unit.coverage.to_compare("m", NOW) == (story.story_id,)


def test_story_merged_by_hand_is_compared_again(database: Database) -> None:
    with database.unit() as unit:
        into, other = stored_story(unit, "a").story_id, stored_story(unit, "b").story_id
        for story_id in (into, other):
            unit.coverage.save(story_id, (), mark="m")
        unit.stories.merge(into, other, "ann", LATER)
        assert unit.coverage.to_compare("m", NOW) == (into,)


def test_past_finds_are_imported_and_published_ones_newest_first(database: Database) -> None:
    with database.unit() as unit:
        for position in (0, 1):
            text = f"Ran {position}."
            unit.archive.add_find(ArchiveFind(volume=1, issue=6, position=position, text=text))
        find_id, unpublished = stored_find(unit, "a"), stored_find(unit, "b")
        edition_id = publish(unit, find_id, 2, 3)
        past = unit.coverage.past_finds()
        find = unit.finds.get(find_id)
    assert [(one.number, one.text) for one in past] == [
        ("Volume 2 | Issue 3", find.revision.text),
        ("Volume 1 | Issue 6", "Ran 0."),
        ("Volume 1 | Issue 6", "Ran 1."),
    ]
    own = past[0]
    assert (own.find_id, own.edition_id, own.story_id) == (find_id, edition_id, find.story_id)
    assert own.day == find.printed_on
    assert own.source_url == "https://grid-post.test/a"
    assert unpublished not in {one.find_id for one in past}


def test_follow_up_is_found_from_both_ends(database: Database) -> None:
    with database.unit() as unit:
        first, second = stored_story(unit, "a").story_id, stored_story(unit, "b").story_id
        link = FollowUp(story_id=second, earlier_id=first, reasons=LINK)
        unit.coverage.add_follow_up(replace(link, reasons=()))
        unit.coverage.add_follow_up(link)
        assert unit.coverage.earlier_than(second) == (link,)
        assert unit.coverage.later_than(first) == (link,)
        assert unit.coverage.earlier_than(first) == ()


def test_follow_up_of_a_merged_story_leads_to_where_it_went(database: Database) -> None:
    with database.unit() as unit:
        ids = [stored_story(unit, name).story_id for name in ("a", "b", "c")]
        unit.coverage.add_follow_up(FollowUp(story_id=ids[1], earlier_id=ids[0], reasons=LINK))
        unit.stories.merge(ids[2], ids[0], "ann", LATER)
        moved = (FollowUp(story_id=ids[1], earlier_id=ids[2], reasons=LINK),)
        assert unit.coverage.earlier_than(ids[1]) == moved
        assert unit.coverage.later_than(ids[2]) == moved
        unit.stories.merge(ids[1], ids[2], "ann", LATER)
        assert unit.coverage.earlier_than(ids[1]) == ()
