"""Editions hold approved finds in order, and leave only when all of it is approved."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from core.archive import ArchiveFind
from core.edition import Edition, EditionRevision, EditionState, Feature
from core.errors import NotFound, Refused
from core.find import Sentence
from core.place import Region
from core.workflow import FindState, Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import ANN, NOW, article, document, draft, stored_find, stored_story

DATED = date(2026, 2, 3)
LATER = NOW + timedelta(hours=1)
FEATURES = (
    Feature(kind="V2G Insights", title="One", dated=DATED, body="*Text*"),
    Feature(kind="V2G Intelligence", title="Two", dated=DATED, body="", url="https://v2g.test/2"),
)


def approved(unit: Unit, *names: str) -> list[int]:
    finds = [stored_find(unit, name) for name in names]
    for find_id in finds:
        unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
    return finds


def edition_with(unit: Unit, *names: str) -> tuple[int, list[int]]:
    edition_id, finds = unit.editions.create(2, 3, DATED, NOW), approved(unit, *names)
    for find_id in finds:
        unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
    return edition_id, finds


def test_edition_created_is_open_and_empty(database: Database) -> None:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, DATED, NOW)
    with database.read() as unit:
        expected = Edition(
            edition_id=edition_id, volume=2, issue=3, dated=DATED, state=EditionState.OPEN
        )
        assert unit.editions.get(edition_id) == expected
        assert unit.editions.by_number(2, 3) == expected
        assert unit.editions.by_number(2, 4) is None
        assert unit.editions.all() == (expected,)


def test_edition_with_a_taken_number_is_refused(database: Database) -> None:
    with database.unit() as unit:
        unit.editions.create(2, 3, DATED, NOW)
        with pytest.raises(Refused, match=r"Volume 2 \| Issue 3 already"):
            unit.editions.create(2, 3, DATED, NOW)


def test_all_come_latest_number_first(database: Database) -> None:
    with database.unit() as unit:
        for volume, issue in ((1, 26), (2, 1), (2, 11), (2, 2)):
            unit.editions.create(volume, issue, DATED, NOW)
        assert [edition.issue for edition in unit.editions.all()] == [11, 2, 1, 26]


def test_rows_count_what_stands_in_each_edition(database: Database) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a", "b")
        unit.editions.set_features(edition_id, FEATURES[:1], now=NOW)
        unit.editions.create(2, 11, DATED, NOW)
    with database.read() as unit:
        rows = unit.editions.rows()
    found = [(row.number, row.state, row.finds, row.features) for row in rows]
    assert found == [
        ("Volume 2 | Issue 11", EditionState.OPEN, 0, 0),
        ("Volume 2 | Issue 3", EditionState.OPEN, 2, 1),
    ]


def test_texts_before_are_our_own_or_else_the_imported_ones(database: Database) -> None:
    with database.unit() as unit:
        _, (find_id,) = edition_with(unit, "a")
        mine = unit.finds.get(find_id).revision.text
        unit.editions.create(2, 4, DATED + timedelta(days=14), NOW)
        for issue, text in ((2, "Imported."), (3, "Never shown: we have our own.")):
            dated = DATED - timedelta(days=14 * (3 - issue))
            ran = ArchiveFind(volume=2, issue=issue, position=0, dated=dated, text=text)
            unit.archive.add_find(ran)
    with database.read() as unit:
        before = unit.editions.texts_before(DATED + timedelta(days=28))
        assert before == ((), (mine,), ("Imported.",))
        assert unit.editions.texts_before(DATED) == (("Imported.",),)
        assert unit.editions.texts_before(DATED + timedelta(days=28), limit=1) == ((),)


def test_place_puts_finds_in_at_the_end_or_at_a_position(database: Database) -> None:
    with database.unit() as unit:
        edition_id, (a, b) = edition_with(unit, "a", "b")
        (c,) = approved(unit, "c")
        placed = unit.editions.place(edition_id, c, position=1, actor="ann", now=NOW)
        assert placed.find_ids == (a, c, b)
        moved = unit.editions.place(edition_id, a, position=99, actor="ann", now=NOW)
        assert moved.find_ids == (c, b, a)
        assert unit.finds.get(a).edition_id == edition_id


def test_place_of_a_find_that_is_not_approved_is_refused(database: Database) -> None:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, DATED, NOW)
        find_id = stored_find(unit)
        with pytest.raises(Refused, match="only approved"):
            unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        with pytest.raises(NotFound, match="no find 99"):
            unit.editions.place(edition_id, 99, actor="ann", now=NOW)
        with pytest.raises(NotFound, match="no edition 99"):
            unit.editions.place(99, find_id, actor="ann", now=NOW)


def test_place_in_another_edition_takes_it_out_of_the_first(database: Database) -> None:
    with database.unit() as unit:
        first, (a, b) = edition_with(unit, "a", "b")
        second = unit.editions.create(2, 4, DATED, NOW)
        assert unit.editions.place(second, a, actor="ann", now=NOW).find_ids == (a,)
        assert unit.editions.get(first).find_ids == (b,)


def test_unplace_takes_it_out_and_says_so(database: Database) -> None:
    with database.unit() as unit:
        edition_id, (a, b) = edition_with(unit, "a", "b")
        assert unit.editions.unplace(edition_id, a, actor="ann", now=NOW).find_ids == (b,)
        assert unit.editions.unplace(edition_id, a, actor="ann", now=NOW).find_ids == (b,)
        event = unit.audit.of(f"find {a}")[0]
        assert (event.action, event.before) == ("unplaced", "Volume 2 | Issue 3")
        assert unit.finds.get(a).edition_id is None


def test_reorder_takes_exactly_the_finds_that_are_in(database: Database) -> None:
    with database.unit() as unit:
        edition_id, (a, b) = edition_with(unit, "a", "b")
        assert unit.editions.reorder(edition_id, [b, a], now=NOW).find_ids == (b, a)
        for wrong in ([a], [a, a], [a, b, 99]):
            with pytest.raises(Refused, match="have changed"):
                unit.editions.reorder(edition_id, wrong, now=NOW)


@pytest.mark.parametrize("move", [Move.HOLD, Move.REJECT, Move.RESTORE])
def test_find_that_is_no_longer_approved_leaves_its_edition(database: Database, move: Move) -> None:
    with database.unit() as unit:
        edition_id, (a, b) = edition_with(unit, "a", "b")
        unit.finds.move(a, move, reason="old news", actor="ann", now=NOW)
        assert unit.editions.get(edition_id).find_ids == (b,)


def test_introduction_and_features_are_replaced_whole(database: Database) -> None:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, DATED, NOW)
        unit.editions.set_features(edition_id, FEATURES, now=NOW)
        unit.editions.set_introduction(edition_id, "Dear readers", now=NOW)
        edition = unit.editions.set_features(edition_id, FEATURES[::-1], now=NOW)
        assert (edition.introduction, edition.features) == ("Dear readers", FEATURES[::-1])
        assert unit.editions.set_features(edition_id, (), now=NOW).features == ()
        with pytest.raises(NotFound):
            unit.editions.set_introduction(99, "", now=NOW)


def leave(unit: Unit, edition_id: int, at: datetime = NOW) -> EditionRevision:
    return unit.editions.export(edition_id, document(edition_id), actor="ann", now=at)


def test_export_freezes_the_edition_and_records_who_did(database: Database) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a")
        revision = leave(unit, edition_id, LATER)
        assert revision.document == document(edition_id)
        assert (revision.number, revision.actor, revision.note) == (1, "ann", "")
        assert unit.editions.get(edition_id).state is EditionState.EXPORTED
        assert [
            (event.actor, event.action, event.at)
            for event in unit.audit.of(f"edition {edition_id}")
        ] == [("ann", "exported", LATER), ("ann", "placed a find", NOW)]


def test_export_of_a_frozen_edition_gives_what_left(database: Database) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a")
        left = leave(unit, edition_id)
        other = document(edition_id, introduction="Something else.")
        assert unit.editions.export(edition_id, other, actor="bo", now=LATER) == left


EDITION_CHANGES: dict[str, Callable[[Unit, int], object]] = {
    "introduction": lambda unit, key: unit.editions.set_introduction(key, "x", now=LATER),
    "features": lambda unit, key: unit.editions.set_features(key, FEATURES, now=LATER),
    "order": lambda unit, key: unit.editions.reorder(
        key, unit.editions.get(key).find_ids, now=LATER
    ),
    "taken out": lambda unit, key: unit.editions.unplace(
        key, unit.editions.get(key).find_ids[0], actor="bo", now=LATER
    ),
}


@pytest.mark.parametrize("change", EDITION_CHANGES.values(), ids=EDITION_CHANGES)
def test_exported_edition_changes_only_in_a_correction(
    database: Database, change: Callable[[Unit, int], object]
) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a")
        leave(unit, edition_id)
        with pytest.raises(Refused, match="frozen"):
            change(unit, edition_id)
        unit.editions.begin_correction(edition_id, "A name was wrong.", actor="bo", now=LATER)
        change(unit, edition_id)
        assert unit.editions.get(edition_id).state is EditionState.CORRECTING


def test_correction_exports_another_revision_with_its_note(database: Database) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a")
        leave(unit, edition_id)
        opened = unit.editions.begin_correction(edition_id, "Wrong.", actor="bo", now=LATER)
        assert (opened.state, opened.correction) == (EditionState.CORRECTING, "Wrong.")
        second = leave(unit, edition_id, LATER)
        assert (second.number, second.note) == (2, "Wrong.")
        assert second.document.revision == 2
        assert [one.note for one in second.document.corrections] == ["Wrong."]
        assert [one.number for one in unit.editions.revisions(edition_id)] == [2, 1]
        assert unit.editions.get(edition_id).correction == ""


def test_correction_without_a_note_or_of_an_open_edition_is_refused(database: Database) -> None:
    with database.unit() as unit:
        edition_id, _ = edition_with(unit, "a")
        with pytest.raises(Refused, match="is open"):
            unit.editions.begin_correction(edition_id, "Wrong.", actor="bo", now=NOW)
        leave(unit, edition_id)
        with pytest.raises(Refused):
            unit.editions.begin_correction(edition_id, " ", actor="bo", now=NOW)


def _save(unit: Unit, find_id: int) -> None:
    text = [Sentence(text="x")]
    unit.finds.save_revision(
        find_id, seen=1, headline="", sentences=text, checks=(), author=ANN, now=LATER
    )


def _place_elsewhere(unit: Unit, find_id: int) -> None:
    other = unit.editions.create(2, 4, DATED, NOW)
    unit.editions.place(other, find_id, actor="bo", now=LATER)


CHANGES: dict[str, Callable[[Unit, int], object]] = {
    "date": lambda unit, key: unit.finds.set_printed_on(key, DATED, "So it says.", "bo", LATER),
    "region": lambda unit, key: unit.finds.set_region(key, Region.US, "It is.", "bo", LATER),
    "text": _save,
    "elsewhere": _place_elsewhere,
    "hold": lambda unit, key: unit.finds.move(key, Move.HOLD, actor="bo", now=LATER),
    "reject": lambda unit, key: unit.finds.move(
        key, Move.REJECT, reason="old news", actor="bo", now=LATER
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_find_in_an_exported_edition_changes_only_in_a_correction(
    database: Database, change: Callable[[Unit, int], object]
) -> None:
    with database.unit() as unit:
        edition_id, (a, _) = edition_with(unit, "a", "b")
        leave(unit, edition_id)
        before = unit.finds.get(a)
    with pytest.raises(Refused, match="frozen"), database.unit() as unit:
        change(unit, a)
    with database.unit() as unit:
        assert unit.finds.get(a) == before
        unit.editions.begin_correction(edition_id, "Wrong.", actor="bo", now=LATER)
        change(unit, a)


def test_unplace_of_a_published_find_is_refused_until_recalled(database: Database) -> None:
    with database.unit() as unit:
        edition_id, (a,) = edition_with(unit, "a")
        leave(unit, edition_id)
        unit.finds.move(a, Move.PUBLISH, actor="ann", now=NOW)
        unit.editions.begin_correction(edition_id, "Wrong.", actor="bo", now=LATER)
        with pytest.raises(Refused, match="went out with Volume 2"):
            unit.editions.unplace(edition_id, a, actor="bo", now=LATER)
        unit.finds.move(a, Move.RECALL, reason="Wrong.", actor="bo", now=LATER)
        assert unit.editions.unplace(edition_id, a, actor="bo", now=LATER).find_ids == ()


def test_export_with_an_edited_find_is_refused_until_approved(database: Database) -> None:
    with database.unit() as unit:
        edition_id, (a,) = edition_with(unit, "a")
        edited = unit.finds.save_revision(
            a, seen=1, headline="", sentences=[Sentence(text="x")], checks=(), author=ANN, now=LATER
        )
        assert (edited.state, edited.edition_id) == (FindState.DRAFTED, edition_id)
        with pytest.raises(Refused, match="is drafted, not approved"):
            leave(unit, edition_id, LATER)
        unit.finds.move(a, Move.APPROVE, seen=2, actor="ann", now=LATER)
        assert leave(unit, edition_id, LATER).number == 1


def test_export_with_an_unedited_extract_is_refused(database: Database) -> None:
    with database.unit() as unit:
        key = article("a").article_id
        story = stored_story(unit, "a")
        find_id = unit.finds.add(story, draft(key, verbatim=True), now=NOW)
        unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
        edition_id = unit.editions.create(2, 3, DATED, NOW)
        unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        with pytest.raises(Refused, match="nobody has rewritten"):
            leave(unit, edition_id)
