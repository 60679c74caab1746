"""A cap holds, however many processes draft at once."""

import shutil
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from core.spend import Cap
from storage.database import Database
from tests.model_server import ModelServer
from tests.scheduler.drafters import draft_as_one_of_many
from tests.storage.servers import start_server
from tests.storage.values import stored_story

WORKERS = 8
CALLS = 3
UNKNOWN = 20_000
"""What is held for, and counted of, a call to a model without a known price."""

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.scheduler.drafters"])


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    server = start_server(folder)
    yield server.url("postgres")
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stories(url: str) -> Iterator[Database]:
    database = Database(url)
    database.upgrade()
    with database.unit() as unit:
        for name in "abcdef":
            stored_story(unit, name)
    yield database
    database.close()


def test_eight_workers_with_a_budget_for_three_calls_make_three_calls(
    url: str, stories: Database, tmp_path: Path
) -> None:
    with ModelServer("no JSON at all") as server:
        results = _race(url, tmp_path, server)
        assert server.calls == CALLS
    with stories.read() as unit:
        spend = unit.model_calls.spend()
        assert (spend.calls, spend.unknown) == (CALLS, CALLS)
        assert {stop.cap for stop in unit.spending.stops()} == {Cap.DAY}
    assert len(results) == WORKERS
    assert all("budget_reached" in result for result in results)


def _race(url: str, workspace: Path, server: ModelServer) -> list[dict[str, int]]:
    environ = {
        "DESK_BASE_URL": server.base_url,
        "DESK_MODEL": "home-grown",
        "DESK_MODEL_ATTEMPTS": "1",
        "DESK_ALLOW_PRIVATE_NETWORKS": "127.0.0.1/32",
        "DESK_PORTS": str(server.port),
        "DESK_BUDGET_USD": str((CALLS * UNKNOWN + UNKNOWN / 2) / 1_000_000),
    }
    pipes, processes = [], []
    for _ in range(WORKERS):
        ours, theirs = PROCESSES.Pipe()
        process = PROCESSES.Process(
            target=draft_as_one_of_many, args=(url, workspace, environ, theirs)
        )
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    results: list[dict[str, int]] = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join(10)
    return results
