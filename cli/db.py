"""`desk db …`: the database."""

from pathlib import Path
from typing import Annotated

import typer

from cli.session import session_of
from storage.database import Database

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.command("upgrade")
def upgrade(context: typer.Context) -> None:
    """Bring the database to this program's version, keeping everything.

    Example: `desk db upgrade`
    """
    session = session_of(context)
    session.workspace.mkdir(parents=True, exist_ok=True)
    Database(session.configuration.settings.database_url).upgrade()
    session.say("The database is up to date.")


@app.command("check")
def check(context: typer.Context) -> None:
    """Say whether the database can serve.

    Example: `desk db check`
    """
    session = session_of(context)
    Database(session.configuration.settings.database_url).check()
    session.say("The database is in order.")


@app.command("backup")
def backup(context: typer.Context, to: Path) -> None:
    """Copy the database while it is in use.

    Example: `desk db backup desk-20260203.sqlite3`
    """
    session = session_of(context)
    session.database.backup(to)
    session.say(f"Copied to {to}.")


@app.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database; the present one is kept beside it.

    Example: `desk db restore desk-20260203.sqlite3`
    """
    session = session_of(context)
    if not yes:
        typer.confirm(f"Replace the database by {file}?", abort=True)
    kept = session.workspace / f"before-restore-{session.clock.now():%Y%m%dT%H%M%S}.sqlite3"
    session.database.backup(kept)
    session.database.restore(file)
    session.say(f"Restored. The former database is {kept}.")
