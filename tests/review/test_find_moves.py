"""Moving, correcting and placing a find."""

import pytest
from starlette.testclient import TestClient

from core.errors import MoveRefused
from core.place import Region
from core.run import Job
from core.workflow import FindState, Move
from review.actions.triage import way_back
from storage.database import Database
from tests.review.seed import Seeded


def _state(database: Database, find_id: int) -> FindState:
    with database.read() as unit:
        return unit.finds.get(find_id).state


@pytest.mark.parametrize(
    ("action", "more", "state"),
    [
        ("approve", {}, FindState.APPROVED),
        ("hold", {}, FindState.HELD),
        ("reject", {"reason": "duplicate"}, FindState.REJECTED),
    ],
)
def test_move_changes_the_state_and_is_recorded(
    ben: TestClient,
    database: Database,
    seeded: Seeded,
    action: str,
    more: dict[str, str],
    state: FindState,
) -> None:
    find_id = seeded.find("Utrecht")
    assert ben.post(f"/finds/{find_id}/{action}", data={"seen": "1"} | more).status_code == 303
    assert _state(database, find_id) is state
    with database.read() as unit:
        event = unit.audit.of(f"find {find_id}")[0]
    assert (event.actor, event.action, event.after) == ("Ben", action, state)


@pytest.mark.parametrize("action", ["approve", "hold", "reject"])
def test_move_of_an_older_revision_is_refused(
    ben: TestClient, database: Database, seeded: Seeded, action: str
) -> None:
    find_id = seeded.find("Utrecht")
    answer = ben.post(f"/finds/{find_id}/{action}", data={"seen": "0", "reason": "duplicate"})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.text
    assert _state(database, find_id) is FindState.DRAFTED


def test_approve_of_an_unedited_extract_is_refused_with_the_reason(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    answer = ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    assert answer.status_code == 409
    assert "rewrite it" in answer.text
    assert _state(database, find_id) is FindState.DRAFTED


@pytest.mark.parametrize("reason", ["", "because", "duplicate "])
def test_reject_without_one_of_the_reasons_is_refused(
    ben: TestClient, database: Database, seeded: Seeded, reason: str
) -> None:
    find_id = seeded.find("Utrecht")
    answer = ben.post(f"/finds/{find_id}/reject", data={"seen": "1", "reason": reason})
    assert answer.status_code == 409
    assert _state(database, find_id) is FindState.DRAFTED


def test_move_that_the_state_does_not_allow_is_refused(ben: TestClient, seeded: Seeded) -> None:
    answer = ben.post(f"/finds/{seeded.find('Utrecht')}/restore", data={"seen": "1"})
    assert answer.status_code == 409
    assert "cannot restore" in answer.text


def test_move_of_no_find_is_404(ben: TestClient) -> None:
    assert ben.post("/finds/999/hold", data={"seen": "1"}).status_code == 404


def test_move_without_the_revision_seen_is_refused(ben: TestClient, seeded: Seeded) -> None:
    answer = ben.post(f"/finds/{seeded.find('Utrecht')}/approve")
    assert answer.status_code == 422
    assert "seen" in answer.text


@pytest.mark.parametrize(
    ("first", "second"),
    [("hold", "reject"), ("approve", "hold"), ("approve", "restore"), ("reject", "restore")],
)
def test_undo_brings_back_the_state_before(
    ben: TestClient, database: Database, seeded: Seeded, first: str, second: str
) -> None:
    find_id = seeded.find("Utrecht")
    move = {"seen": "1", "reason": "duplicate"}
    ben.post(f"/finds/{find_id}/{first}", data=move)
    before = _state(database, find_id)
    ben.post(f"/finds/{find_id}/{second}", data=move)
    after = _state(database, find_id)
    back = {"seen": "1", "to": before, "back_from": after}
    answer = ben.post(f"/finds/{find_id}/undo", data=back)
    assert answer.status_code == 303
    assert _state(database, find_id) is before


def test_move_on_the_find_page_leads_on_to_the_next(ben: TestClient, seeded: Seeded) -> None:
    find_id, next_id = seeded.find("Utrecht"), seeded.find("Osaka")
    page = f"/finds/{find_id}"
    answer = ben.post(f"{page}/approve", data={"seen": "1", "back": f"{page}?at=2"})
    assert answer.headers["location"] == f"{page}?at=2"
    text = ben.get(page).text
    assert f'href="/finds/{next_id}" data-does="next-find"' in text
    assert "Next: Osaka aggregator" in text


def test_undo_after_someone_moved_on_is_refused(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    ann.post(f"/finds/{find_id}/hold", data={"seen": "1"})
    back = {"seen": "1", "to": "drafted", "back_from": "approved"}
    answer = ben.post(f"/finds/{find_id}/undo", data=back)
    assert answer.status_code == 409
    assert _state(database, find_id) is FindState.HELD


def test_undo_never_approves_a_text_that_was_saved_since(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    ben.post(f"/finds/{find_id}/hold", data={"seen": "1"})
    assert '<input type="hidden" name="seen" value="1">' in ben.get("/").text.split("/undo")[2]
    saved = {"seen": "1", "headline": "Utrecht", "text": "Utrecht buys 500 cars."}
    assert ann.post(f"/finds/{find_id}/edit", data=saved).status_code == 303
    back = {"seen": "1", "to": "approved", "back_from": "held"}
    answer = ben.post(f"/finds/{find_id}/undo", data=back)
    assert answer.status_code == 409
    assert "You saw revision 1; it is now at revision 2." in answer.text
    assert _state(database, find_id) is FindState.HELD


def test_way_back_takes_the_fewest_moves() -> None:
    assert way_back(1, FindState.APPROVED, FindState.DRAFTED) == (Move.RESTORE,)
    assert way_back(1, FindState.REJECTED, FindState.HELD) == (Move.RESTORE, Move.HOLD)
    assert way_back(1, FindState.HELD, FindState.HELD) == ()


def test_way_back_from_print_is_none() -> None:
    with pytest.raises(MoveRefused):
        way_back(1, FindState.PUBLISHED, FindState.DRAFTED)


def test_region_flip_is_remembered_with_its_reason(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    flip = {"region": "US", "reason": "The pilot is in Utrecht, Michigan."}
    assert ben.post(f"/finds/{find_id}/region", data=flip).status_code == 303
    with database.read() as unit:
        assert unit.finds.get(find_id).region is Region.US
    assert "Ben moved it from Global to US: The pilot is in Utrecht, Michigan." in (
        ben.get(f"/finds/{find_id}").text
    )


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"region": "US", "reason": " "}, 409),
        ({"region": "unclear", "reason": "Who knows"}, 409),
        ({"region": "Mars", "reason": "Red"}, 422),
    ],
)
def test_region_without_a_section_or_a_reason_is_refused(
    ben: TestClient, seeded: Seeded, data: dict[str, str], status: int
) -> None:
    assert ben.post(f"/finds/{seeded.find('Utrecht')}/region", data=data).status_code == status


