"""`desk collect`, `desk group`, `desk draft`: one job, now."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli.session import Session, session_of
from core.people import COMMAND_LINE
from core.run import Job, RunState
from core.source import Source
from scheduler.jobs.collect import CollectRequest
from scheduler.jobs.collect import collect as run_collect
from scheduler.jobs.draft import draft as run_draft
from scheduler.jobs.group import JUDGED_AGAIN
from scheduler.jobs.group import group as run_group
from scheduler.writers import writer_for

AsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]


def collect(
    context: typer.Context,
    source: Annotated[
        list[str] | None, typer.Argument(help="Slugs of sources; none: all that are not paused.")
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(help="Read from this recording (WARC) instead of the network.", exists=True),
    ] = None,
    pages: Annotated[
        bool,
        typer.Option(help="With --replay: also take each recorded page that no source lists."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Poll sources and fetch what is new.

    Example: `desk collect electrek` or `desk collect --replay warc/20260203.warc.gz --pages`
    """
    session = session_of(context)
    request = CollectRequest(
        sources=tuple(_source(session, slug) for slug in source or ()),
        replay=replay,
        replay_pages=pages,
    )
    with recorded(session, Job.COLLECT) as counts, session.progress() as report:
        counts |= run_collect(session.context, request, progress=report)
    show_counts(session, counts, as_json=as_json)


def group(
    context: typer.Context,
    again: Annotated[
        int,
        typer.Option(
            help="At most so many articles of the last 60 days are judged anew when the beat, the "
            "regions or a rule changed.",
            min=0,
        ),
    ] = JUDGED_AGAIN,
    as_json: AsJson = False,
) -> None:
    """Judge new articles and gather those on the beat into stories.

    Example: `desk group --again 20000 --json`
    """
    session = session_of(context)
    with recorded(session, Job.GROUP) as counts, session.progress() as report:
        counts |= run_group(session.context, again=again, progress=report)
    show_counts(session, counts, as_json=as_json)


def draft(
    context: typer.Context,
    limit: Annotated[int, typer.Option(help="At most so many stories.", min=1)] = 60,
    as_json: AsJson = False,
) -> None:
    """Draft a Find for each story that has none.

    Example: `desk draft --limit 10`
    """
    session = session_of(context)
    with recorded(session, Job.DRAFT) as counts, session.progress() as report:
        counts |= run_draft(
            session.context, writer_for(session.context), limit=limit, progress=report
        )
    show_counts(session, counts, as_json=as_json)


@contextmanager
def recorded(session: Session, job: Job) -> Iterator[dict[str, int]]:
    """A run in the records, with the counts that are put into what this yields.

    It is written when the job has ended: a scheduler that starts meanwhile takes every running
    run for lost, and would do the work again.
    """
    started, counts, error = session.clock.now(), dict[str, int](), "It was stopped."
    try:
        yield counts
        error = ""
    except Exception as failure:
        error = str(failure) or type(failure).__name__
        raise
    finally:
        state = RunState.FAILED if error else RunState.DONE
        with session.database.unit() as unit:
            slot = f"by hand {started.isoformat()}"
            run = unit.runs.request(job, slot=slot, why="by hand", now=started)
            if run is not None:
                who, key = COMMAND_LINE, run.run_id
                unit.runs.claim((job,), now=started, lease_seconds=60, holder=who, only=key)
                now = session.clock.now()
                unit.runs.finish(key, state, result=counts, error=error, now=now)


def show_counts(session: Session, counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        session.json(counts)
    elif counts:
        session.table(("what", "count"), sorted(counts.items()))
    else:
        session.say("Nothing to do.")


def _source(session: Session, slug: str) -> Source:
    with session.database.read() as unit:
        return unit.sources.get(slug)
