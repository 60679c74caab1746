"""A desk with a morning's work on it, and someone signed in."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from config.beat import Beat
from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.clock import FixedClock
from review.web.app import create_app
from review.web.feed import Feed
from storage.database import Database
from tests.review.browsing import NewPage, launched, windows
from tests.review.live import served
from tests.review.seed import FAST, NOW, PASSWORD, Seeded, configuration, seed

BASE = "http://127.0.0.1:8765"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Beat, Newsletter]:
    return configuration(tmp_path_factory.mktemp("configuration"))


@pytest.fixture(scope="session")
def morning(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    shipped: tuple[Beat, Newsletter],
) -> tuple[Path, Seeded]:
    """A filled database to copy from: faster than filling one for each test."""
    path = tmp_path_factory.mktemp("morning") / "desk.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    seeded = seed(database, shipped[0])
    database.close()
    return path, seeded


@pytest.fixture
def database(morning: tuple[Path, Seeded], tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    shutil.copy(morning[0], path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def seeded(morning: tuple[Path, Seeded]) -> Seeded:
    """What the database holds."""
    return morning[1]


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


MakeApp = Callable[[Database, DeskSettings], FastAPI]


@pytest.fixture
def make_app(beat: Beat, newsletter: Newsletter, clock: FixedClock) -> MakeApp:
    def make(database: Database, settings: DeskSettings) -> FastAPI:
        app = create_app(
            database,
            beat=beat,
            newsletter=newsletter,
            settings=settings,
            clock=clock,
            passwords=FAST,
        )
        # A test client waits for the end of an answer: its streams end at once.
        app.state.feed = Feed(database, longest_seconds=0)
        return app

    return make


@pytest.fixture
def app(make_app: MakeApp, database: Database, settings: DeskSettings) -> FastAPI:
    return make_app(database, settings)


@pytest.fixture
def new_desk(
    sqlite_template: Path, tmp_path: Path, make_app: MakeApp, settings: DeskSettings
) -> Iterator[FastAPI]:
    """A desk that nobody has an account at yet."""
    path = tmp_path / "new.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield make_app(database, settings)
    database.close()


NewClient = Callable[[], TestClient]


def browser(app: FastAPI, host: str = "127.0.0.1", base: str = BASE) -> TestClient:
    """A browser that sends forms from the desk's own pages."""
    return TestClient(
        app, base_url=base, headers=OURS, client=(host, 50_000), follow_redirects=False
    )


@pytest.fixture
def new_client(app: FastAPI) -> Iterator[NewClient]:
    """Makes browsers on this machine that nobody has signed in with."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(browser(app))


SignIn = Callable[[str], TestClient]


@pytest.fixture
def sign_in(new_client: NewClient) -> SignIn:
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The desk served for real."""
    with served(app) as address:
        yield address


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Makes windows; at the end of the test none of them may have complained."""
    with windows(chromium) as make:
        yield make
