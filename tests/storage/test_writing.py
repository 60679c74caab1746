"""What lies beside a find: offers, unsaved texts, who is there."""

from datetime import timedelta

import pytest

from core.errors import NotFound, Refused
from core.people import Role
from core.place import Region
from core.writing import OfferState
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW, article, draft, stored_find, working_copy

KEY = article("utrecht").article_id
SHORTER = draft(KEY, headline="Utrecht, shorter", region=Region.US)


def person(unit: Unit, name: str) -> int:
    return unit.users.create(name, "x", Role.EDITOR, NOW).user_id


def test_offer_comes_back_as_it_was_given(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        made = unit.offers.add(find_id, SHORTER, seen=1, instruction="shorter", now=NOW)
        assert unit.offers.waiting(find_id) == made
        assert unit.finds.get(find_id).revision.number == 1
    assert (made.draft, made.seen, made.instruction) == (SHORTER, 1, "shorter")
    assert made.state is OfferState.OPEN


def test_offer_of_a_later_draft_replaces_the_one_that_waits(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        first = unit.offers.add(find_id, SHORTER, seen=1, instruction="shorter", now=NOW)
        second = unit.offers.add(find_id, SHORTER, seen=1, instruction="longer", now=NOW)
        assert [offer.offer_id for offer in unit.offers.of(find_id)] == [
            second.offer_id,
            first.offer_id,
        ]
        assert unit.offers.get(first.offer_id).state is OfferState.REPLACED
        assert unit.offers.waiting(find_id) == second


def test_offer_is_decided_about_once(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        made = unit.offers.add(find_id, SHORTER, seen=1, instruction="", now=NOW)
        unit.offers.settle(made.offer_id, OfferState.DECLINED, "ann", NOW)
        assert unit.offers.waiting(find_id) is None
        assert unit.offers.get(made.offer_id).settled_by == "ann"
        with pytest.raises(Refused, match="decided about already"):
            unit.offers.settle(made.offer_id, OfferState.TAKEN, "ben", NOW)
        with pytest.raises(NotFound):
            unit.offers.get(made.offer_id + 1)


def test_draft_keeps_the_region_its_writer_named(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        assert unit.finds.get(find_id).revision.writer_region is None
        unit.finds.replace_draft(find_id, SHORTER, now=NOW)
        assert unit.finds.get(find_id).revision.writer_region is Region.US


def test_working_copy_is_one_for_each_person_and_find(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        ann, ben = person(unit, "ann"), person(unit, "ben")
        unit.working_copies.keep(working_copy(find_id, ann, text="First."))
        second = working_copy(find_id, ann, text="Second.", seen=2)
        unit.working_copies.keep(second)
        assert unit.working_copies.get(find_id, ann) == second
        assert unit.working_copies.get(find_id, ben) is None
        assert unit.working_copies.of_user(ann) == (second,)
        unit.working_copies.drop(find_id, ann)
        assert unit.working_copies.get(find_id, ann) is None


def test_presence_ends_by_itself_and_remembers_since_when(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        ann, ben = person(unit, "ann"), person(unit, "ben")
        later = NOW + timedelta(seconds=30)
        unit.presences.show(find_id, ann, editing=False, now=NOW, until=later)
        unit.presences.show(
            find_id, ben, editing=False, now=later - timedelta(seconds=5), until=later
        )
        unit.presences.show(
            find_id,
            ann,
            editing=True,
            now=later - timedelta(seconds=1),
            until=later + timedelta(seconds=30),
        )
        both = unit.presences.there([find_id], NOW)
        assert [(one.name, one.editing) for one in both] == [("ann", True), ("ben", False)]
        assert both[0].since == NOW
        assert [one.name for one in unit.presences.there([find_id], later)] == ["ann"]
        unit.presences.leave(find_id, ann)
        assert [one.name for one in unit.presences.there([find_id], NOW)] == ["ben"]
