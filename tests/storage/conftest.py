"""Every test of storage runs on both databases, each time on an empty one of its own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.servers import Server, empty, start_server

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    # Not below pytest's own folder: only its owner may enter that, and its paths are too long
    # for a socket.
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    server = start_server(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    return str(request.param)


NewUrl = Callable[[], str]


@pytest.fixture
def new_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[NewUrl]:
    """Makes addresses of databases that hold nothing yet: on SQLite not even a file."""
    numbers = count()
    if kind == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/new-{next(numbers)}.db"
        return
    server: Server = request.getfixturevalue("server")
    made: list[str] = []

    def make() -> str:
        made.append(f"new_{next(numbers)}")
        server.execute(f"CREATE DATABASE {made[-1]}")
        return server.url(made[-1])

    yield make
    for name in made:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/desk.db"


@pytest.fixture(scope="session")
def postgresql_url(server: Server) -> str:
    server.execute("CREATE DATABASE desk_test")
    return server.url("desk_test")


@pytest.fixture(scope="session")
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from upgraded(sqlite_url)


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    yield from upgraded(postgresql_url)


def upgraded(url: str) -> Iterator[Database]:
    """One for all tests: SQLAlchemy translates each query once per engine, and that is slow."""
    database = Database(url)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of `database`, for other processes."""
    return str(request.getfixturevalue(f"{kind}_url"))


@pytest.fixture
def database(kind: str, url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database at the newest version, on SQLite and on PostgreSQL."""
    database: Database = request.getfixturevalue(f"{kind}_database")
    yield database
    empty(url)
