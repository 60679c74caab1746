"""Processes that draft beside each other, as several machines on one database would."""

from multiprocessing.connection import Connection
from pathlib import Path

from config.load import load
from core.clock import SystemClock
from scheduler.context import Context
from scheduler.jobs.draft import draft_all
from scheduler.spending import open_purse
from scheduler.tasks import find_tasks
from scheduler.writers import model_writer
from storage.database import Database


def draft_as_one_of_many(
    database_url: str, workspace: Path, environ: dict[str, str], say: Connection
) -> None:
    """Drafts all stories that wait, without the lock that keeps one workspace to one drafter."""
    database = Database(database_url)
    configuration = load(workspace, environ)
    context = Context(database=database, configuration=configuration, clock=SystemClock())
    say.send("ready")
    say.recv()
    writer = model_writer(context)(open_purse(context))
    say.send(dict(draft_all(context, writer, find_tasks(context, 60))))
    database.close()
