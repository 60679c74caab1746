"""The builder: order, the gauge, drafted introductions, links, corrections."""

import re

import pytest
from starlette.testclient import TestClient

from core.clock import FixedClock
from core.edition import EditionState
from core.find import Author, AuthorKind
from core.introduction import IntroductionOffer
from core.run import Job
from storage.database import Database
from tests.review.seed import NOW, Seeded

NEXT = {"volume": "2", "issue": "3", "dated": "2026-02-03"}
FEATURE = {"kind": "V2G Insights", "dated": "2026-02-03", "body": "Lead.", "url": ""}


@pytest.fixture
def edition(ben: TestClient, seeded: Seeded) -> str:
    where = ben.post("/editions", data=NEXT).headers["location"]
    for name in ("Sixty", "Colorado", "Kent"):
        find_id = seeded.find(name)
        ben.post(f"/finds/{find_id}/approve", data={"seen": "1"})
        assert ben.post(f"{where}/place", data={"find_id": str(find_id)}).status_code == 303
    return where


def test_order_is_saved_whole_and_refused_when_a_find_is_missing(
    ben: TestClient, database: Database, edition: str
) -> None:
    with database.read() as unit:
        before = unit.editions.get(1).find_ids
    turned = [str(key) for key in reversed(before)]
    assert ben.post(f"{edition}/order", data={"find_id": turned}).status_code == 303
    with database.read() as unit:
        assert unit.editions.get(1).find_ids == before[::-1]
    assert ben.post(f"{edition}/order", data={"find_id": turned[:2]}).status_code == 409


def test_features_change_places(ben: TestClient, database: Database, edition: str) -> None:
    for title in ("One", "Two"):
        ben.post(f"{edition}/features", data=FEATURE | {"title": title})
    moved = {"number": "1", "title": "Two", "by": "-1"}
    assert ben.post(f"{edition}/features/shift", data=moved).status_code == 303
    with database.read() as unit:
        assert [piece.title for piece in unit.editions.get(1).features] == ["Two", "One"]
    assert ben.post(f"{edition}/features/shift", data=moved).status_code == 409


def test_gauge_shows_sections_beside_their_targets_and_the_clock(
    ben: TestClient, clock: FixedClock, edition: str
) -> None:
    page = ben.get(edition).text
    assert re.search(r"\d of 4 finds · \d+ words", page)
    assert "Today is closing day" in page
    clock.advance(days=-5)
    assert "5 days to closing day" in ben.get(edition).text


@pytest.mark.parametrize(
    ("path", "job"), [("introduction/draft", Job.INTRODUCE), ("links", Job.CHECK_LINKS)]
)
def test_desk_asks_for_a_run_and_does_nothing_itself(
    ben: TestClient, database: Database, edition: str, path: str, job: Job
) -> None:
    assert ben.post(f"{edition}/{path}").status_code == 303
    with database.read() as unit:
        run = unit.runs.last(job)
    assert run is not None
    assert run.subject == "1"
    assert ben.post(f"{edition}/{path}").status_code == 409


def offer(database: Database, seen: str = "") -> None:
    by_rule = Author(kind=AuthorKind.EXTRACT, name="rule")
    made = IntroductionOffer(
        edition_id=1, text="We *round* off.", author=by_rule, seen=seen, created_at=NOW
    )
    with database.unit() as unit:
        unit.introductions.offer(made)


def test_drafted_introduction_lies_beside_until_it_is_taken(
    ben: TestClient, database: Database, edition: str
) -> None:
    offer(database)
    page = ben.get(edition).text
    assert "put together by rule" in page
    assert "We <em>round</em> off." in page
    assert ben.post(f"{edition}/introduction/offer", data={"take": "true"}).status_code == 303
    with database.read() as unit:
        assert unit.editions.get(1).introduction == "We *round* off."
    assert ben.post(f"{edition}/introduction/offer", data={"take": "true"}).status_code == 409


def test_drafted_introduction_never_replaces_what_was_written_since(
    ben: TestClient, database: Database, edition: str
) -> None:
    offer(database)
    with database.unit() as unit:
        unit.editions.set_introduction(1, "Ours.", now=NOW)
    assert ben.post(f"{edition}/introduction/offer", data={"take": "true"}).status_code == 409
    assert ben.post(f"{edition}/introduction/offer", data={"take": "false"}).status_code == 303
    with database.read() as unit:
        assert unit.editions.get(1).introduction == "Ours."
        assert unit.introductions.of(1) is None


def test_exported_edition_is_frozen_until_a_correction_is_begun(
    ben: TestClient, database: Database, seeded: Seeded, edition: str
) -> None:
    assert "they are offered here" in ben.get(edition).text
    ben.post(f"{edition}/export", data={"kind": "json"})
    frozen = ben.get(edition).text
    assert "what stands here is frozen" in frozen
    assert "they are offered here" not in frozen
    find_id = str(seeded.find("Kent"))
    assert ben.post(f"{edition}/take-out", data={"find_id": find_id}).status_code == 409
    assert ben.post(f"{edition}/correct", data={"note": " "}).status_code == 409
    assert ben.post(f"{edition}/correct", data={"note": "Kent was misspelt."}).status_code == 303
    page = ben.get(edition).text
    assert "Being corrected:" in page
    assert ben.post(f"{edition}/take-out", data={"find_id": find_id}).status_code == 303
    answer = ben.post(f"{edition}/export", data={"kind": "json"})
    assert "revision-2" in answer.headers["content-disposition"]
    assert "Kent was misspelt." in answer.text
    assert "Revision 2" in ben.get(edition).text
    with database.read() as unit:
        assert unit.editions.get(1).state is EditionState.EXPORTED


def test_points_lead_to_their_place(ben: TestClient, edition: str) -> None:
    page = ben.get(edition).text
    assert f'href="{edition}#introduction">Go there' in page
    assert f'href="{edition}#links">Go there' in page


@pytest.mark.parametrize(("look", "mark"), [("phone", "as-phone"), ("dark", "as-dark"), ("x", "")])
def test_preview_shows_the_edition_as_it_will_look(
    ben: TestClient, edition: str, look: str, mark: str
) -> None:
    assert (
        f'class="print{" " if mark else ""}{mark}"' in ben.get(f"{edition}/preview?as={look}").text
    )


def test_preview_as_plain_text_is_the_text_part(ben: TestClient, edition: str) -> None:
    assert '<pre class="print plain-text"' in ben.get(f"{edition}/preview?as=plain").text
