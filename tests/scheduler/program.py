"""One job on the sample web, as a process that a test may kill:
`python -m tests.scheduler.program JOB WORKSPACE PORT`."""

import sys
from dataclasses import replace
from pathlib import Path

from cli.demonstrate import as_source
from config.load import load
from core.clock import SystemClock
from sampleweb.server import SampleWeb
from scheduler.context import Context
from scheduler.jobs.collect import collect
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.writers import writer_for
from storage.database import Database


def open_context(workspace: Path, port: int, *, model_port: int = 0) -> Context:
    """The shipped beat on the sample web at that port, guard on, hardly any delay."""
    configuration = load(workspace, {})
    settings = configuration.settings
    model = settings.model
    if model_port:
        model = replace(
            model, api_key="sk-test", base_url=f"http://127.0.0.1:{model_port}/v1", max_attempts=1
        )
    configuration = replace(
        configuration,
        sources=tuple(as_source(sample) for sample in SampleWeb(port).sources()),
        settings=replace(
            settings,
            policy=replace(
                settings.policy, allow_private=("127.0.0.1/32",), ports=(port, model_port or port)
            ),
            limits=replace(settings.limits, delay_seconds=0.01, timeout_seconds=5.0),
            model=model,
        ),
    )
    database = Database(settings.database_url)
    if database.is_empty():
        database.upgrade()
    with database.unit() as unit:
        unit.sources.sync(configuration.sources, SystemClock().now())
    return Context(database=database, configuration=configuration, clock=SystemClock())


def main(job: str, workspace: str, port: str, model_port: str = "0") -> None:
    context = open_context(Path(workspace), int(port), model_port=int(model_port))
    match job:
        case "collect":
            collect(context)
        case "group":
            group(context)
        case "draft":
            draft(context, writer_for(context))


if __name__ == "__main__":
    main(*sys.argv[1:])
