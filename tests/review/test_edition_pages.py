"""Editions: made, filled, ordered, checked, and out as files."""

import json

import pytest
from starlette.testclient import TestClient

from core.edition import EditionState
from core.workflow import FindState
from storage.database import Database
from tests.review.seed import Seeded

NEXT = {"volume": "2", "issue": "3", "dated": "2026-02-03"}


@pytest.fixture
def edition(ben: TestClient, seeded: Seeded) -> str:
    """The address of an edition with two approved finds in each section's order."""
    where = ben.post("/editions", data=NEXT).headers["location"]
    for name in ("Sixty", "Colorado", "Kent"):
        find_id = seeded.find(name)
        ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
        assert ben.post(f"{where}/place", data={"find_id": str(find_id)}).status_code == 303
    return where


def test_editions_page_proposes_the_next_number(ben: TestClient) -> None:
    text = ben.get("/editions").text
    assert "Next: Volume 2 | Issue 3" in text
    assert 'name="dated" required value="2026-02-03"' in text
    ben.post("/editions", data=NEXT)
    assert "Next: Volume 2 | Issue 4" in ben.get("/editions").text


def test_edition_of_a_taken_number_is_refused(ben: TestClient) -> None:
    ben.post("/editions", data=NEXT)
    assert ben.post("/editions", data=NEXT).status_code == 409


@pytest.mark.parametrize("wrong", [{"volume": "0"}, {"issue": "1000"}])
def test_edition_of_an_impossible_number_is_refused(ben: TestClient, wrong: dict[str, str]) -> None:
    assert ben.post("/editions", data=NEXT | wrong).status_code == 409


@pytest.mark.parametrize("path", ["/editions/9", "/editions/9/preview", "/editions/x"])
def test_edition_unknown_is_404(vera: TestClient, path: str) -> None:
    assert vera.get(path).status_code == 404


def test_place_of_a_draft_is_refused(ben: TestClient, seeded: Seeded) -> None:
    where = ben.post("/editions", data=NEXT).headers["location"]
    answer = ben.post(f"{where}/place", data={"find_id": str(seeded.find("Utrecht"))})
    assert answer.status_code == 409
    assert "only approved finds" in answer.text


def test_place_from_the_find_page(ben: TestClient, seeded: Seeded) -> None:
    ben.post("/editions", data=NEXT)
    find_id = seeded.find("Utrecht")
    ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
    assert "Volume 2 | Issue 3</button>" in ben.get(f"/finds/{find_id}").text
    assert ben.post(f"/finds/{find_id}/place", data={"edition_id": "1"}).status_code == 303
    assert 'in <a href="/editions/1">' in ben.get(f"/finds/{find_id}").text


def test_shift_goes_past_the_neighbour_of_the_section(
    ben: TestClient, database: Database, seeded: Seeded, edition: str
) -> None:
    one, two, other = (seeded.find(name) for name in ("Sixty", "Colorado", "Kent"))
    ben.post(f"{edition}/shift", data={"find_id": str(two), "by": "-1"})
    with database.read() as unit:
        assert unit.editions.get(1).find_ids == (two, one, other)
    ben.post(f"{edition}/shift", data={"find_id": str(two), "by": "-1"})
    with database.read() as unit:
        assert unit.editions.get(1).find_ids == (two, one, other)


def test_shift_of_a_find_that_is_not_in_is_404(
    ben: TestClient, seeded: Seeded, edition: str
) -> None:
    data = {"find_id": str(seeded.find("Utrecht")), "by": "1"}
    assert ben.post(f"{edition}/shift", data=data).status_code == 404


def test_take_out_leaves_the_find_approved(
    ben: TestClient, database: Database, seeded: Seeded, edition: str
) -> None:
    find_id = seeded.find("Kent")
    ben.post(f"{edition}/take-out", data={"find_id": str(find_id)})
    with database.read() as unit:
        assert find_id not in unit.editions.get(1).find_ids
        assert unit.finds.get(find_id).state is FindState.APPROVED


def _mark(text: str) -> str:
    beginning = '/introduction" data-unsaved>\n<input type="hidden" name="seen" value="'
    start = text.index(beginning) + len(beginning)
    return text[start : text.index('"', start)]


