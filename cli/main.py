"""The command `desk`: its name, its options, its exit codes. Its commands are in `cli.commands`."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.commands import MARKUP, Commands
from cli.session import Session
from core.errors import DeskError

app = typer.Typer(
    name="desk",
    help="The Finds Desk: from the sources of a beat to a numbered edition.",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=MARKUP,
    pretty_exceptions_enable=False,
)


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
