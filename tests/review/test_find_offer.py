"""A draft that was asked for: shown beside the text, kept, taken, or taken in part."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from core.find import AuthorKind, Draft, Revision, Sentence
from core.run import Job, RunState
from core.workflow import FindState
from core.writing import OfferState
from storage.database import Database
from tests.review.seed import NOW, Seeded

ADDED = Sentence(text="A second city follows in May.")


@pytest.fixture
def find_id(seeded: Seeded) -> int:
    return seeded.find("Utrecht")


@pytest.fixture
def offer_id(database: Database, find_id: int) -> int:
    """The text with its first sentence changed, its last one gone and one added."""
    with database.unit() as unit:
        now = unit.finds.get(find_id).revision
        first = replace(now.sentences[0], text=now.sentences[0].text.replace("expand", "enlarge"))
        draft = Draft(
            headline="Utrecht, shorter",
            sentences=(first, *now.sentences[1:-1], ADDED),
            author=now.author,
        )
        return unit.offers.add(find_id, draft, seen=1, instruction="shorter", now=NOW).offer_id


def revision(database: Database, find_id: int) -> Revision:
    with database.read() as unit:
        return unit.finds.get(find_id).revision


def decide(client: TestClient, find_id: int, offer_id: int, what: str, *parts: int) -> int:
    data = {"offer_id": str(offer_id), "seen": "1", "what": what, "part": [str(p) for p in parts]}
    return client.post(f"/finds/{find_id}/offer", data=data).status_code


def test_offer_stands_beside_the_text(vera: TestClient, find_id: int, offer_id: int) -> None:
    text = vera.get(f"/finds/{find_id}").text
    assert "Another draft: “shorter”" in text
    assert "The Dutch city of Utrecht will expand" in text
    assert ADDED.text in text
    assert 'name="what"' not in text, "a viewer decides nothing"


def test_offer_marks_the_words_it_changes(ben: TestClient, find_id: int, offer_id: int) -> None:
    text = ben.get(f"/finds/{find_id}").text
    assert "<ins>enlarge</ins>" in text
    assert "leave this sentence out" in text


def test_offer_kept_aside_changes_nothing(
    ben: TestClient, database: Database, find_id: int, offer_id: int
) -> None:
    before = revision(database, find_id)
    assert decide(ben, find_id, offer_id, "keep") == 303
    assert revision(database, find_id) == before
    with database.read() as unit:
        assert unit.offers.get(offer_id).state is OfferState.DECLINED
    assert "Another draft:" not in ben.get(f"/finds/{find_id}").text


def test_offer_taken_whole_is_a_revision_by_its_writer(
    ben: TestClient, database: Database, find_id: int, offer_id: int
) -> None:
    assert decide(ben, find_id, offer_id, "all") == 303
    taken = revision(database, find_id)
    assert taken.number == 2
    assert (taken.headline, taken.sentences[-1].text) == ("Utrecht, shorter", ADDED.text)
    assert (taken.author.kind, taken.author.prompt_version) == (AuthorKind.MODEL, "find-1")
    assert taken.note == "Taken by Ben, asked for with “shorter”."


def test_offer_taken_in_part_is_the_editors_text(
    ben: TestClient, database: Database, find_id: int, offer_id: int
) -> None:
    before = revision(database, find_id)
    assert decide(ben, find_id, offer_id, "parts", 0) == 303
    taken = revision(database, find_id)
    assert "will enlarge its fleet" in taken.sentences[0].text
    assert taken.sentences[0].evidence == before.sentences[0].evidence
    assert taken.sentences[1:] == before.sentences[1:]
    assert (taken.author.kind, taken.author.name) == (AuthorKind.HUMAN, "Ben")
    with database.read() as unit:
        assert unit.offers.get(offer_id).state is OfferState.PARTLY


def test_offer_taken_over_an_approved_text_needs_approval_again(
    ben: TestClient, database: Database, find_id: int, offer_id: int
) -> None:
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    decide(ben, find_id, offer_id, "all")
    with database.read() as unit:
        assert unit.finds.get(find_id).state is FindState.DRAFTED


def test_offer_against_a_text_saved_since_is_refused_and_waits(
    ben: TestClient, ann: TestClient, database: Database, find_id: int, offer_id: int
) -> None:
    saved = {"seen": "1", "headline": "By Ann", "text": "Utrecht buys 500 cars."}
    ann.post(f"/finds/{find_id}/edit", data=saved)
    assert decide(ben, find_id, offer_id, "all") == 409
    assert revision(database, find_id).text == "Utrecht buys 500 cars."
    with database.read() as unit:
        assert unit.offers.get(offer_id).state is OfferState.OPEN
    assert "made beside revision 1" in ben.get(f"/finds/{find_id}").text


@pytest.mark.parametrize("parts", [(), (99,)], ids=["nothing ticked", "no such part"])
def test_offer_in_part_without_a_part_is_refused(
    ben: TestClient, find_id: int, offer_id: int, parts: tuple[int, ...]
) -> None:
    assert decide(ben, find_id, offer_id, "parts", *parts) == 409


def test_offer_is_decided_about_once_and_on_its_own_find(
    ben: TestClient, seeded: Seeded, find_id: int, offer_id: int
) -> None:
    assert decide(ben, seeded.find("Sixty"), offer_id, "keep") == 409
    assert decide(ben, find_id, 99, "keep") == 404
    assert decide(ben, find_id, offer_id, "keep") == 303
    assert decide(ben, find_id, offer_id, "all") == 409


def test_offer_needs_an_editor(vera: TestClient, find_id: int, offer_id: int) -> None:
    assert decide(vera, find_id, offer_id, "all") == 403


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"same_text": 1}, "the very text that is here"),
        ({"failed:timeout": 1}, "did not answer as it should: timeout"),
        ({"budget_reached": 1}, "The budget for drafting is used up"),
    ],
    ids=["same", "failed", "budget"],
)
def test_draft_asked_for_says_where_it_is_and_why_none_came(
    ben: TestClient, database: Database, find_id: int, result: dict[str, int], words: str
) -> None:
    ben.post(f"/finds/{find_id}/redraft", data={"instruction": "shorter"})
    assert "Another draft is asked for" in ben.get(f"/finds/{find_id}").text
    with database.unit() as unit:
        run = unit.runs.claim([Job.DRAFT], now=NOW, lease_seconds=60, holder="t")
        assert run is not None
        assert (run.subject, run.argument) == (str(find_id), "shorter")
        unit.runs.finish(run.run_id, RunState.DONE, result=result, now=NOW)
    text = ben.get(f"/finds/{find_id}").text
    assert "No other draft came." in text
    assert words in text
