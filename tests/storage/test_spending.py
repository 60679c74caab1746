"""Money is held before a call and settled after it; a cap holds, whoever asks."""

from datetime import timedelta

import pytest

from core.draft import CallOutcome
from core.spend import Cap, CapReached, Caps, Held, Purpose, SpendScope, Wanted
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW, model_call, stored_find, stored_story

SCOPE = SpendScope(run_key="run-1", volume=2, issue=3)
CALL = Wanted(purpose=Purpose.FIND, model="m-1", microdollars=100)


def reserve(unit: Unit, caps: Caps, scope: SpendScope = SCOPE, **changes: int) -> Held | CapReached:
    now = NOW + timedelta(seconds=changes.get("later", 0))
    return unit.spending.reserve(CALL, scope, caps, now=now, lease_seconds=60)


@pytest.mark.parametrize("cap", list(Cap))
def test_reserve_beyond_a_cap_is_refused_and_kept(database: Database, cap: Cap) -> None:
    caps = Caps(**{str(cap): 250})
    with database.unit() as unit:
        first, second, third = (reserve(unit, caps) for _ in range(3))
        assert isinstance(first, Held)
        assert isinstance(second, Held)
        assert third == CapReached(
            cap=cap, limit_microdollars=250, taken_microdollars=200, wanted_microdollars=100
        )
        (stop,) = unit.spending.stops()
        assert (stop.cap, stop.limit_microdollars, stop.taken_microdollars) == (cap, 250, 200)
        assert (stop.microdollars, stop.purpose, stop.title) == (100, Purpose.FIND, "")


def test_reserve_without_caps_is_never_refused(database: Database) -> None:
    with database.unit() as unit:
        assert all(isinstance(reserve(unit, Caps()), Held) for _ in range(5))


def test_settle_puts_the_true_cost_in_the_place_of_what_was_held(database: Database) -> None:
    caps = Caps(day=150)
    with database.unit() as unit:
        held = reserve(unit, caps)
        assert isinstance(held, Held)
        assert isinstance(reserve(unit, caps), CapReached)
        unit.spending.settle(held, model_call(cost_microdollars=20), SCOPE)
        assert unit.spending.taken(Cap.DAY, SCOPE, NOW) == 20
        assert isinstance(reserve(unit, caps), Held)


def test_settle_call_of_unknown_cost_counts_as_what_was_held(database: Database) -> None:
    with database.unit() as unit:
        held = reserve(unit, Caps())
        assert isinstance(held, Held)
        call = model_call(cost_microdollars=None, held_microdollars=100)
        unit.spending.settle(held, call, SCOPE)
        assert [unit.spending.taken(cap, SCOPE, NOW) for cap in Cap] == [100, 100, 100]


def test_release_gives_the_money_back(database: Database) -> None:
    with database.unit() as unit:
        held = reserve(unit, Caps())
        assert isinstance(held, Held)
        unit.spending.release(held)
        assert unit.spending.taken(Cap.RUN, SCOPE, NOW) == 0


def test_hold_of_a_dead_process_ends_with_its_lease(database: Database) -> None:
    caps = Caps(day=100)
    with database.unit() as unit:
        assert isinstance(reserve(unit, caps), Held)
        assert isinstance(reserve(unit, caps, later=59), CapReached)
        assert isinstance(reserve(unit, caps, later=60), Held)


def test_extend_holds_the_money_longer(database: Database) -> None:
    caps = Caps(day=100)
    with database.unit() as unit:
        held = reserve(unit, caps)
        assert isinstance(held, Held)
        unit.spending.extend(held, NOW + timedelta(hours=2))
        assert isinstance(reserve(unit, caps, later=3600), CapReached)


def test_caps_count_their_own_window(database: Database) -> None:
    other_run = SpendScope(run_key="run-2", volume=2, issue=3)
    other_edition = SpendScope(run_key="run-3", volume=2, issue=4)
    day_ago = model_call(cost_microdollars=7, started_at=NOW - timedelta(hours=25))
    with database.unit() as unit:
        held = reserve(unit, Caps())
        assert isinstance(held, Held)
        unit.spending.settle(held, day_ago, SCOPE)
        assert isinstance(reserve(unit, Caps(), other_run), Held)
        taken = unit.spending.taken
        assert (taken(Cap.RUN, SCOPE, NOW), taken(Cap.RUN, other_run, NOW)) == (7, 100)
        assert taken(Cap.DAY, SCOPE, NOW) == 100
        assert taken(Cap.EDITION, SCOPE, NOW) == 107
        assert taken(Cap.EDITION, other_edition, NOW) == 0


def test_account_by_edition_model_purpose_and_find(database: Database) -> None:
    newer = SpendScope(run_key="run-2", volume=2, issue=4)
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        drafted = unit.finds.get(find_id).story_id
        failing = stored_story(unit, "ghent").story_id
        calls = unit.model_calls
        calls.add(model_call(story_id=drafted, reasoning_tokens=50), scope=SCOPE)
        calls.add(model_call(story_id=drafted, purpose=Purpose.REPAIR), scope=SCOPE)
        refused = {"outcome": CallOutcome.REFUSED, "cost_microdollars": None, "model": "m-2"}
        calls.add(model_call(story_id=failing, **refused), scope=newer)
        spending = unit.spending
        editions = [(line.label, line.spend.calls) for line in spending.by_edition()]
        assert editions == [("Volume 2 | Issue 4", 1), ("Volume 2 | Issue 3", 2)]
        dear, cheap = spending.by_model()
        assert (dear.label, dear.spend.microdollars, dear.failed) == ("m-1", 3000, 0)
        assert dear.spend.reasoning_tokens == 50
        assert (cheap.label, cheap.spend.unknown, cheap.failed) == ("m-2", 1, 1)
        assert {line.label for line in spending.by_purpose()} == {"find", "repair"}
        finds = [(line.find_id, line.story_id) for line in spending.by_find()]
        assert finds == [(find_id, drafted), (None, failing)]
        assert spending.by_model(NOW + timedelta(seconds=1)) == ()
