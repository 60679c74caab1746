"""What stands before the pages: foreign forms, foreign names, and what a browser is told."""

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from config.settings import DeskSettings
from core.workflow import FindState
from review.web.access import open_to_everybody
from review.web.security import CONTENT_SECURITY_POLICY, safe_next, trusted_hosts
from storage.database import Database
from tests.review.conftest import BASE, browser
from tests.review.seed import Seeded

FOREIGN = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another host of the site": {"Sec-Fetch-Site": "same-site"},
    "forged header of a swap": {"Sec-Fetch-Site": "cross-site", "HX-Request": "true"},
    "typed by hand": {"Sec-Fetch-Site": "none"},
    "foreign origin": {"Origin": "https://evil.example"},
    "origin of another port": {"Origin": "http://127.0.0.1:9999"},
    "no origin at all": {},
    "opaque origin": {"Origin": "null"},
    "broken origin": {"Origin": "http://[::1"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_form_from_elsewhere_is_refused_and_changes_nothing(
    ben: TestClient, database: Database, seeded: Seeded, headers: dict[str, str]
) -> None:
    find_id = seeded.find("Utrecht")
    del ben.headers["Sec-Fetch-Site"]
    answer = ben.post(f"/finds/{find_id}/approve", data={"seen": "1"}, headers=headers)
    assert answer.status_code == 403
    with database.read() as unit:
        assert unit.finds.get(find_id).state is FindState.DRAFTED


def test_form_with_our_origin_passes_where_fetch_metadata_is_missing(
    ben: TestClient, seeded: Seeded
) -> None:
    del ben.headers["Sec-Fetch-Site"]
    path = f"/finds/{seeded.find('Utrecht')}/approve"
    assert ben.post(path, data={"seen": "1"}, headers={"Origin": BASE}).status_code == 303


def test_foreign_sign_in_form_opens_no_session(app: FastAPI, seeded: Seeded) -> None:
    stranger = browser(app)
    answer = stranger.post(
        "/sign-in",
        data={"name": "Ann", "password": "correct horse battery"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert not answer.cookies


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/finds/1", "/finds/999", "/nowhere", "/static/css/base.css"]
)
def test_every_answer_carries_the_headers(vera: TestClient, path: str) -> None:
    headers = vera.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"]


def test_policy_allows_nothing_unsafe() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_broken_page_says_so_in_the_house_style_and_tells_nothing(app: FastAPI) -> None:
    router = APIRouter()

    @router.get("/broken")
    @open_to_everybody
    def broken() -> None:
        raise RuntimeError("sk-secret-key")

    app.include_router(router)
    client = TestClient(app, base_url=BASE, raise_server_exceptions=False)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Something is broken." in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "desk.local:8765"])
def test_other_host_name_is_turned_away(app: FastAPI, host: str) -> None:
    assert browser(app).get("/sign-in", headers={"Host": host}).status_code == 400


def test_trusted_hosts_are_loopback_the_address_and_the_public_names() -> None:
    settings = DeskSettings(host="0.0.0.0", public_hosts=("desk.example.org",))
    hosts = trusted_hosts(settings)
    assert hosts == ["127.0.0.1", "localhost", "[::1]", "desk.example.org"]
    assert "192.168.1.4" in trusted_hosts(DeskSettings(host="192.168.1.4"))


NEXT = {
    "/finds/3?at=1": "/finds/3?at=1",
    "/": "/",
    "//evil.example": "/",
    "/\\evil.example": "/",
    "\\\\evil.example": "/",
    "https:evil.example": "/",
    "https://evil.example/": "/",
    "%2f%2fevil.example": "/",
    "/%2fevil.example": "/",
    "/%5cevil.example": "/",
    "javascript:alert(1)": "/",
    "/finds//evil.example": "/",
    "/./\\evil.example": "/",
    "/..//evil.example": "/",
    "/a b": "/",
    "/\t/evil.example": "/",
    "/\n/evil.example": "/",
    "": "/",
    "finds/3": "/",
    "///evil.example": "/",
}


@pytest.mark.parametrize(("wanted", "goes"), NEXT.items(), ids=[repr(n) for n in NEXT])
def test_next_leads_only_to_a_path_of_the_desk(wanted: str, goes: str) -> None:
    assert safe_next(wanted) == goes


@pytest.mark.parametrize(("wanted", "goes"), NEXT.items(), ids=[repr(n) for n in NEXT])
def test_sign_in_follows_only_safe_next(
    app: FastAPI, seeded: Seeded, wanted: str, goes: str
) -> None:
    answer = browser(app).post(
        "/sign-in", data={"name": "Ann", "password": "correct horse battery", "next": wanted}
    )
    assert answer.headers["location"] == goes


def test_huge_form_is_refused(ben: TestClient) -> None:
    answer = ben.post("/finds/1/edit", data={"text": "x" * 600_000, "headline": "x", "seen": "1"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{BASE}/finds/3?at=1", 'href="/finds/3?at=1"'),
        ("https://evil.example/finds/3", 'href="/"'),
        (f"{BASE}//evil.example", 'href="/"'),
        ("", 'href="/"'),
    ],
)
def test_refused_form_leads_back_to_our_own_page_only(
    ben: TestClient, seeded: Seeded, referer: str, back: str
) -> None:
    path = f"/finds/{seeded.find('Tacoma')}/approve"
    answer = ben.post(path, data={"seen": "1"}, headers={"Referer": referer})
    assert answer.status_code == 409
    assert f'class="button main" {back}' in answer.text


def test_page_that_is_not_there_keeps_the_way_on_for_those_inside(
    vera: TestClient, app: FastAPI
) -> None:
    assert 'aria-label="Desk"' in vera.get("/nowhere").text
    assert 'aria-label="Desk"' not in browser(app).get("/nowhere").text
