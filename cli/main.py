"""The command `desk`: nouns and their verbs, one file each."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli import (
    archive,
    articles,
    benchmarks,
    db,
    demonstrate,
    doctor,
    editions,
    evaluate,
    finds,
    jobs,
    lessons,
    regions,
    sources,
    start,
    status,
    stories,
    style,
    users,
)
from cli.session import Session
from core.errors import DeskError

app = typer.Typer(
    name="desk",
    help="The Finds Desk: from the sources of a beat to a numbered edition.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command("demo")(demonstrate.demo)
app.command("start")(start.start)
app.command("collect")(jobs.collect)
app.command("group")(jobs.group)
app.command("draft")(jobs.draft)
app.command("status")(status.status)
app.command("doctor")(doctor.doctor)
app.command("eval")(evaluate.evaluate)
app.command("bench")(benchmarks.bench)
app.add_typer(sources.app, name="sources")
app.add_typer(articles.app, name="articles")
app.add_typer(stories.app, name="stories")
app.add_typer(finds.app, name="finds")
app.add_typer(editions.app, name="editions")
app.add_typer(archive.app, name="archive")
app.add_typer(lessons.app, name="lessons")
app.add_typer(regions.app, name="regions")
app.add_typer(style.app, name="style")
app.add_typer(users.app, name="users")
app.add_typer(db.app, name="db")


@app.callback()
def desk(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            envvar="DESK_WORKSPACE",
            help="Folder with the database, the recordings and your own config/.  "
            "[default: workspace]",
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what goes on.")] = False,
) -> None:
    """Every command has --help with an example."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    context.obj = Session(workspace)
    context.call_on_close(context.obj.close)


def main() -> None:
    """Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    try:
        app()
    except DeskError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
