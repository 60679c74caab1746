"""Signing in through a provider: who comes in, as whom, and everything that is not believed."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from joserfc.jwk import OctKey
from starlette.testclient import TestClient

from cli.provider import provider_ask
from config.beat import Beat
from config.newsletter import Newsletter
from config.oidc import OidcSettings
from config.settings import DeskSettings
from core.clock import FixedClock
from core.guard import AddressPolicy
from core.people import Role
from review.web.access import EVERYBODY, needed_role
from review.web.app import create_app
from review.web.pages import provider as page
from storage.database import Database
from tests.review.conftest import BASE, browser
from tests.review.oidc_server import (
    CLIENT,
    SECRET,
    STRANGERS_KEY,
    Login,
    OidcProvider,
    oidc_provider,
)
from tests.review.seed import FAST, PASSWORD

ROLES = (("editors", Role.EDITOR), ("chiefs", Role.CHIEF), ("staff", Role.VIEWER))


@pytest.fixture
def provider(clock: FixedClock) -> Iterator[OidcProvider]:
    with oidc_provider(clock) as provider:
        yield provider


MakeDesk = Callable[..., FastAPI]


@pytest.fixture
def make_desk(
    provider: OidcProvider,
    database: Database,
    beat: Beat,
    newsletter: Newsletter,
    clock: FixedClock,
) -> MakeDesk:
    def make(*, secure: bool = False, default_role: Role | None = None) -> FastAPI:
        oidc = OidcSettings(
            issuer=provider.address,
            client_id=CLIENT,
            client_secret=SECRET,
            label="Example News",
            roles=ROLES,
            default_role=default_role,
        )
        policy = AddressPolicy(allow_private=("127.0.0.0/8",), ports=(provider.port,))
        return create_app(
            database,
            beat=beat,
            newsletter=newsletter,
            settings=DeskSettings(oidc=oidc, secure_cookies=secure),
            clock=clock,
            passwords=FAST,
            ask_provider=provider_ask(policy, seconds=5.0),
        )

    return make


@pytest.fixture
def client(make_desk: MakeDesk) -> TestClient:
    return browser(make_desk())


def enter(client: TestClient, provider: OidcProvider, *, next_path: str = "") -> Response:
    going = client.get("/sign-in/with", params={"next": next_path})
    assert going.status_code == 303, going.text
    return client.get(provider.visit(going.headers["location"]))


def test_sign_in_page_offers_the_provider_and_the_password(client: TestClient) -> None:
    text = client.get("/sign-in?next=/runs").text
    assert 'href="/sign-in/with?next=/runs"' in text
    assert "Sign in with Example News" in text
    assert 'name="password"' in text


def test_sign_in_page_without_a_provider_offers_none(app: FastAPI) -> None:
    client = browser(app)
    assert "Sign in with" not in client.get("/sign-in").text
    assert client.get("/sign-in/with").status_code == 404
    assert client.get("/sign-in/back?state=x&code=y").status_code == 404


def test_routes_are_open_to_everybody() -> None:
    assert needed_role(page.go) == needed_role(page.come_back) == EVERYBODY


def test_first_sign_in_makes_an_account_with_the_role_of_the_group(
    client: TestClient, provider: OidcProvider, database: Database
) -> None:
    answer = enter(client, provider, next_path="/runs")
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    assert client.get("/runs").status_code == 200
    with database.read() as unit:
        user = unit.users.by_identity(provider.address, "subject-7")
        assert user is not None
        assert (user.name, user.role) == ("Olga", Role.EDITOR)
        events = [(e.action, e.subject, e.after, e.reason) for e in unit.audit.page()]
    assert ("added", "user Olga", "editor", provider.address) in events


def test_session_cookie_is_that_of_a_password(client: TestClient, provider: OidcProvider) -> None:
    cookies = enter(client, provider).headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith("desk=")]
    assert "HttpOnly" in session
    assert "SameSite=lax" in session


def test_way_cookie_is_for_this_browser_and_ten_minutes(make_desk: MakeDesk) -> None:
    client = browser(make_desk(secure=True), base=BASE.replace("http:", "https:"))
    answer = client.get("/sign-in/with")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk-way=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Max-Age=600"))
    assert "redirect_uri=https%3A%2F%2F127.0.0.1" in answer.headers["location"]


def test_second_sign_in_is_the_same_person_and_takes_the_new_role(
    client: TestClient, provider: OidcProvider, database: Database
) -> None:
    enter(client, provider)
    provider.login = Login(claims={"name": "Olga Married", "groups": ["staff", "chiefs"]})
    enter(client, provider)
    with database.read() as unit:
        user = unit.users.by_identity(provider.address, "subject-7")
        assert user is not None
        assert (user.name, user.role) == ("Olga", Role.CHIEF)
        assert unit.users.by_name("Olga Married") is None


@pytest.mark.parametrize(("others", "then"), [(False, Role.CHIEF), (True, Role.EDITOR)])
def test_role_taken_away_from_the_only_chief_editor_stays(
    client: TestClient, provider: OidcProvider, database: Database, *, others: bool, then: Role
) -> None:
    provider.login = Login(claims={"name": "Olga", "groups": ["chiefs"]})
    enter(client, provider)
    with database.unit() as unit:
        ann = unit.users.by_name("Ann")
        assert ann is not None
        unit.users.set_disabled(ann[0].user_id, not others)
    provider.login = Login(claims={"name": "Olga", "groups": ["editors"]})
    assert enter(client, provider).status_code == 303
    with database.read() as unit:
        user = unit.users.by_identity(provider.address, "subject-7")
        assert user is not None
        assert user.role is then


@pytest.mark.parametrize(
    ("name", "becomes"), [("Ann", "Ann (2)"), (" aNN ", "aNN (2)"), ("command line",) * 2]
)
def test_name_that_someone_has_opens_no_account_of_theirs(
    client: TestClient, provider: OidcProvider, database: Database, name: str, becomes: str
) -> None:
    provider.login = Login(claims={"name": name, "groups": "editors"})
    assert enter(client, provider).status_code == 303
    with database.read() as unit:
        user = unit.users.by_identity(provider.address, "subject-7")
        assert user is not None
        assert user.name == (becomes if "(" in becomes else f"{becomes} (2)")
        ann = unit.users.by_name("Ann")
        assert ann is not None
        assert ann[0].user_id != user.user_id
        assert ann[0].role is Role.CHIEF


@pytest.mark.parametrize("password", ["", "nobody has this password", PASSWORD])
def test_account_of_a_provider_has_no_password(
    client: TestClient, provider: OidcProvider, password: str
) -> None:
    enter(client, provider)
    stranger = browser(client.app)  # type: ignore[arg-type]
    answer = stranger.post("/sign-in", data={"name": "Olga", "password": password})
    assert answer.status_code in (401, 422)
    assert "desk" not in answer.cookies


def test_account_that_was_shut_stays_shut(
    client: TestClient, provider: OidcProvider, database: Database
) -> None:
    enter(client, provider)
    with database.unit() as unit:
        user = unit.users.by_identity(provider.address, "subject-7")
        assert user is not None
        unit.users.set_disabled(user.user_id, True)
    answer = enter(client, provider)
    assert answer.status_code == 401
    assert "Ask a chief editor to open it." in answer.text
    assert client.get("/runs").status_code == 303


@pytest.mark.parametrize("groups", [None, [], ["others"], "Editors", [["editors"]], {"editors": 1}])
def test_role_unknown_is_refused(
    client: TestClient, provider: OidcProvider, database: Database, groups: object
) -> None:
    provider.login = Login(claims={"name": "Olga", "groups": groups})
    answer = enter(client, provider)
    assert answer.status_code == 401
    assert "Ask a chief editor which group you need." in " ".join(answer.text.split())
    with database.read() as unit:
        assert unit.users.by_name("Olga") is None


def test_role_unknown_with_a_default_gets_it(
    make_desk: MakeDesk, provider: OidcProvider, database: Database
) -> None:
    provider.login = Login(claims={"name": "Olga"})
    client = browser(make_desk(default_role=Role.VIEWER))
    assert enter(client, provider).status_code == 303
    assert client.post("/finds/1/approve", data={"seen": "1"}).status_code == 403


def _without(key: str) -> Callable[[dict[str, object]], None]:
    def change(claims: dict[str, object]) -> None:
        del claims[key]

    return change


def _with(**values: object) -> Callable[[dict[str, object]], None]:
    return lambda claims: claims.update(values)


LIES = {
    "wrong nonce": Login(change=_with(nonce="of-another-try")),
    "no nonce": Login(change=_without("nonce")),
    "wrong audience": Login(change=_with(aud="another-client")),
    "audience of two for another": Login(change=_with(aud=[CLIENT, "other"], azp="other")),
    "audience of two without a party": Login(change=_with(aud=[CLIENT, "other"])),
    "no audience": Login(change=_without("aud")),
    "wrong issuer": Login(change=_with(iss="https://evil.example")),
    "no issuer": Login(change=_without("iss")),
    "no expiry": Login(change=_without("exp")),
    "expired": Login(change=lambda claims: claims.update(exp=claims["iat"] - 61)),
    "from the future": Login(change=lambda claims: claims.update(iat=claims["iat"] + 3600)),
    "no subject": Login(change=_with(sub="")),
    "subject too long": Login(subject="x" * 256),
    "a stranger's key": Login(key=STRANGERS_KEY),
    "the client's own password as key": Login(key=OctKey.import_key(SECRET * 3), algorithm="HS256"),
    "wrong access token": Login(change=_with(at_hash="bm90IHRoaXMgb25l")),
}


@pytest.mark.parametrize("login", LIES.values(), ids=LIES.keys())
def test_token_that_does_not_hold_lets_nobody_in(
    client: TestClient, provider: OidcProvider, database: Database, login: Login
) -> None:
    provider.login = login
    answer = enter(client, provider)
    assert answer.status_code == 401
    assert "Example News was not believed" in answer.text
    assert "Begin again." in answer.text
    assert "desk" not in client.cookies
    with database.read() as unit:
        assert unit.users.by_name("Olga") is None


def test_token_without_a_signature_lets_nobody_in(
    client: TestClient, provider: OidcProvider
) -> None:
    provider.login = Login(algorithm="none")
    assert enter(client, provider).status_code == 401
    assert "desk" not in client.cookies


def test_state_replayed_lets_nobody_in_again(client: TestClient, provider: OidcProvider) -> None:
    going = client.get("/sign-in/with")
    way = client.cookies["desk-way"]
    back = provider.visit(going.headers["location"])
    assert client.get(back).status_code == 303
    client.cookies.clear()
    client.cookies.set("desk-way", way)
    answer = client.get(back)
    assert answer.status_code == 401
    assert "Begin again." in answer.text
    assert "desk" not in client.cookies


@pytest.mark.parametrize("cookie", ["", "of-another-browser"])
def test_state_brought_by_another_browser_lets_nobody_in(
    client: TestClient, provider: OidcProvider, cookie: str
) -> None:
    back = provider.visit(client.get("/sign-in/with").headers["location"])
    client.cookies.clear()
    if cookie:
        client.cookies.set("desk-way", cookie)
    assert client.get(back).status_code == 401
    assert "/token" not in provider.calls


def test_state_unknown_lets_nobody_in(client: TestClient, provider: OidcProvider) -> None:
    client.get("/sign-in/with")
    assert client.get("/sign-in/back?state=guessed&code=code-0").status_code == 401
    assert "/token" not in provider.calls


def test_state_of_ten_minutes_ago_is_over(
    client: TestClient, provider: OidcProvider, clock: FixedClock
) -> None:
    back = provider.visit(client.get("/sign-in/with").headers["location"])
    clock.advance(minutes=10)
    assert "took too long" in client.get(back).text


def test_provider_that_says_no_is_named_and_its_words_are_not_shown(
    client: TestClient, provider: OidcProvider
) -> None:
    back = provider.visit(client.get("/sign-in/with").headers["location"])
    state = back.partition("state=")[2]
    query = f"state={state}&error=access_denied&error_description=Call+this+number"
    answer = client.get(f"/sign-in/back?{query}")
    assert answer.status_code == 401
    assert "Example News did not let you in." in answer.text
    assert "Call this number" not in answer.text


def test_answer_that_names_another_issuer_is_not_believed(
    client: TestClient, provider: OidcProvider
) -> None:
    back = provider.visit(client.get("/sign-in/with").headers["location"])
    assert client.get(f"{back}&iss=https://evil.example").status_code == 401
    assert "/token" not in provider.calls


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration"])
def test_provider_down_at_the_start_says_so(
    client: TestClient, provider: OidcProvider, path: str
) -> None:
    provider.down.add(path)
    answer = client.get("/sign-in/with")
    assert answer.status_code == 502
    assert "does not answer. Try again in a minute, or sign in with a password." in answer.text
    good = client.post("/sign-in", data={"name": "Ann", "password": PASSWORD})
    assert good.status_code == 303


@pytest.mark.parametrize("path", ["/token", "/keys"])
def test_provider_down_on_the_way_back_says_so(
    client: TestClient, provider: OidcProvider, path: str
) -> None:
    provider.down.add(path)
    answer = enter(client, provider)
    assert answer.status_code == 502
    assert "does not answer" in answer.text
    assert "desk" not in client.cookies


def test_provider_at_an_address_the_guard_refuses_is_not_asked(
    provider: OidcProvider, make_desk: MakeDesk
) -> None:
    app = make_desk()
    app.state.desk.provider._ask = provider_ask(AddressPolicy())
    assert browser(app).get("/sign-in/with").status_code == 502
    assert provider.calls == []


BAD_DOCUMENTS = {
    "another issuer": {"issuer": "https://evil.example"},
    "no token endpoint": {"token_endpoint": None},
    "an authorization endpoint that is a script": {"authorization_endpoint": "javascript:alert(1)"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
}


@pytest.mark.parametrize("change", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS.keys())
def test_document_that_does_not_hold_sends_nobody_anywhere(
    client: TestClient, provider: OidcProvider, change: dict[str, object]
) -> None:
    provider.document_change = lambda document: document.update(change)
    answer = client.get("/sign-in/with")
    assert answer.status_code == 502
    assert "was not believed" in answer.text


def test_next_to_elsewhere_is_not_followed(client: TestClient, provider: OidcProvider) -> None:
    answer = enter(client, provider, next_path="//evil.example")
    assert answer.headers["location"] == "/"
