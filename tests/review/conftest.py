"""A desk with a morning's work on it, and someone signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from config.beat import Beat
from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.clock import FixedClock
from review.web.app import create_app
from storage.database import Database
from tests.review.seed import FAST, NOW, PASSWORD, Seeded, configuration, seed

BASE = "http://127.0.0.1:8765"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Beat, Newsletter]:
    return configuration(tmp_path_factory.mktemp("configuration"))


@pytest.fixture
def beat(shipped: tuple[Beat, Newsletter]) -> Beat:
    return shipped[0]


@pytest.fixture
def newsletter(shipped: tuple[Beat, Newsletter]) -> Newsletter:
    return shipped[1]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(at=NOW)


@pytest.fixture
def settings() -> DeskSettings:
    return DeskSettings()


@pytest.fixture
def app(
    database: Database,
    beat: Beat,
    newsletter: Newsletter,
    settings: DeskSettings,
    clock: FixedClock,
) -> FastAPI:
    return create_app(
        database,
        beat=beat,
        newsletter=newsletter,
        settings=settings,
        clock=clock,
        passwords=FAST,
    )


@pytest.fixture
def seeded(database: Database, beat: Beat) -> Seeded:
    return seed(database, beat)


NewClient = Callable[[], TestClient]


@pytest.fixture
def new_client(app: FastAPI) -> Iterator[NewClient]:
    """Makes browsers on this machine that nobody has signed in with."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(
            TestClient(
                app,
                base_url=BASE,
                headers=OURS,
                client=("127.0.0.1", 50_000),
                follow_redirects=False,
            )
        )


SignIn = Callable[[str], TestClient]


@pytest.fixture
def sign_in(new_client: NewClient, seeded: Seeded) -> SignIn:
    def enter(name: str) -> TestClient:
        client = new_client()
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return enter


@pytest.fixture
def ann(sign_in: SignIn) -> TestClient:
    """The chief editor."""
    return sign_in("Ann")


@pytest.fixture
def ben(sign_in: SignIn) -> TestClient:
    """An editor."""
    return sign_in("Ben")


@pytest.fixture
def vera(sign_in: SignIn) -> TestClient:
    """A viewer."""
    return sign_in("Vera")
