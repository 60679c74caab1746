"""Every route against every role. A page that declares nothing is shut."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from core.people import Role
from review.web import assets
from review.web.access import EVERYBODY, needed_role
from review.web.app import PAGES
from tests.review.conftest import NewClient, SignIn

KEYS = {"find_id": "1", "edition_id": "1", "user_id": "3", "slug": "charged-wire"}
KEYS |= {
    "article_id": "no-such-article",
    "rule_id": "1",
    "volume": "1",
    "issue": "1",
    "token": "no-such-token",
    "format": "rss",
}
NAMES = {Role.VIEWER: "Vera", Role.EDITOR: "Ben", Role.CHIEF: "Ann"}


def _routes() -> Iterator[tuple[str, str, object]]:
    for module in (assets, *PAGES):
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            for method in sorted(route.methods or ()):
                yield method, route.path.format(**KEYS), route.endpoint


ROUTES = list(_routes())
IDS = [f"{method} {path}" for method, path, _ in ROUTES]


def _is_sign_in(answer: object) -> bool:
    headers = getattr(answer, "headers", {})
    return str(headers.get("location", "")).startswith("/sign-in")


@pytest.mark.parametrize(("method", "path", "endpoint"), ROUTES, ids=IDS)
def test_route_declares_who_may_come_in(method: str, path: str, endpoint: object) -> None:
    assert needed_role(endpoint) in (EVERYBODY, *Role)


@pytest.mark.parametrize(("method", "path", "endpoint"), ROUTES, ids=IDS)
def test_action_is_never_a_get(method: str, path: str, endpoint: object) -> None:
    assert method in ("GET", "POST")


def test_roles_over_all_routes_let_in_exactly_those_declared(
    new_client: NewClient, sign_in: SignIn
) -> None:
    wrong: list[str] = []
    for role in (None, *Role):
        client = new_client() if role is None else sign_in(NAMES[role])
        for method, path, endpoint in ROUTES:
            if path in ("/sign-out", "/account/sign-out-everywhere"):
                continue  # These end the session that the loop needs.
            answer = client.request(method, path)
            needed = needed_role(endpoint)
            let_in = answer.status_code != 403 and not _is_sign_in(answer)
            may = needed == EVERYBODY or (
                role is not None and isinstance(needed, Role) and role.may(needed)
            )
            if let_in is not may and path not in ("/start", "/sign-in"):
                wrong.append(f"{role}: {method} {path} answered {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_page_without_declared_role_is_shut(app: FastAPI, ann: TestClient) -> None:
    router = APIRouter()

    @router.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    app.include_router(router)
    answer = ann.get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/people/", "//people", "/people/.", "/%70eople", "/./people"])
def test_path_written_otherwise_opens_nothing(vera: TestClient, path: str) -> None:
    answer = vera.get(f"http://127.0.0.1:8765{path}")
    assert answer.status_code in (403, 404)
    assert "Let someone in" not in answer.text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(ann: TestClient, method: str) -> None:
    assert ann.request(method, "/people").status_code == 405


def test_method_override_header_is_ignored(vera: TestClient) -> None:
    answer = vera.get("/finds/1", headers={"X-HTTP-Method-Override": "POST"})
    assert answer.status_code == 200


def test_get_on_an_action_is_refused_and_changes_nothing(ben: TestClient) -> None:
    for action in ("approve", "hold", "reject", "restore", "undo", "accept"):
        assert ben.get(f"/finds/1/{action}?seen=1").status_code == 405
    assert "Waiting" in ben.get("/finds/1").text


def test_reading_every_page_changes_nothing_but_who_is_there(
    ann: TestClient, tmp_path: Path
) -> None:
    before = _contents(tmp_path / "desk.db")
    for method, path, _ in ROUTES:
        if method == "GET":
            ann.get(path)
    after = _contents(tmp_path / "desk.db")
    assert len(before) > 20
    assert {name for name in before if before[name] != after[name]} <= {"presences"}


def _contents(file: Path) -> dict[str, list[Any]]:
    """All rows of all tables, as they stand in the file."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}  # noqa: S608
    connection.close()
    return found


def test_disabled_person_is_out_at_once(ann: TestClient, ben: TestClient) -> None:
    assert ben.get("/").status_code == 200
    people = ann.get("/people").text
    assert "Ben" in people
    ann.post("/people/2/disabled", data={"disabled": "true"})
    assert ben.get("/").status_code == 303
