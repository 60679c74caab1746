"""`desk db …`: the database."""

from pathlib import Path
from typing import Annotated

import typer

from cli.session import session_of
from core.errors import StorageError
from storage.database import Database
from storage.engines import file_of, make_engine

app = typer.Typer(help="The database.", no_args_is_help=True)

_ENDINGS = ("", "-wal", "-shm")


@app.command("upgrade")
def upgrade(context: typer.Context) -> None:
    """Bring the database to this program's version, keeping everything.

    Example: `desk db upgrade`
    """
    session = session_of(context)
    session.workspace.mkdir(parents=True, exist_ok=True)
    session.open_database().upgrade()
    session.say("The database is up to date.")


@app.command("check")
def check(context: typer.Context) -> None:
    """Say whether the database can serve.

    Example: `desk db check`
    """
    session = session_of(context)
    session.open_database().check()
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

    Works over a damaged database too, and over one of another version.

    Example: `desk db restore desk-20260203.sqlite3`
    """
    session = session_of(context)
    if not yes:
        typer.confirm(f"Replace the database by {file}?", abort=True)
    kept = session.workspace / f"before-restore-{session.clock.now():%Y%m%dT%H%M%S}.sqlite3"
    replace_database(session.configuration.settings.database_url, file, kept)
    what = f" The former database is {kept}." if kept.exists() else ""
    session.say(f"Restored.{what}")


def replace_database(url: str, file: Path, kept: Path) -> None:
    """The backup is made ready beside its place first: one that will not do changes nothing.

    Raises `StorageError`.
    """
    database = Database(url)
    if database.dialect != "sqlite":
        database.restore(file)
        return
    present = file_of(make_engine(url, 1.0))
    ready = present.with_name(f"{present.name}.restoring")
    try:
        _make_ready(file, ready)
        if _keep(database, present, kept):
            # Through the database, not past it: a desk that has it open goes on with the new one.
            database.restore(ready)
        else:
            ready.replace(present)
    except OSError as error:
        raise StorageError(f"The backup was not put in place: {error}.") from error
    finally:
        database.close()
        _remove(ready)


def _make_ready(file: Path, ready: Path) -> None:
    _remove(ready)
    copy = Database(f"sqlite:///{ready}")
    try:
        copy.restore(file)
        copy.upgrade()
        copy.check()
    finally:
        copy.close()


def _keep(database: Database, present: Path, kept: Path) -> bool:
    """Whether a database still stands in its place; one that cannot be read is moved away as it
    is, for whoever may still get something out of it."""
    if not present.exists():
        return False
    try:
        database.backup(kept)
        return True
    except StorageError:
        kept.with_name(f"{kept.name}.part").unlink(missing_ok=True)
        for ending in _ENDINGS:
            part = present.with_name(present.name + ending)
            if part.exists():
                part.replace(kept.with_name(kept.name + ending))
        return False


def _remove(database_file: Path) -> None:
    for ending in _ENDINGS:
        database_file.with_name(database_file.name + ending).unlink(missing_ok=True)
