"""Several finds at once, holding until a day, and one undo for all of them."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from core.clock import FixedClock
from core.workflow import FindState
from storage.database import Database
from tests.review.seed import NOW, Seeded

NAMES = ("Sixty", "Utrecht", "Colorado")


def _picks(seeded: Seeded, *names: str) -> list[str]:
    return [f"{seeded.find(name)}:1" for name in names]


def _states(database: Database, seeded: Seeded, *names: str) -> list[FindState]:
    with database.read() as unit:
        return [unit.finds.get(seeded.find(name)).state for name in names]


def _batch(text: str) -> str:
    return text.split('name="batch_id" value="')[1].split('"')[0]


def test_bulk_move_moves_all_and_one_undo_takes_all_back(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    data = {"do": "reject:duplicate", "pick": _picks(seeded, *NAMES), "back": "/?region=US"}
    answer = ben.post("/queue/move", data=data)
    assert answer.headers["location"] == "/?region=US"
    assert _states(database, seeded, *NAMES) == [FindState.REJECTED] * 3
    text = ben.get("/").text
    assert "Rejected (duplicate): 3 finds." in text
    batch_id = _batch(text)
    ben.post("/queue/undo", data={"batch_id": batch_id})
    assert _states(database, seeded, *NAMES) == [FindState.DRAFTED] * 3
    assert "Undone: 3 finds." in ben.get("/").text
    assert ben.post("/queue/undo", data={"batch_id": batch_id}).status_code == 409


def test_bulk_approve_leaves_what_is_blocked_and_says_why(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    ben.post("/queue/move", data={"do": "approve", "pick": _picks(seeded, "Utrecht", "Tacoma")})
    assert _states(database, seeded, "Utrecht", "Tacoma") == [FindState.APPROVED, FindState.DRAFTED]
    text = ben.get("/").text
    assert "Approved: 1 find. 1 stays as before:" in text
    assert "own words" in text


def test_bulk_move_is_bound_to_the_revisions_seen(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    data = {"headline": "Other", "text": "Another text.", "seen": "1"}
    ben.post(f"/finds/{find_id}/edit", data=data)
    ben.post("/queue/move", data={"do": "approve", "pick": _picks(seeded, "Utrecht")})
    assert _states(database, seeded, "Utrecht") == [FindState.DRAFTED]
    assert "has changed since you opened it" in ben.get("/").text


def test_bulk_undo_leaves_finds_that_moved_on(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    ben.post("/queue/move", data={"do": "hold", "pick": _picks(seeded, *NAMES)})
    batch_id = _batch(ben.get("/").text)
    ben.post(f"/finds/{seeded.find('Sixty')}/approve", data={"seen": "1"})
    ben.post("/queue/undo", data={"batch_id": batch_id})
    assert _states(database, seeded, *NAMES) == [
        FindState.APPROVED, FindState.DRAFTED, FindState.DRAFTED,
    ]  # fmt: skip
    assert "has moved on" in ben.get("/").text


def test_bulk_place_puts_approved_finds_into_the_edition_and_undo_takes_them_out(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    ben.post("/editions", data={"volume": "2", "issue": "3", "dated": "2026-02-03"})
    ben.post("/queue/move", data={"do": "approve", "pick": _picks(seeded, "Sixty", "Utrecht")})
    picks = _picks(seeded, "Sixty", "Utrecht", "Colorado")
    ben.post("/queue/move", data={"do": "place:1", "pick": picks})
    with database.read() as unit:
        assert len(unit.editions.get(1).find_ids) == 2
    text = ben.get("/?state=approved").text
    assert "Placed into Volume 2 | Issue 3: 2 finds. 1 stays as before:" in text
    ben.post("/queue/undo", data={"batch_id": _batch(text)})
    with database.read() as unit:
        assert unit.editions.get(1).find_ids == ()
    assert _states(database, seeded, "Sixty") == [FindState.APPROVED]


@pytest.mark.parametrize(
    ("do", "pick"),
    [
        ("approve", []),
        ("approve", ["1"]),
        ("approve", ["one:1"]),
        ("publish", ["1:1"]),
        ("dance", ["1:1"]),
        ("place:x", ["1:1"]),
        ("hold:tomorrow", ["1:1"]),
        ("hold:2026-02-03", ["1:1"]),
        ("hold:2029-02-03", ["1:1"]),
    ],
)
def test_bulk_nonsense_changes_nothing(
    ben: TestClient, database: Database, do: str, pick: list[str]
) -> None:
    with database.read() as unit:
        before = unit.finds.counts()
    answer = ben.post("/queue/move", data={"do": do, "pick": pick})
    assert answer.status_code in (303, 409)
    with database.read() as unit:
        assert unit.finds.counts() == before


def test_hold_until_an_edition_says_which_and_comes_back_when_its_work_begins(
    ben: TestClient, database: Database, seeded: Seeded, clock: FixedClock
) -> None:
    find_id = seeded.find("Utrecht")
    text = ben.get("/").text
    assert "Volume 2 | Issue 4" in text
    ben.post(f"/finds/{find_id}/hold", data={"seen": "1", "until": "2026-02-04", "back": "/"})
    assert "Held (for Volume 2 | Issue 4): Utrecht" in ben.get("/").text
    held = ben.get("/?state=held").text
    assert "for Volume 2 | Issue 4, back on 2/4/2026" in held
    with database.unit() as unit:
        assert unit.finds.release_due("timetable", NOW + timedelta(days=1)) == (find_id,)
    assert "Utrecht" in ben.get("/").text


def test_undo_of_a_held_find_holds_it_until_the_same_day(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/hold", data={"seen": "1", "until": "2026-02-20"})
    ben.get("/")
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1", "back": "/?state=held"})
    text = ben.get("/?state=held").text
    assert 'name="due_on" value="2026-02-20"' in text
    data = {"seen": "1", "to": "held", "back_from": "approved", "due_on": "2026-02-20"}
    ben.post(f"/finds/{find_id}/undo", data=data)
    with database.read() as unit:
        find = unit.finds.get(find_id)
    assert (find.state, find.due_on) == (FindState.HELD, date(2026, 2, 20))


def test_viewer_has_no_ticks_and_no_bulk_form(vera: TestClient, ben: TestClient) -> None:
    assert 'name="pick"' not in vera.get("/").text
    assert 'id="bulk"' in ben.get("/").text
