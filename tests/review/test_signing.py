"""Signing in and out, sessions, and the first account."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from config.settings import DeskSettings
from core.clock import FixedClock
from review.actions.passwords import Passwords
from review.actions.signing import MAX_FAILURES, MAX_FAILURES_OF_ADDRESS
from storage.database import Database
from tests.review.conftest import BASE, MakeApp, NewClient, browser
from tests.review.seed import FAST, PASSWORD, Seeded

GOOD = {"name": "Ann", "password": PASSWORD}


def test_sign_in_sets_a_session_cookie_that_scripts_cannot_read(new_client: NewClient) -> None:
    cookie = new_client().post("/sign-in", data=GOOD).headers["set-cookie"]
    assert cookie.startswith("desk=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_sign_in_with_secure_cookies_uses_the_host_prefix(
    make_app: MakeApp, database: Database
) -> None:
    app = make_app(database, DeskSettings(secure_cookies=True))
    cookie = browser(app, base="https://127.0.0.1:8765").post("/sign-in", data=GOOD).headers
    assert cookie["set-cookie"].startswith("__Host-desk=")
    assert "Secure" in cookie["set-cookie"]
    assert "Domain" not in cookie["set-cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong wrong wrong"), ("Nobody", PASSWORD), ("", PASSWORD), ("Ann", "")],
)
def test_sign_in_wrong_is_refused_in_the_same_words(
    new_client: NewClient, name: str, password: str
) -> None:
    answer = new_client().post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code in (401, 422)
    assert not answer.cookies
    if answer.status_code == 401:
        assert "do not belong together" in answer.text


def test_sign_in_unknown_name_is_checked_against_a_hash_too() -> None:
    class Counting(Passwords):
        checked = 0

        def fits(self, password: str, password_hash: str | None) -> bool:
            type(self).checked += 1
            return super().fits(password, password_hash)

    passwords = Counting(FAST._hasher)
    assert not passwords.fits("nobody has this password", None)
    assert Counting.checked == 1


def test_sign_in_ignores_case_and_blanks_of_the_name(new_client: NewClient) -> None:
    answer = new_client().post("/sign-in", data={"name": "  aNN ", "password": PASSWORD})
    assert answer.status_code == 303


def test_sign_in_after_too_many_failures_waits(new_client: NewClient, clock: FixedClock) -> None:
    client = new_client()
    for _ in range(MAX_FAILURES):
        assert client.post("/sign-in", data=GOOD | {"password": "no no no no no"}).is_error
    answer = client.post("/sign-in", data=GOOD)
    assert answer.status_code == 429
    assert "with this name. Wait 15 minutes, then try again." in answer.text
    clock.advance(minutes=14, seconds=30)
    assert "Wait a minute, then" in client.post("/sign-in", data=GOOD).text
    clock.advance(minutes=1)
    assert client.post("/sign-in", data=GOOD).status_code == 303


@pytest.mark.parametrize(
    ("first", "same", "other"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.10"),
        ("203.0.113.9", "::ffff:203.0.113.9", "2001:db8:1:2::5"),
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::6", "2001:db8:1:3::5"),
    ],
)
def test_sign_in_after_too_many_failures_of_an_address_waits_whatever_the_name(
    app: FastAPI, clock: FixedClock, first: str, same: str, other: str
) -> None:
    guesser = browser(app, host=first)
    for number in range(MAX_FAILURES_OF_ADDRESS):
        guess = {"name": f"Guess {number}", "password": "no no no no no"}
        assert guesser.post("/sign-in", data=guess).status_code == 401
    answer = browser(app, host=same).post("/sign-in", data=GOOD)
    assert answer.status_code == 429
    assert "from your address. Wait 15 minutes, then try again." in answer.text
    assert browser(app, host=other).post("/sign-in", data=GOOD).status_code == 303
    clock.advance(minutes=16)
    assert browser(app, host=same).post("/sign-in", data=GOOD).status_code == 303


def test_sign_in_that_succeeds_does_not_wipe_out_the_guesses_of_its_address(app: FastAPI) -> None:
    client = browser(app, host="203.0.113.9")
    for number in range(MAX_FAILURES_OF_ADDRESS):
        guess = {"name": f"Guess {number}", "password": "no no no no no"}
        assert client.post("/sign-in", data=guess).status_code == 401
        if number < MAX_FAILURES_OF_ADDRESS - 1:
            assert client.post("/sign-in", data=GOOD).status_code == 303
    assert client.post("/sign-in", data=GOOD).status_code == 429


def test_sign_in_replaces_a_cookie_set_beforehand(new_client: NewClient) -> None:
    client = new_client()
    client.cookies.set("desk", "chosen-by-an-attacker")
    client.post("/sign-in", data=GOOD)
    stranger = new_client()
    stranger.cookies.set("desk", "chosen-by-an-attacker")
    assert stranger.get("/").status_code == 303


def test_sign_in_again_ends_the_session_before(new_client: NewClient) -> None:
    client = new_client()
    first = client.post("/sign-in", data=GOOD).cookies["desk"]
    second = client.post("/sign-in", data=GOOD).cookies["desk"]
    assert first != second
    replay = new_client()
    replay.cookies.set("desk", first)
    assert replay.get("/").status_code == 303


def test_session_after_sign_out_is_of_no_use(new_client: NewClient) -> None:
    client = new_client()
    token = client.post("/sign-in", data=GOOD).cookies["desk"]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    replay = new_client()
    replay.cookies.set("desk", token)
    assert replay.get("/").status_code == 303


def test_session_after_password_change_is_of_no_use_anywhere(new_client: NewClient) -> None:
    one, other = new_client(), new_client()
    token = one.post("/sign-in", data=GOOD).cookies["desk"]
    other.post("/sign-in", data=GOOD)
    changed = {"present": PASSWORD, "password": "another horse battery"}
    assert one.post("/account/password", data=changed).status_code == 303
    assert other.get("/").status_code == 303
    replay = new_client()
    replay.cookies.set("desk", token)
    assert replay.get("/").status_code == 303
    again = {"name": "Ann", "password": "another horse battery"}
    assert new_client().post("/sign-in", data=again).status_code == 303


def test_password_change_with_wrong_present_one_changes_nothing(ann: TestClient) -> None:
    changed = {"present": "wrong wrong wrong", "password": "another horse battery"}
    answer = ann.post("/account/password", data=changed)
    assert answer.status_code == 409
    assert "not right" in answer.text
    assert ann.get("/").status_code == 200


def test_session_runs_out(ann: TestClient, clock: FixedClock) -> None:
    assert ann.get("/").status_code == 200
    clock.advance(hours=13)
    answer = ann.get("/runs")
    assert answer.headers["location"] == "/sign-in?next=%2Fruns"


def test_two_browsers_hold_two_sessions(new_client: NewClient) -> None:
    one, other = new_client(), new_client()
    one.post("/sign-in", data=GOOD)
    other.post("/sign-in", data=GOOD)
    one.post("/sign-out")
    assert other.get("/").status_code == 200


def test_token_is_not_stored(new_client: NewClient, database: Database, seeded: Seeded) -> None:
    token = new_client().post("/sign-in", data=GOOD).cookies["desk"]
    with database.read() as unit:
        rows = unit.users.sessions_of(seeded.users["Ann"].user_id)
    assert all(token not in row.token_hash for row in rows)


def test_script_request_without_session_is_sent_to_sign_in_as_a_page(new_client: NewClient) -> None:
    answer = new_client().post("/finds/1/approve", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in"


def test_start_on_a_new_desk_makes_a_chief_editor(new_desk: FastAPI) -> None:
    client = browser(new_desk)
    assert client.get("/").headers["location"] == "/sign-in"
    assert client.get("/sign-in").headers["location"] == "/start"
    assert "first account" in client.get("/start").text
    answer = client.post("/start", data={"name": "Cleo", "password": PASSWORD})
    assert answer.headers["location"] == "/"
    assert client.get("/people").status_code == 200


def test_start_and_people_write_down_who_came_in_the_same_form(new_desk: FastAPI) -> None:
    client = browser(new_desk)
    client.post("/start", data={"name": "Cleo", "password": PASSWORD})
    client.post("/people", data={"name": "Dan", "password": PASSWORD, "role": "editor"})
    with new_desk.state.desk.database.read() as unit:
        events = [(e.actor, e.action, e.subject, e.after) for e in unit.audit.page()]
    assert events == [
        ("Cleo", "added", "user Dan", "editor"),
        ("Cleo", "added", "user Cleo", "chief editor"),
    ]


def test_start_with_a_short_password_says_so(new_desk: FastAPI) -> None:
    client = browser(new_desk)
    answer = client.post("/start", data={"name": "Cleo", "password": "short"})
    assert answer.status_code == 409
    assert "12 characters" in answer.text
    assert "Cleo" in answer.text


@pytest.mark.parametrize("host", ["203.0.113.9", "10.0.0.4", "testclient"])
def test_start_from_another_machine_is_refused(new_desk: FastAPI, host: str) -> None:
    client = browser(new_desk, host=host)
    assert client.get("/start").status_code == 403
    data = {"name": "Eve", "password": PASSWORD}
    assert client.post("/start", data=data).status_code == 403


@pytest.mark.parametrize("base", ["http://desk.example.org", BASE])
def test_start_of_a_desk_with_public_names_is_refused(
    make_app: MakeApp, database: Database, base: str
) -> None:
    app = make_app(database, DeskSettings(public_hosts=("desk.example.org",)))
    client = browser(app, base=base)
    answer = client.get("/start")
    assert answer.status_code == 403
    assert "desk users add" in answer.text
    assert client.post("/start", data={"name": "Eve", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_start_through_a_proxy_is_refused(new_desk: FastAPI, header: str) -> None:
    client = browser(new_desk)
    client.headers[header] = "127.0.0.1"
    assert client.get("/start").status_code == 403
    assert client.post("/start", data={"name": "Eve", "password": PASSWORD}).status_code == 403


def test_start_once_someone_is_there_makes_nobody(app: FastAPI, database: Database) -> None:
    client = TestClient(
        app,
        base_url=BASE,
        headers={"Sec-Fetch-Site": "same-origin"},
        client=("127.0.0.1", 1),
        follow_redirects=False,
    )
    assert client.get("/start").headers["location"] == "/sign-in"
    answer = client.post("/start", data={"name": "Eve", "password": PASSWORD})
    assert answer.status_code == 404
    with database.read() as unit:
        assert unit.users.by_name("Eve") is None


def test_theme_is_remembered(new_client: NewClient) -> None:
    client = new_client()
    answer = client.post("/theme", data={"theme": "dark", "back": "/sign-in"})
    assert answer.headers["location"] == "/sign-in"
    assert 'data-theme="dark"' in client.get("/sign-in").text


def test_theme_unknown_falls_back_to_the_system(new_client: NewClient) -> None:
    client = new_client()
    client.post("/theme", data={"theme": '"><script>', "back": "//evil.example"})
    assert 'data-theme="auto"' in client.get("/sign-in").text
