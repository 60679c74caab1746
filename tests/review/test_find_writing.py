"""While one writes: nothing typed is lost, and who else is there is shown."""

import pytest
from starlette.testclient import TestClient

from core.clock import FixedClock
from core.workflow import FindState
from storage.database import Database
from tests.review.conftest import SignIn
from tests.review.seed import Seeded

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def find_id(seeded: Seeded) -> int:
    return seeded.find("Utrecht")


def typed(text: str, seen: int = 1) -> dict[str, str]:
    return {"seen": str(seen), "headline": "Utrecht", "text": text, "note": ""}


def keep(client: TestClient, find_id: int, text: str, seen: int = 1) -> str:
    path = f"/finds/{find_id}/edit/copy"
    answer = client.post(path, data=typed(text, seen), headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_typed_text_is_there_again_after_sign_out(
    ben: TestClient, sign_in: SignIn, database: Database, find_id: int
) -> None:
    keep(ben, find_id, "Half a sentence about Utr")
    ben.post("/sign-out")
    again = sign_in("Ben")
    text = again.get(f"/finds/{find_id}/edit").text
    assert "Half a sentence about Utr</textarea>" in text
    assert "This is your own text, not saved yet" in text
    assert "You have a text here that is not saved yet" in again.get(f"/finds/{find_id}").text
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.number == 1


def test_typed_text_is_nobody_elses(ben: TestClient, ann: TestClient, find_id: int) -> None:
    keep(ben, find_id, "Ben's own words.")
    assert "Ben&#39;s own words." not in ann.get(f"/finds/{find_id}/edit").text


def test_typed_text_gets_the_marks_of_the_house(ben: TestClient, find_id: int) -> None:
    text = keep(ben, find_id, "Utrecht buys 700 groundbreaking cars!")
    assert "<html" not in text
    assert 'data-quote="700"' in text
    assert "The house does not write “groundbreaking”." in text
    assert "Kept for you just now" in text


def test_typed_text_equal_to_the_saved_one_is_not_kept(
    ben: TestClient, database: Database, seeded: Seeded, find_id: int
) -> None:
    keep(ben, find_id, "Something else.")
    with database.read() as unit:
        saved = unit.finds.get(find_id).revision
    data = typed(saved.text.replace("\n\n", "\r\n\r\n")) | {"headline": saved.headline}
    ben.post(f"/finds/{find_id}/edit/copy", data=data, headers=SCRIPT)
    with database.read() as unit:
        assert unit.working_copies.get(find_id, seeded.users["Ben"].user_id) is None


def test_typed_text_is_kept_without_script_too_and_can_be_dropped(
    ben: TestClient, find_id: int
) -> None:
    answer = ben.post(f"/finds/{find_id}/edit/copy", data=typed("Later more."))
    assert answer.headers["location"] == f"/finds/{find_id}/edit"
    assert "Later more.</textarea>" in ben.get(f"/finds/{find_id}/edit").text
    ben.post(f"/finds/{find_id}/edit/drop")
    assert "Later more." not in ben.get(f"/finds/{find_id}/edit").text


def test_saving_ends_the_working_copy(ben: TestClient, find_id: int) -> None:
    keep(ben, find_id, "Utrecht buys 500 cars.")
    ben.post(f"/finds/{find_id}/edit", data=typed("Utrecht buys 500 cars."))
    assert "not saved yet" not in ben.get(f"/finds/{find_id}").text


def test_working_copy_of_an_older_revision_opens_as_a_conflict(
    ben: TestClient, ann: TestClient, find_id: int
) -> None:
    keep(ben, find_id, "Utrecht buys 500 cars, Ben says.")
    ann.post(f"/finds/{find_id}/edit", data=typed("Utrecht buys 500 cars, Ann says."))
    text = ben.get(f"/finds/{find_id}/edit").text
    assert "Someone saved in between." in text
    assert "Ben says.</textarea>" in text


def test_text_typed_during_a_conflict_does_not_count_as_having_seen_the_other(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded, find_id: int
) -> None:
    ann.post(f"/finds/{find_id}/edit", data=typed("Utrecht buys 500 cars, Ann says."))
    assert ben.post(f"/finds/{find_id}/edit", data=typed("Ben says.")).status_code == 409
    data = typed("Ben says more.", seen=2) | {"began": "1"}
    ben.post(f"/finds/{find_id}/edit/copy", data=data, headers=SCRIPT)
    with database.read() as unit:
        copy = unit.working_copies.get(find_id, seeded.users["Ben"].user_id)
    assert copy is not None
    assert (copy.seen, copy.text) == (1, "Ben says more.")


@pytest.mark.parametrize("text", ["word " * 3000], ids=["too long"])
def test_text_that_is_too_long_is_not_kept(ben: TestClient, find_id: int, text: str) -> None:
    assert ben.post(f"/finds/{find_id}/edit/copy", data=typed(text)).status_code == 409


def test_text_on_a_rejected_find_is_not_kept(ben: TestClient, find_id: int) -> None:
    ben.post(f"/finds/{find_id}/reject", data={"seen": "1", "reason": "old news"})
    assert ben.post(f"/finds/{find_id}/edit/copy", data=typed("Words.")).status_code == 409


def test_conflict_is_settled_place_by_place(
    ben: TestClient, ann: TestClient, database: Database, find_id: int
) -> None:
    base = "Utrecht buys 500 cars. Stedin pays the drivers. It starts in June."
    ann.post(f"/finds/{find_id}/edit", data=typed(base))
    ann.post(f"/finds/{find_id}/edit", data=typed(base.replace("June", "May"), seen=2))
    mine = base.replace("June", "July").replace("pays", "repays")
    answer = ben.post(f"/finds/{find_id}/edit", data=typed(mine, seen=2))
    assert answer.status_code == 409
    assert "Both of you changed this" in answer.text
    assert "Changed by you" in answer.text
    chosen = {"began": "2", "seen": "3", "headline": "Utrecht", "text": mine, "place-2": "yours"}
    assert ben.post(f"/finds/{find_id}/edit/choose", data=chosen).status_code == 303
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == (
            "Utrecht buys 500 cars. Stedin repays the drivers. It starts in July."
        )


def test_conflict_without_a_choice_keeps_what_both_wrote(
    ben: TestClient, ann: TestClient, database: Database, find_id: int
) -> None:
    ann.post(f"/finds/{find_id}/edit", data=typed("It starts in June."))
    ann.post(f"/finds/{find_id}/edit", data=typed("It starts in May.", seen=2))
    data = {"began": "2", "seen": "3", "headline": "Utrecht", "text": "It starts in July."}
    ben.post(f"/finds/{find_id}/edit/choose", data=data | {"place-0": "neither", "place-x": "1"})
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == "It starts in May. It starts in July."


def test_conflict_settled_too_late_is_a_conflict_again(
    ben: TestClient, ann: TestClient, database: Database, find_id: int
) -> None:
    for seen, text in enumerate(("It starts in June.", "It starts in May."), start=1):
        ann.post(f"/finds/{find_id}/edit", data=typed(text, seen=seen))
    data = {"began": "1", "seen": "2", "headline": "Utrecht", "text": "It starts in July."}
    answer = ben.post(f"/finds/{find_id}/edit/choose", data=data)
    assert answer.status_code == 409
    assert "It starts in July." in answer.text
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == "It starts in May."


def test_mended_sentence_is_checked_and_the_others_stay(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    with database.read() as unit:
        before = unit.finds.get(find_id).revision
    mended = before.sentences[2].text.replace("$450", "$400")
    data = {"seen": "1", "sentence": "2", "text": mended}
    assert ben.post(f"/finds/{find_id}/mend", data=data).status_code == 303
    with database.read() as unit:
        after = unit.finds.get(find_id).revision
    assert after.sentences[2].text == mended
    assert after.sentences[2].evidence == before.sentences[2].evidence
    assert after.sentences[:2] + after.sentences[3:] == before.sentences[:2] + before.sentences[3:]
    assert not [check for check in after.checks if check.quote == "$450"]
    assert after.note == "Sentence 3 mended."


def test_sentence_mended_to_nothing_is_gone(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    ben.post(f"/finds/{find_id}/mend", data={"seen": "1", "sentence": "4", "text": " "})
    with database.read() as unit:
        assert len(unit.finds.get(find_id).revision.sentences) == 5


@pytest.mark.parametrize(
    ("seen", "sentence"), [("1", "99"), ("1", "-1"), ("7", "0")], ids=["none", "below", "stale"]
)
def test_mend_that_cannot_be_is_refused(
    ben: TestClient, find_id: int, seen: str, sentence: str
) -> None:
    data = {"seen": seen, "sentence": sentence, "text": "New."}
    assert ben.post(f"/finds/{find_id}/mend", data=data).status_code == 409


def test_presence_is_shown_to_others_and_ends_by_itself(
    ben: TestClient, ann: TestClient, clock: FixedClock, find_id: int
) -> None:
    path = f"/finds/{find_id}/presence"
    assert "has this open" not in ben.post(path, data={"editing": "no"}).text
    seen_by_ann = ann.post(path, data={"editing": "yes"}).text
    assert "<html" not in seen_by_ann
    assert "Ben has this open" in seen_by_ann
    assert "Ann is editing this" in ben.get(f"/finds/{find_id}").text
    clock.advance(minutes=2)
    assert "Ann is editing" not in ben.get(f"/finds/{find_id}").text


def test_presence_is_told_by_opening_the_editor_and_ends_with_saving(
    ben: TestClient, ann: TestClient, find_id: int
) -> None:
    ben.get(f"/finds/{find_id}/edit")
    assert "Ben is editing this" in ann.get(f"/finds/{find_id}").text
    ben.post(f"/finds/{find_id}/edit", data=typed("Utrecht buys 500 cars."))
    text = ann.get(f"/finds/{find_id}").text
    assert "Ben is editing this" not in text
    assert "Ben has this open" in text


@pytest.mark.parametrize("action", ["edit/copy", "edit/drop", "edit/choose", "mend", "presence"])
def test_writing_needs_an_editor(
    vera: TestClient, database: Database, find_id: int, action: str
) -> None:
    data = typed("Words.") | {"began": "1", "sentence": "0"}
    assert vera.post(f"/finds/{find_id}/{action}", data=data).status_code == 403
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.number == 1
        assert unit.finds.get(find_id).state is FindState.DRAFTED