def test_introduction_is_saved_and_shown(ben: TestClient, edition: str) -> None:
    seen = _mark(ben.get(edition).text)
    data = {"seen": seen, "text": "What *continues*, what is new."}
    assert ben.post(f"{edition}/introduction", data=data).status_code == 303
    assert "<em>continues</em>" in ben.get(f"{edition}/preview").text


def test_introduction_saved_in_between_shows_both_and_loses_nothing(
    ben: TestClient, ann: TestClient, database: Database, edition: str
) -> None:
    seen = _mark(ben.get(edition).text)
    ann.post(f"{edition}/introduction", data={"seen": seen, "text": "By Ann."})
    answer = ben.post(f"{edition}/introduction", data={"seen": seen, "text": "By Ben."})
    assert answer.status_code == 409
    assert "By Ann." in answer.text
    assert "By Ben.</textarea>" in answer.text
    with database.read() as unit:
        assert unit.editions.get(1).introduction == "By Ann."


FEATURE = {
    "kind": "V2G Insights",
    "title": "Who owns the evening peak?",
    "dated": "2026-02-03",
    "body": "A *conversation*.",
    "url": "https://example.org/insights",
}


def test_feature_is_added_edited_and_removed(
    ben: TestClient, database: Database, edition: str
) -> None:
    ben.post(f"{edition}/features", data=FEATURE)
    changed = FEATURE | {"number": "0", "title": "Who owns the peak?"}
    ben.post(f"{edition}/features", data=changed)
    with database.read() as unit:
        assert [f.title for f in unit.editions.get(1).features] == ["Who owns the peak?"]
    stale = {"number": "0", "title": FEATURE["title"]}
    assert ben.post(f"{edition}/features/remove", data=stale).status_code == 409
    now = {"number": "0", "title": "Who owns the peak?"}
    assert ben.post(f"{edition}/features/remove", data=now).status_code == 303
    with database.read() as unit:
        assert unit.editions.get(1).features == ()


def test_feature_without_title_is_refused(ben: TestClient, edition: str) -> None:
    assert ben.post(f"{edition}/features", data=FEATURE | {"title": " "}).status_code == 409


def test_edition_page_shows_what_is_missing(ben: TestClient, edition: str) -> None:
    text = ben.get(edition).text
    assert "V2G Finds—Global has 1 of 4 finds." in text
    assert "no introduction" in text


@pytest.mark.parametrize(
    ("kind", "ending", "media"),
    [
        ("markdown", ".md", "text/markdown"),
        ("html", ".html", "text/html"),
        ("text", ".txt", "text/plain"),
        ("json", ".json", "application/json"),
    ],
)
def test_export_downloads_the_file_and_marks_the_edition(
    ben: TestClient, database: Database, edition: str, kind: str, ending: str, media: str
) -> None:
    answer = ben.post(f"{edition}/export", data={"kind": kind})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert f'issue-3{ending}"' in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith(media)
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "Harbor County School District" in answer.text
    with database.read() as unit:
        assert unit.editions.get(1).state is EditionState.EXPORTED


def test_export_json_is_json(ben: TestClient, edition: str) -> None:
    assert json.loads(ben.post(f"{edition}/export", data={"kind": "json"}).text)


def test_export_with_an_unapproved_find_is_refused(
    ben: TestClient, database: Database, seeded: Seeded, edition: str
) -> None:
    data = {"seen": "1", "headline": "Kent", "text": "Kent saves £410.", "note": ""}
    ben.post(f"/finds/{seeded.find('Kent')}/edit", data=data)
    assert "blocks it" in ben.get(edition).text
    answer = ben.post(f"{edition}/export", data={"kind": "markdown"})
    assert answer.status_code == 409
    assert "not approved" in answer.text
    with database.read() as unit:
        assert unit.editions.get(1).state is EditionState.OPEN


def test_export_in_an_unknown_format_is_refused(ben: TestClient, edition: str) -> None:
    assert ben.post(f"{edition}/export", data={"kind": "exe"}).status_code == 422


def test_close_publishes_the_finds(
    ben: TestClient, database: Database, seeded: Seeded, edition: str
) -> None:
    assert ben.post(f"{edition}/close").status_code == 303
    with database.read() as unit:
        assert unit.finds.get(seeded.find("Kent")).state is FindState.PUBLISHED
    assert ben.post(f"{edition}/close").status_code == 409


def test_viewer_reads_an_edition_and_is_offered_nothing_to_press(
    vera: TestClient, edition: str
) -> None:
    page = vera.get(edition).text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
