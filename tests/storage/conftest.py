"""Every test of storage runs on both databases, each time on an empty one of its own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.servers import Server, start_server

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


@pytest.fixture(scope="session")
def postgresql_template(server: Server) -> str:
    server.execute("CREATE DATABASE desk_template")
    database = Database(server.url("desk_template"))
    database.upgrade()
    database.close()
    return "desk_template"


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


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database at the newest version."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "desk.db")
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    server: Server = request.getfixturevalue("server")
    template = request.getfixturevalue("postgresql_template")
    server.execute(f"CREATE DATABASE desk_test TEMPLATE {template}")
    yield server.url("desk_test")
    server.execute("DROP DATABASE desk_test WITH (FORCE)")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database at the newest version, on SQLite and on PostgreSQL."""
    database = Database(url, lock_timeout_seconds=10)
    yield database
    database.close()
