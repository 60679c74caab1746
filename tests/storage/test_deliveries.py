"""One key, one delivery, whatever happens in between."""

from datetime import date, timedelta

import pytest

from core.delivery import DeliveryState, Target
from core.errors import NotFound
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW

LATER = NOW + timedelta(minutes=5)


def begun(unit: Unit, key: str = "k1") -> int:
    edition = unit.editions.by_number(2, 3)
    edition_id = (
        edition.edition_id if edition else unit.editions.create(2, 3, date(2026, 2, 3), NOW)
    )
    return unit.deliveries.begin(edition_id, Target.GHOST, key, actor="ann", now=NOW).delivery_id


def test_delivery_begun_twice_is_the_same_one(database: Database) -> None:
    with database.unit() as unit:
        first = begun(unit)
    with database.unit() as unit:
        unit.deliveries.attempt(first, now=LATER)
        unit.deliveries.end(first, DeliveryState.UNKNOWN, note="No answer.", now=LATER)
        assert begun(unit) == first
        again = unit.deliveries.begin(1, Target.GHOST, "k1", actor="bo", now=LATER)
        assert (again.state, again.attempts, again.actor) == (DeliveryState.UNKNOWN, 1, "ann")


def test_delivery_of_another_text_or_target_is_another(database: Database) -> None:
    with database.unit() as unit:
        first, second = begun(unit), begun(unit, "k2")
        third = unit.deliveries.begin(1, Target.BEEHIIV, "k1", actor="ann", now=NOW)
        found = [one.delivery_id for one in unit.deliveries.of_edition(1)]
        assert found == [third.delivery_id, second, first]


def test_delivery_ended_says_where_the_draft_is_and_is_audited(database: Database) -> None:
    with database.unit() as unit:
        delivery_id = begun(unit)
        ended = unit.deliveries.end(
            delivery_id,
            DeliveryState.DRAFTED,
            note="A draft is at Ghost.",
            remote_id="77",
            url="https://ghost.test/77",
            now=LATER,
        )
        assert (ended.state, ended.remote_id, ended.url) == (
            DeliveryState.DRAFTED,
            "77",
            "https://ghost.test/77",
        )
        assert (ended.asked_at, ended.updated_at) == (NOW, LATER)
        (event,) = unit.audit.of("edition 1")
        assert (event.actor, event.action, event.after) == ("ann", "sent to ghost", "drafted")


def test_delivery_unknown_is_not_found(database: Database) -> None:
    with database.unit() as unit:
        for call in (
            lambda: unit.deliveries.get(9),
            lambda: unit.deliveries.attempt(9, now=NOW),
            lambda: unit.deliveries.end(9, DeliveryState.DRAFTED, note="", now=NOW),
        ):
            with pytest.raises(NotFound, match="delivery 9"):
                call()
