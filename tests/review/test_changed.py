"""A page says what others did to what it shows, and replaces nothing."""

from starlette.testclient import TestClient

from core.workflow import Move
from storage.database import Database
from tests.review.seed import NOW, Seeded


def _latest(database: Database) -> int:
    with database.read() as unit:
        return unit.audit.latest()


def _edition(database: Database, *find_ids: int) -> int:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, NOW.date(), NOW)
        for find_id in find_ids:
            unit.finds.move(find_id, Move.APPROVE, actor="Ann", now=NOW)
            unit.editions.place(edition_id, find_id, actor="Ann", now=NOW)
    return edition_id


def test_changed_find_names_who_saved_and_leads_to_the_difference(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id, after = seeded.find("Utrecht"), _latest(database)
    path = f"/finds/{find_id}/changed?after={after}&seen=1"
    assert "Changed since" not in ben.get(path).text
    text = {"seen": "1", "headline": "Utrecht", "text": "Utrecht buys 500 cars.", "note": ""}
    assert ann.post(f"/finds/{find_id}/edit", data=text).status_code == 303
    said = ben.get(path).text
    assert "<html" not in said
    assert "Changed since you opened it." in said
    assert "Ann, just now:" in said
    assert f'href="/finds/{find_id}/history?old=1&amp;new=2"' in said
    assert "Changed since" not in ann.get(path).text
    assert "Changed since" not in ben.get(f"/finds/{find_id}/changed?seen=2&after=9999").text


def test_changed_find_that_only_moved_has_no_difference_to_show(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id, after = seeded.find("Utrecht"), _latest(database)
    with database.unit() as unit:
        unit.finds.move(find_id, Move.APPROVE, actor="Ann", now=NOW)
    said = vera.get(f"/finds/{find_id}/changed?after={after}&seen=1").text
    assert "Changed since you opened it." in said
    assert "/history" not in said


def test_changed_edition_tells_of_order_and_finds_to_others_alone(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    sixty, second = seeded.find("Sixty"), seeded.find("Utrecht")
    edition_id = _edition(database, sixty, second)
    path = f"/editions/{edition_id}/changed?after={_latest(database)}"
    ann.post(f"/editions/{edition_id}/order", data={"find_id": [str(second), str(sixty)]})
    assert "Ann, just now: put the finds in another order." in ben.get(path).text
    assert "Changed since" not in ann.get(path).text
    ann.post(f"/editions/{edition_id}/take-out", data={"find_id": str(sixty)})
    assert f"took a find out (find {sixty})" in ben.get(path).text
    assert ben.get("/editions/999/changed").status_code == 404
