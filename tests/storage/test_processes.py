"""Several processes on one database, some of them killed: nothing lost, nothing half."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import pytest

from storage.database import Database
from tests.storage import workers
from tests.storage.values import stored_find

# Each process starts from a clean one that has the imports done: forking this one would carry its
# open connections along.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.workers"])


@contextmanager
def running(work: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def test_units_of_four_processes_never_meet_a_lock(database: Database, url: str) -> None:
    says = [PROCESSES.SimpleQueue() for _ in range(4)]
    processes = [
        PROCESSES.Process(target=workers.count_up, args=(url, f"p{number}", 50, say))
        for number, say in enumerate(says)
    ]
    for process in processes:
        process.start()
    assert [say.get() for say in says] == ["done"] * 4
    for process in processes:
        process.join()
    with database.read() as unit:
        assert unit.articles.by_source_counts() == {f"p{number}": 50 for number in range(4)}


def test_unit_killed_in_the_middle_leaves_nothing(database: Database, url: str) -> None:
    say = PROCESSES.SimpleQueue()
    with running(workers.stop_in_the_middle, url, say) as process:
        assert say.get() == "in the middle"
        process.kill()
        process.join()
    with database.unit() as unit:
        assert unit.articles.counts().total == 0
        assert unit.articles.known_keys() == frozenset()
        assert unit.articles.page(query="utrecht") == ()
        assert stored_find(unit, "half")


def test_writer_killed_anywhere_loses_and_doubles_nothing(database: Database, url: str) -> None:
    done = 0
    for attempt in range(3):
        say = PROCESSES.SimpleQueue()
        with running(workers.write_on, url, f"attempt {attempt}", say):
            for _ in range(3 + attempt):
                say.get()
        done += 3 + attempt
    with database.read() as unit:
        stories, finds = unit.stories.counts(), unit.finds.counts()
        assert stories.total == stories.drafted == sum(finds.values()) >= done
        assert unit.articles.counts().total == stories.total
        rows = unit.desk.queue(limit=1000)
        assert len(rows) == stories.total
        assert all(unit.desk.find_page(row.find_id).articles for row in rows)


@pytest.mark.parametrize("count", [3])
def test_upgrade_by_several_processes_at_once_succeeds_for_all(
    new_url: Callable[[], str], count: int
) -> None:
    url, say = new_url(), PROCESSES.SimpleQueue()
    processes = [PROCESSES.Process(target=workers.upgrade, args=(url, say)) for _ in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * count
    database = Database(url)
    database.check()
    database.close()
