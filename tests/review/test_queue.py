"""The queue: its groups, its filters, its moves."""

import html
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from core.workflow import FindState
from review.web.pages import queue
from storage.database import Database
from tests.review.conftest import browser
from tests.review.seed import PASSWORD, Seeded
from tests.storage.values import stored_find


def test_queue_groups_by_section_best_first(vera: TestClient) -> None:
    text = vera.get("/").text
    order = ["V2G Finds—US", "Sixty North", "Colorado", "Tacoma", "V2G Finds—Global", "Utrecht"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Where is it?" in text


def test_queue_of_several_pages_says_how_many_of_a_group_are_shown(
    vera: TestClient, database: Database
) -> None:
    assert re.search(r'small">\d finds?</span>', vera.get("/").text)
    with database.unit() as unit:
        added = [stored_find(unit, f"more-{number}") for number in range(queue.PAGE + 5)]
        find = unit.finds.get(added[0])
    sizes = re.compile(r"(\d+) of (\d+) finds</span>")
    _, all_of_them = max(sizes.findall(vera.get("/").text), key=lambda found: int(found[1]))
    assert int(all_of_them) >= len(added)
    alone = vera.get(f"/?region={find.region.value}").text
    assert sizes.findall(alone) == [(str(queue.PAGE), all_of_them)]
    assert "on this page</span>" in vera.get(f"/?q={find.revision.headline}").text


def test_queue_row_tells_what_an_editor_asks_first(vera: TestClient) -> None:
    text = vera.get("/?q=school+buses").text
    assert "3 outlets: Charged Wire, The Wilmington Courier and 1 more" in text
    assert "2/2/2026" in text
    assert "flag" in text
    assert "3 outlets have it." in text


def test_queue_marks_extracts_and_advertisements(vera: TestClient) -> None:
    text = vera.get("/?q=market").text
    assert "verbatim extract" in text
    assert "advertisement" in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("region=US", "Tacoma", "Utrecht"),
        ("region=Global", "Utrecht", "Tacoma"),
        ("source=stroomkrant", "Utrecht", "Tacoma"),
        ("q=ferry+berth", "Tacoma", "Utrecht"),
        ("state=held", "None yet.", "Utrecht"),
        ("flag=extract", "Tacoma", "Utrecht"),
        ("flag=none", "Nothing here fits", "Tacoma"),
        ("flag=nonsense", "Utrecht", "Nothing here fits"),
        ("region=Mars", "Utrecht", "Nothing here fits"),
        ("state=nonsense", "Utrecht", "Nothing here fits"),
        ("q=zeppelin", "Nothing here fits", "Utrecht"),
    ],
)
def test_queue_filters_come_from_the_address(
    vera: TestClient, query: str, shown: str, hidden: str
) -> None:
    text = vera.get(f"/?{query}").text
    assert shown in text
    assert hidden not in text


def test_queue_search_of_signs_alone_answers(vera: TestClient) -> None:
    for query in ("%", '"', "'", "*", "()", "a AND", "-", "\\"):
        assert vera.get("/", params={"q": query}).status_code == 200


def test_queue_for_a_viewer_offers_no_moves(vera: TestClient, ben: TestClient) -> None:
    assert "/approve" not in vera.get("/").text
    assert "/approve" in ben.get("/").text


def test_queue_empty_says_what_to_do(new_desk: FastAPI) -> None:
    client = browser(new_desk)
    client.post("/start", data={"name": "Cleo", "password": PASSWORD})
    text = client.get("/").text
    assert "All read." in text
    assert "Collect now" in text


def test_queue_asked_for_by_htmx_gives_the_block_alone(vera: TestClient) -> None:
    headers = {"HX-Request": "true", "HX-Target": "main#page"}
    answer = vera.get("/", headers=headers)
    assert answer.text.lstrip().startswith("<main")
    assert "<html" not in answer.text
    assert "HX-Target" in answer.headers["vary"]


def test_move_returns_to_the_filters_and_offers_undo(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    data = {"seen": "1", "back": "/?region=Global"}
    answer = ben.post(f"/finds/{find_id}/approve", data=data)
    assert answer.headers["location"] == "/?region=Global"
    text = ben.get("/?region=Global").text
    assert "Approved: Utrecht" in text
    assert f"/finds/{find_id}/undo" in text
    assert "Approved: Utrecht" not in ben.get("/").text
    with database.read() as unit:
        assert unit.finds.get(find_id).state is FindState.APPROVED


def test_move_back_to_another_site_is_not_followed(ben: TestClient, seeded: Seeded) -> None:
    find_id = seeded.find("Utrecht")
    data = {"seen": "1", "back": "https://evil.example/"}
    answer = ben.post(f"/finds/{find_id}/hold", data=data)
    assert answer.headers["location"] == f"/finds/{find_id}"


def test_toast_cookie_with_nonsense_is_ignored(vera: TestClient) -> None:
    for value in ("nonsense", "%7B%7D", "x" * 5000, '{"text":1}'):
        vera.cookies.set("desk_toast", value)
        assert vera.get("/").status_code == 200


def test_queue_pages_follow_the_rank_and_lead_back(
    vera: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    first = vera.get("/").text
    assert "Sixty" in first
    assert "Lower ranked" in first
    assert "Higher ranked" not in first
    second = vera.get(_href(first, "next")).text
    assert "Sixty" not in second
    assert "Higher ranked" in second
    again = vera.get(_href(second, "prev")).text
    assert "Sixty" in again
    assert vera.get("/?after=nonsense&before=1_2_3").status_code == 200


def _href(text: str, rel: str) -> str:
    link = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    assert link is not None
    return html.unescape(link[1])


def test_account_takes_keys_of_ones_own_and_refuses_collisions(ben: TestClient) -> None:
    data = {"does": ["approve", "reject"], "key": ["y", ""]}
    assert ben.post("/account/keys", data=data).status_code == 303
    text = ben.get("/").text
    assert 'data-key="y" data-calls="approve"' in text
    assert 'data-calls="reject"' not in text
    assert 'aria-keyshortcuts="y"' in text
    clash = ben.post("/account/keys", data={"does": ["approve"], "key": ["x"]})
    assert clash.status_code == 409
    assert "is asked for twice" in html.unescape(clash.text)
    assert 'data-key="y" data-calls="approve"' in ben.get("/").text
    ben.post("/account/keys/reset")
    assert 'data-key="a" data-calls="approve"' in ben.get("/").text


def test_palette_finds_finds_in_every_state(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get("/palette?q=utrecht").text
    assert f'data-go="/finds/{seeded.find("Utrecht")}"' in text
    assert vera.get("/palette?q=").text.strip() == ""


def test_palette_leads_to_every_page_that_the_menus_lead_to(ann: TestClient) -> None:
    text = ann.get("/").text + ann.get("/runs").text
    menus = set(re.findall(r'<a href="(/[a-z]*)"', text)) | {"/account"}
    assert {"/lessons", "/style", "/people"} < menus
    assert menus - {place for place in menus if f'data-go="{place}"' in text} == set()


def test_preview_leads_to_the_edition_in_the_making(ben: TestClient) -> None:
    assert ben.get("/preview").headers["location"] == "/editions"
    ben.post("/editions", data={"volume": "2", "issue": "3", "dated": "2026-02-03"})
    assert ben.get("/preview").headers["location"] == "/editions/1/preview"
