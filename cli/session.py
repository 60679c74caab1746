"""What every command shares: the workspace, its configuration, its database, its output."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from config.load import Configuration, load
from core.clock import Clock, SystemClock
from core.wire import to_data
from scheduler.context import Context
from scheduler.context import Progress as Report
from storage.database import Database

WITH_FINDINGS = 3


class Session:
    """Opens things when they are first needed, so that `--help` needs none of them."""

    def __init__(
        self, workspace: Path | None, *, clock: Clock | None = None, out: Console | None = None
    ) -> None:
        self.workspace = workspace or Path("workspace")
        self.is_named = workspace is not None
        self.clock: Clock = clock or SystemClock()
        self.out = out or Console(soft_wrap=True, highlight=False)
        self._opened: list[Database] = []

    def open_database(self, url: str = "") -> Database:
        """The configured database, or another, unchecked; closed when the command ends."""
        database = Database(url or self.configuration.settings.database_url)
        self._opened.append(database)
        return database

    def close(self) -> None:
        for database in self._opened:
            database.close()

    @cached_property
    def configuration(self) -> Configuration:
        return load(self.workspace)

    @cached_property
    def database(self) -> Database:
        """The database, made on the first use of a workspace and otherwise only checked."""
        self.workspace.mkdir(parents=True, exist_ok=True)
        database = self.open_database()
        if database.is_empty():
            database.upgrade()
            with database.unit() as unit:
                unit.sources.sync(self.configuration.sources, self.clock.now())
        database.check()
        return database

    @property
    def context(self) -> Context:
        return Context(database=self.database, configuration=self.configuration, clock=self.clock)

    def json(self, value: Any) -> None:
        """One JSON document on standard output, whatever the terminal's width."""
        data = value if isinstance(value, dict | list) else to_data(value)
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))

    def json_lines(self, values: Iterable[object]) -> None:
        self.json([to_data(value) for value in values])

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*("" if cell is None else str(cell) for cell in row))
        self.out.print(table)

    def say(self, text: str) -> None:
        self.out.print(text, markup=False)

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """A bar on standard error while the work lasts; none when nobody watches."""
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        with Progress(
            *columns, MofNCompleteColumn(), console=console, disable=not console.is_terminal
        ) as bar:
            tasks: dict[str, Any] = {}

            def report(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=total or None)
                bar.update(tasks[what], completed=done, total=total or None)

            yield report


def session_of(context: typer.Context) -> Session:
    session = context.find_root().obj
    if not isinstance(session, Session):
        raise TypeError("the root command made no session")
    return session
