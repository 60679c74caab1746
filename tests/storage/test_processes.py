"""Several processes on one database, some of them killed: nothing lost, nothing half."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from storage.database import Database
from tests.storage.values import stored_find
from tests.storage.workers import count_up, stop_in_the_middle, upgrade, write_on

# Each process starts from a clean one that has the imports done: forking this one would carry its
# open connections along.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.workers"])


@dataclass(frozen=True)
class Worker:
    process: BaseProcess
    receiver: Connection

    def hear(self) -> str:
        """What it says next; an error when it has died or says nothing for a minute."""
        assert self.receiver.poll(60)
        return str(self.receiver.recv())


@contextmanager
def running(work: Callable[..., None], *arguments: object) -> Iterator[Worker]:
    receiver, say = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(*arguments, say))
    process.start()
    say.close()  # so that its death is heard
    try:
        yield Worker(process, receiver)
    finally:
        process.kill()
        process.join()
        receiver.close()


def test_units_of_four_processes_never_meet_a_lock(database: Database, url: str) -> None:
    names = [f"p{number}" for number in range(4)]
    with ExitStack() as stack:
        workers = [stack.enter_context(running(count_up, url, name, 50)) for name in names]
        assert [worker.hear() for worker in workers] == ["done"] * 4
    with database.read() as unit:
        found = {name: len(unit.articles.page(source=name, limit=100)) for name in names}
        assert found == dict.fromkeys(names, 50)


def test_unit_killed_in_the_middle_leaves_nothing(database: Database, url: str) -> None:
    with running(stop_in_the_middle, url) as worker:
        assert worker.hear() == "in the middle"
    with database.unit() as unit:
        assert unit.articles.counts().total == 0
        assert unit.articles.known_keys() == frozenset()
        assert unit.articles.page(query="utrecht") == ()
        assert stored_find(unit, "half")


def test_writer_killed_anywhere_loses_and_doubles_nothing(database: Database, url: str) -> None:
    done = 0
    for attempt in range(3):
        with running(write_on, url, f"attempt {attempt}") as worker:
            for _ in range(3 + attempt):
                worker.hear()
        done += 3 + attempt
    with database.read() as unit:
        stories, finds = unit.stories.counts(), unit.finds.counts()
        assert stories.total == stories.drafted == sum(finds.values()) >= done
        assert unit.articles.counts().total == stories.total
        rows = unit.desk.queue(limit=1000)
        assert len(rows) == stories.total
        assert all(unit.desk.find_page(row.find_id).articles for row in rows)


def test_upgrade_by_several_processes_at_once_succeeds_for_all(
    new_url: Callable[[], str],
) -> None:
    url = new_url()
    with ExitStack() as stack:
        workers = [stack.enter_context(running(upgrade, url)) for _ in range(3)]
        assert [worker.hear() for worker in workers] == ["done"] * 3
    database = Database(url)
    database.check()
    database.close()
