"""What a find said before: two revisions laid side by side, and one brought back."""

import pytest
from starlette.testclient import TestClient

from core.find import AuthorKind
from core.workflow import FindState
from storage.database import Database
from tests.review.seed import Seeded


def edit(client: TestClient, find_id: int, text: str, seen: int) -> None:
    data = {"seen": str(seen), "headline": "Utrecht", "text": text}
    assert client.post(f"/finds/{find_id}/edit", data=data).status_code == 303


@pytest.fixture
def thrice(ben: TestClient, ann: TestClient, seeded: Seeded) -> int:
    """A find with three revisions: the draft, Ben's, Ann's."""
    find_id = seeded.find("Utrecht")
    edit(ben, find_id, "Utrecht buys five hundred cars.", 1)
    edit(ann, find_id, "Utrecht leases five hundred cars.", 2)
    return find_id


def test_history_shows_the_last_change_word_by_word(vera: TestClient, thrice: int) -> None:
    text = vera.get(f"/finds/{thrice}/history").text
    assert "From revision 2 to 3" in text
    assert "<del>buys</del>" in text
    assert "<ins>leases</ins>" in text
    assert "revision 2: by Ben" in text


def test_history_compares_any_two_with_their_writers(vera: TestClient, thrice: int) -> None:
    text = vera.get(f"/finds/{thrice}/history?old=1&new=3").text
    assert "From revision 1 to 3" in text
    assert "revision 1: drafted by gpt-5-mini, prompt find-1" in text
    assert "revision 3: by Ann" in text
    backwards = vera.get(f"/finds/{thrice}/history?old=3&new=2").text
    assert "<ins>buys</ins>" in backwards


def test_history_of_the_same_revision_says_so(vera: TestClient, thrice: int) -> None:
    assert "word for word" in vera.get(f"/finds/{thrice}/history?old=2&new=2").text


def test_history_of_a_revision_that_is_not_there_is_404(vera: TestClient, thrice: int) -> None:
    assert vera.get(f"/finds/{thrice}/history?old=9&new=3").status_code == 404


def test_restore_makes_a_new_revision_with_its_evidence(
    ben: TestClient, database: Database, thrice: int
) -> None:
    data = {"seen": "3", "number": "1"}
    assert ben.post(f"/finds/{thrice}/history", data=data).status_code == 303
    with database.read() as unit:
        revisions = {r.number: r for r in unit.finds.revisions(thrice)}
    restored, first = revisions[4], revisions[1]
    assert (restored.text, restored.sentences) == (first.text, first.sentences)
    assert (restored.author.kind, restored.author.name) == (AuthorKind.HUMAN, "Ben")
    assert restored.note == "Restored from revision 1."
    assert len(revisions) == 4


def test_restore_of_an_approved_find_takes_the_approval_back(
    ben: TestClient, database: Database, thrice: int
) -> None:
    ben.post(f"/finds/{thrice}/approve", data={"seen": "3"})
    ben.post(f"/finds/{thrice}/history", data={"seen": "3", "number": "1"})
    with database.read() as unit:
        assert unit.finds.get(thrice).state is FindState.DRAFTED


def test_restore_of_an_extract_is_an_extract_again(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    edit(ben, find_id, "Twelve trucks at a terminal sell power back in the evening.", 1)
    ben.post(f"/finds/{find_id}/history", data={"seen": "2", "number": "1"})
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.verbatim


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"seen": "2", "number": "1"}, 409),
        ({"seen": "3", "number": "3"}, 409),
        ({"seen": "3", "number": "9"}, 404),
    ],
    ids=["saved since", "the present one", "not there"],
)
def test_restore_that_cannot_be_is_refused(
    ben: TestClient, database: Database, thrice: int, data: dict[str, str], status: int
) -> None:
    assert ben.post(f"/finds/{thrice}/history", data=data).status_code == status
    with database.read() as unit:
        assert unit.finds.get(thrice).revision.number == 3


def test_restore_needs_an_editor(vera: TestClient, thrice: int) -> None:
    data = {"seen": "3", "number": "1"}
    assert vera.post(f"/finds/{thrice}/history", data=data).status_code == 403
