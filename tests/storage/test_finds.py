"""A find is drafted once, revised by people, and moves only as the workflow allows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import MoveRefused, NotFound, Refused, StaleRevision
from core.find import Author, AuthorKind, Check, CheckLevel, Find, Sentence
from core.place import Region
from core.workflow import FindState, Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import (
    ANN,
    DAY,
    EXTRACT,
    MODEL,
    NOW,
    article,
    draft,
    sentences,
    stored_find,
    stored_story,
)

LATER = NOW + timedelta(hours=1)
KEY = article("utrecht").article_id


def edit(
    unit: Unit, find_id: int, *, seen: int, author: Author = ANN, text: str = "Better."
) -> Find:
    return unit.finds.save_revision(
        find_id,
        seen=seen,
        headline="Edited",
        sentences=[Sentence(text=text)],
        checks=[Check(rule="length", level=CheckLevel.FLAG, reason="Short.")],
        author=author,
        now=LATER,
        note="shorter",
    )


def test_find_added_reads_back_with_story_and_draft(database: Database) -> None:
    with database.unit() as unit:
        story = stored_story(unit)
        find_id = unit.finds.add(story, draft(KEY, verbatim=True), now=NOW)
    with database.read() as unit:
        find = unit.finds.get(find_id)
        assert unit.finds.of_story(story.story_id) == find
    assert (find.state, find.region, find.printed_on) == (FindState.DRAFTED, Region.GLOBAL, DAY)
    assert (find.region_verdict, find.date_verdict) == (story.region, story.date)
    assert (find.rank, find.rank_reasons) == (story.rank, story.rank_reasons)
    revision = find.revision
    assert (revision.number, revision.verbatim, revision.author) == (1, True, MODEL)
    assert revision.sentences == sentences(KEY)
    assert revision.checks == draft(KEY).checks
    assert revision.text == draft(KEY).text


def test_find_added_twice_for_a_story_is_one(database: Database) -> None:
    with database.unit() as unit:
        story = stored_story(unit)
        first = unit.finds.add(story, draft(KEY), now=NOW)
    with database.unit() as unit:
        again = unit.finds.add(story, draft(KEY, headline="Another"), now=LATER)
        assert again == first
        assert unit.finds.get(first).revision.headline == draft(KEY).headline
        assert len(unit.finds.revisions(first)) == 1
        assert sum(unit.finds.counts().values()) == 1


def test_evidence_offsets_still_point_at_the_quote(database: Database) -> None:
    with database.unit() as unit:
        find = unit.finds.get(stored_find(unit))
        text = unit.articles.get(KEY).text
    bits = [bit for sentence in find.revision.sentences for bit in sentence.evidence]
    assert len(bits) == 3
    assert all(text[bit.start : bit.end] == bit.quote for bit in bits)


def test_save_revision_is_the_next_and_keeps_the_former(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        edited = edit(unit, find_id, seen=1)
        newest, oldest = unit.finds.revisions(find_id)
    assert edited.revision == newest
    assert (newest.number, newest.text, newest.author, newest.note) == (
        2,
        "Better.",
        ANN,
        "shorter",
    )
    assert (oldest.number, oldest.sentences) == (1, sentences(KEY))


def test_save_revision_over_a_newer_one_is_stale(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        edit(unit, find_id, seen=1)
        with pytest.raises(StaleRevision) as caught:
            edit(unit, find_id, seen=1, text="Lost?")
        assert (caught.value.seen, caught.value.current) == (1, 2)
        assert unit.finds.get(find_id).revision.text == "Better."


def test_save_revision_of_an_approved_find_asks_for_approval_anew(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        unit.finds.move(find_id, Move.APPROVE, seen=1, actor="ann", now=NOW)
        assert edit(unit, find_id, seen=1).state is FindState.DRAFTED


@pytest.mark.parametrize("moves", [(Move.REJECT,), (Move.APPROVE, Move.PUBLISH)])
def test_save_revision_of_a_closed_find_is_refused(
    database: Database, moves: tuple[Move, ...]
) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        for move in moves:
            unit.finds.move(find_id, move, reason="old news", actor="ann", now=NOW)
        with pytest.raises(Refused, match="cannot be edited"):
            edit(unit, find_id, seen=1)


def test_replace_draft_is_the_next_revision_while_no_person_wrote(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        new = draft(KEY, headline="Shorter", checks=(), author=EXTRACT)
        assert unit.finds.replace_draft(find_id, new, now=LATER, note="shorter")
        find = unit.finds.get(find_id)
    assert (find.revision.number, find.revision.headline) == (2, "Shorter")
    assert (find.revision.author, find.updated_at) == (EXTRACT, LATER)


def test_replace_draft_never_replaces_what_a_person_wrote(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        before = edit(unit, find_id, seen=1)
        assert not unit.finds.replace_draft(find_id, draft(KEY), now=LATER)
        assert unit.finds.get(find_id) == before


@pytest.mark.parametrize("move", [Move.APPROVE, Move.REJECT])
def test_replace_draft_leaves_what_a_person_decided(database: Database, move: Move) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        unit.finds.move(find_id, move, reason="old news", actor="ann", now=NOW)
        assert not unit.finds.replace_draft(find_id, draft(KEY), now=LATER)
        assert unit.finds.get(find_id).revision.number == 1


def test_move_is_recorded_and_remembered(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        moved = unit.finds.move(find_id, Move.REJECT, reason="old news", actor="ann", now=LATER)
        event, drafted = unit.audit.of(f"find {find_id}")
        (taught,) = unit.feedback.page()
    assert (moved.state, moved.state_reason) == (FindState.REJECTED, "old news")
    assert (event.actor, event.action, event.reason) == ("ann", "reject", "old news")
    assert (event.before, event.after, event.at) == ("drafted", "rejected", LATER)
    assert drafted.action == "drafted"
    assert (taught.kind, taught.find_id, taught.after) == ("reject", find_id, "rejected")


def test_move_that_the_workflow_forbids_changes_nothing(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        with pytest.raises(MoveRefused):
            unit.finds.move(find_id, Move.PUBLISH, actor="ann", now=NOW)
        with pytest.raises(MoveRefused, match="needs a reason"):
            unit.finds.move(find_id, Move.REJECT, reason=" ", actor="ann", now=NOW)
        assert unit.finds.get(find_id).state is FindState.DRAFTED
        assert len(unit.audit.of(f"find {find_id}")) == 1


def test_approval_of_a_text_not_seen_is_stale(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        edit(unit, find_id, seen=1)
        with pytest.raises(StaleRevision):
            unit.finds.move(find_id, Move.APPROVE, seen=1, actor="bo", now=NOW)
        assert unit.finds.get(find_id).state is FindState.DRAFTED


def test_region_set_by_an_editor_keeps_the_machines_verdict(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        find = unit.finds.set_region(find_id, Region.US, "It is in Ohio.", "ann", LATER)
        (taught,) = unit.feedback.page()
        event = unit.audit.of(f"find {find_id}")[0]
    assert (find.region, find.region_verdict.region) == (Region.US, Region.GLOBAL)
    assert (taught.kind, taught.before, taught.after) == ("region", "Global", "US")
    assert event.reason == "It is in Ohio."


def test_date_set_by_an_editor_keeps_the_machines_verdict(database: Database) -> None:
    day = date(2026, 1, 27)
    with database.unit() as unit:
        find_id = stored_find(unit)
        find = unit.finds.set_printed_on(find_id, day, "The page says so.", "ann", LATER)
        (taught,) = unit.feedback.page()
    assert (find.printed_on, find.date_verdict.day) == (day, DAY)
    assert (taught.kind, taught.before, taught.after) == ("date", "2026-02-02", "2026-01-27")


def test_page_filters_by_state_region_and_words(database: Database) -> None:
    with database.unit() as unit:
        low = stored_find(unit, "low", rank=1.0)
        high = stored_find(unit, "high", rank=9.0)
        unit.finds.set_region(low, Region.US, "", "ann", NOW)
        unit.finds.move(low, Move.HOLD, actor="ann", now=NOW)
        edit(unit, high, seen=1, text="Kilowatt")
        assert [find.find_id for find in unit.finds.page()] == [high, low]
        assert [find.find_id for find in unit.finds.page(states=[FindState.HELD])] == [low]
        assert [find.find_id for find in unit.finds.page(region=Region.US)] == [low]
        assert [find.find_id for find in unit.finds.page(query="kilow")] == [high]
        assert [find.find_id for find in unit.finds.page(query="utrecht")] == [low]
        assert [find.find_id for find in unit.finds.page(limit=1, offset=1)] == [low]
        assert [find.find_id for find in unit.finds.many([low, 99, high])] == [low, high]
        assert unit.finds.counts() == {
            (FindState.HELD, Region.US): 1,
            (FindState.DRAFTED, Region.GLOBAL): 1,
        }


def test_unknown_find_is_not_found(database: Database) -> None:
    with database.unit() as unit:
        story = replace(stored_story(unit), story_id=99)
        with pytest.raises(NotFound, match="no find 5"):
            unit.finds.get(5)
        with pytest.raises(NotFound, match="no find 5"):
            unit.finds.move(5, Move.APPROVE, actor="ann", now=NOW)
        with pytest.raises(NotFound, match="no story 99"):
            unit.finds.add(story, draft(KEY), now=NOW)


def test_author_kinds_all_are_kept(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        edit(unit, find_id, seen=1)
        kinds = [revision.author.kind for revision in unit.finds.revisions(find_id)]
    assert kinds == [AuthorKind.HUMAN, AuthorKind.MODEL]


def test_held_until_a_day_comes_back_by_itself_on_that_day(database: Database) -> None:
    due = date(2026, 2, 10)
    with database.unit() as unit:
        waits, stays = stored_find(unit, "a"), stored_find(unit, "b")
        held = unit.finds.move(waits, Move.HOLD, due_on=due, actor="ann", now=NOW)
        unit.finds.move(stays, Move.HOLD, actor="ann", now=NOW)
        assert held.due_on == due
        assert unit.finds.release_due("timetable", NOW + timedelta(days=6)) == ()
        assert unit.finds.release_due("timetable", NOW + timedelta(days=7)) == (waits,)
        assert unit.finds.release_due("timetable", NOW + timedelta(days=8)) == ()
        back = unit.finds.get(waits)
        assert (back.state, back.due_on) == (FindState.DRAFTED, None)
        assert unit.finds.get(stays).state is FindState.HELD
        assert unit.audit.of(f"find {waits}")[0].actor == "timetable"


def test_held_until_a_day_and_moved_before_stays_where_it_was_put(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        unit.finds.move(find_id, Move.HOLD, due_on=date(2026, 2, 4), actor="ann", now=NOW)
        unit.finds.move(find_id, Move.REJECT, reason="other", actor="ann", now=NOW)
        assert unit.finds.release_due("timetable", NOW + timedelta(days=9)) == ()
        assert unit.finds.get(find_id).due_on is None
