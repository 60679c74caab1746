"""Editing: nothing is lost, and an extract is an extract until it is rewritten."""

import pytest
from starlette.testclient import TestClient

from core.find import Author, AuthorKind, Draft, Sentence
from core.text import sentences as split_sentences
from core.workflow import FindState
from storage.database import Database
from tests.review.seed import NOW, Seeded

REWRITTEN = (
    "Twelve electric yard trucks at a container terminal in Tacoma, Washington, now send power "
    "to the terminal's own network when the evening peak comes.\n\nSound Cargo counts 9.4 MWh in "
    "the first month. A berth for a ferry is planned for the autumn."
)


def _edit(text: str, seen: int = 1) -> dict[str, str]:
    return {"seen": str(seen), "headline": "Tacoma trucks", "text": text, "note": "Rewritten"}


def test_edit_page_holds_the_text_and_the_limits(ben: TestClient, seeded: Seeded) -> None:
    text = ben.get(f"/finds/{seeded.find('Sixty')}/edit").text
    assert "Harbor County School District in Wilmington" in text
    assert 'data-min="90"' in text
    assert 'data-max="180"' in text


def test_edit_makes_the_next_revision_with_evidence_and_checks(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    assert ben.post(f"/finds/{find_id}/edit", data=_edit(REWRITTEN)).status_code == 303
    with database.read() as unit:
        revision = unit.finds.get(find_id).revision
        articles = {a.article_id: a for a in unit.articles.many(_story_ids(database, find_id))}
    assert revision.number == 2
    assert revision.author.kind is AuthorKind.HUMAN
    assert revision.author.name == "Ben"
    assert [s.paragraph for s in revision.sentences] == [0, 1, 1]
    cited = [evidence for sentence in revision.sentences for evidence in sentence.evidence]
    assert cited
    for evidence in cited:
        text = articles[evidence.article_id].text
        assert text[evidence.start : evidence.end] == evidence.quote


def _story_ids(database: Database, find_id: int) -> tuple[str, ...]:
    with database.read() as unit:
        return unit.stories.get(unit.finds.get(find_id).story_id).article_ids


def test_edit_that_rewrites_an_extract_opens_the_way_to_approval(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    ben.post(f"/finds/{find_id}/edit", data=_edit(REWRITTEN))
    with database.read() as unit:
        assert not unit.finds.get(find_id).revision.verbatim
    assert ben.post(f"/finds/{find_id}/approve", data={"seen": "2"}).status_code == 303


def test_edit_that_changes_a_word_of_an_extract_leaves_it_an_extract(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    with database.read() as unit:
        text = unit.finds.get(find_id).revision.text
    ben.post(f"/finds/{find_id}/edit", data=_edit(text.replace("autumn", "fall")))
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.verbatim
    answer = ben.post(f"/finds/{find_id}/approve", data={"seen": "2"})
    assert answer.status_code == 409


SHORT = "Chargers came to Lombok. Forty were built. Stedin pays for power. Drivers like it."


@pytest.fixture
def short_extract(database: Database, seeded: Seeded) -> int:
    """A find whose extract has sentences too short for any run of words to give it away."""
    author = Author(kind=AuthorKind.EXTRACT, name="extract")
    sentences = tuple(Sentence(text=span.text) for span in split_sentences(SHORT))
    draft = Draft(headline="Lombok", sentences=sentences, author=author, verbatim=True)
    find_id = seeded.find("Tacoma")
    with database.unit() as unit:
        assert unit.finds.replace_draft(find_id, draft, now=NOW)
    return find_id


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("edit", _edit(SHORT.replace(". ", ".\n\n"), seen=2)),
        ("accept", {"seen": "2", "sentence": "1", "reason": "Heard by phone."}),
    ],
    ids=["saved as it was", "let stand"],
)
def test_extract_that_nobody_rewrote_cannot_be_approved(
    ben: TestClient, database: Database, short_extract: int, path: str, data: dict[str, str]
) -> None:
    assert ben.post(f"/finds/{short_extract}/{path}", data=data).status_code == 303
    with database.read() as unit:
        revision = unit.finds.get(short_extract).revision
    assert (revision.author.kind, revision.verbatim) == (AuthorKind.HUMAN, True)
    assert ben.post(f"/finds/{short_extract}/approve", data={"seen": "3"}).status_code == 409


def test_extract_that_comes_back_after_it_was_rewritten_is_an_extract(
    ben: TestClient, database: Database, short_extract: int
) -> None:
    ben.post(f"/finds/{short_extract}/edit", data=_edit(REWRITTEN, seen=2))
    ben.post(f"/finds/{short_extract}/edit", data=_edit(SHORT, seen=3))
    with database.read() as unit:
        assert unit.finds.get(short_extract).revision.verbatim


def test_edit_of_an_older_revision_shows_both_and_loses_nothing(
    ben: TestClient, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    ann.post(f"/finds/{find_id}/edit", data=_edit("The trucks of Ann feed the grid."))
    answer = ben.post(f"/finds/{find_id}/edit", data=_edit("The trucks of Ben feed the grid."))
    assert answer.status_code == 409
    assert "The trucks of Ben feed the grid.</textarea>" in answer.text
    assert "<ins>Ben</ins>" in answer.text
    assert "<del>Ann</del>" in answer.text
    assert 'name="seen" value="2"' in answer.text
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == "The trucks of Ann feed the grid."
    again = _edit("The trucks of both feed the grid.", seen=2)
    assert ben.post(f"/finds/{find_id}/edit", data=again).status_code == 303


def test_approve_while_another_saves_is_refused(
    ben: TestClient, ann: TestClient, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ann.post(f"/finds/{find_id}/edit", data=_edit("Utrecht buys 500 cars."))
    answer = ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    assert answer.status_code == 409
    assert "You saw revision 1; it is now at revision 2." in answer.text


def test_edit_of_an_approved_find_needs_approval_again(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    ben.post(f"/finds/{find_id}/edit", data=_edit("Utrecht buys 500 cars."))
    with database.read() as unit:
        assert unit.finds.get(find_id).state is FindState.DRAFTED


def test_edit_of_a_rejected_find_is_refused(ben: TestClient, seeded: Seeded) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/reject", data={"seen": "1", "reason": "old news"})
    assert ben.get(f"/finds/{find_id}/edit").status_code == 409
    assert ben.post(f"/finds/{find_id}/edit", data=_edit("New text.")).status_code == 409


@pytest.mark.parametrize(
    "data",
    [
        _edit("   \n\n  "),
        _edit("…!"),
        _edit("word " * 2000),
        _edit("Text.") | {"headline": "  "},
    ],
    ids=["blank", "no word", "too long", "no headline"],
)
def test_edit_without_a_text_is_refused(
    ben: TestClient, database: Database, seeded: Seeded, data: dict[str, str]
) -> None:
    find_id = seeded.find("Utrecht")
    assert ben.post(f"/finds/{find_id}/edit", data=data).status_code == 409
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.number == 1


def test_edit_keeps_invisible_characters_out(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/edit", data=_edit("Utrecht\u200b buys\u202e 500 cars."))
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == "Utrecht buys 500 cars."
