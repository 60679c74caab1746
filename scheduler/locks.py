"""One process at a time for each kind of work in a workspace."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from core.errors import Refused
from core.run import Job
from scheduler.context import Context

_DOING = {
    Job.COLLECT: "Collecting",
    Job.GROUP: "Grouping",
    Job.DRAFT: "Drafting",
    Job.LEARN: "Learning",
    Job.PUBLISH: "Sending a draft",
}


@contextmanager
def alone(context: Context, job: Job) -> Iterator[None]:
    """Raises `Refused` at once when another process does this job; a dead one holds no lock."""
    workspace = context.configuration.settings.workspace
    workspace.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace / f"{job}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        what = f"{_DOING[job]} is already going on in this workspace."
        raise Refused(what, ["Wait until it has ended."]) from error
    try:
        yield
    finally:
        lock.release()