@pytest.mark.parametrize(
    ("day", "reason", "status"),
    [
        ("2026-01-31", "The release is dated so.", 303),
        ("2026-03-01", "Soon.", 409),
        ("2026-01-31", " ", 409),
        ("1/31/2026", "Typed.", 422),
    ],
)
def test_date_change_needs_a_past_day_and_a_reason(
    ben: TestClient, seeded: Seeded, day: str, reason: str, status: int
) -> None:
    find_id = seeded.find("Utrecht")
    answer = ben.post(f"/finds/{find_id}/date", data={"day": day, "reason": reason})
    assert answer.status_code == status
    assert ("1/31/2026" in ben.get(f"/finds/{find_id}").text) is (status == 303)


def test_sentence_let_stand_is_no_longer_flagged(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Colorado")
    stand = {"seen": "1", "sentence": "3", "reason": "Heard from the cooperative by phone."}
    assert ben.post(f"/finds/{find_id}/accept", data=stand).status_code == 303
    text = ben.get(f"/finds/{find_id}").text
    assert "Stands, says the editor: Heard from the cooperative by phone." in text
    assert "No passage of the articles is tied" not in text
    with database.read() as unit:
        revision = unit.finds.get(find_id).revision
    assert revision.number == 2
    assert revision.sentences[3].accepted == "Heard from the cooperative by phone."


@pytest.mark.parametrize(
    ("sentence", "reason", "seen"), [("99", "Yes", "1"), ("-1", "Yes", "1"), ("3", " ", "1")]
)
def test_sentence_let_stand_without_reason_or_sentence_is_refused(
    ben: TestClient, seeded: Seeded, sentence: str, reason: str, seen: str
) -> None:
    data = {"seen": seen, "sentence": sentence, "reason": reason}
    answer = ben.post(f"/finds/{seeded.find('Colorado')}/accept", data=data)
    assert answer.status_code == 409


def test_sentence_let_stand_in_an_older_revision_is_refused(
    ben: TestClient, seeded: Seeded
) -> None:
    data = {"seen": "7", "sentence": "3", "reason": "Yes"}
    answer = ben.post(f"/finds/{seeded.find('Colorado')}/accept", data=data)
    assert answer.status_code == 409


def test_redraft_asks_for_a_run_and_calls_nothing(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    path = f"/finds/{find_id}/redraft"
    assert ben.post(path, data={"instruction": "shorter"}).status_code == 303
    with database.read() as unit:
        run = unit.runs.last(Job.DRAFT)
    assert run is not None
    assert (run.subject, run.argument, run.why) == (
        str(find_id),
        "shorter",
        "Ben asked for another draft",
    )
    assert ben.post(path, data={"instruction": "shorter"}).status_code == 409


def test_recall_of_a_published_find_needs_a_reason(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    with database.unit() as unit:
        for move in (Move.APPROVE, Move.PUBLISH):
            unit.finds.move(find_id, move, actor="Ann", now=unit.finds.get(find_id).updated_at)
    assert ben.get(f"/finds/{find_id}/edit").status_code == 409
    assert ben.post(f"/finds/{find_id}/recall", data={"reason": " "}).status_code == 409
    assert ben.post(f"/finds/{find_id}/recall", data={"reason": "A typo"}).status_code == 303
    assert _state(database, find_id) is FindState.APPROVED
