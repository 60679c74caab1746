"""A restore is for bad days: it works whatever the present database has become."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import StorageError

Desk = Callable[..., Any]


@pytest.fixture
def saved(desk: Desk, tmp_path: Path) -> Path:
    """A backup with one edition in it."""
    file = tmp_path / "saved.sqlite3"
    assert desk("editions", "new").exit_code == 0
    assert desk("db", "backup", str(file)).exit_code == 0
    return file


def database(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "desk.sqlite3"


def make_garbage(file: Path) -> None:
    file.write_bytes(b"This is no database any more. " * 500)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:10_000])


def set_version(version: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))

    return change


SPOILED = {"garbage": make_garbage, "cut off": cut_off, "newer": set_version("9999")}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_restore_over_a_spoiled_database_brings_the_backup_and_keeps_the_other(
    desk: Desk, saved: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(database(tmp_path))
    spoiled = database(tmp_path).read_bytes()
    assert desk("editions", "list").exit_code == 1
    result = desk("db", "restore", str(saved), "--yes")
    assert result.exit_code == 0, result.exception
    assert len(json.loads(desk("editions", "list", "--json").stdout)) == 1
    (kept,) = (tmp_path / "desk").glob("before-restore-*.sqlite3")
    assert kept.stat().st_size >= len(spoiled)
    assert not list((tmp_path / "desk").glob("*.restoring*"))


def test_restore_where_the_database_is_gone_makes_it(
    desk: Desk, saved: Path, tmp_path: Path
) -> None:
    database(tmp_path).unlink()
    assert "former" not in desk("db", "restore", str(saved), "--yes").output
    assert len(json.loads(desk("editions", "list", "--json").stdout)) == 1


def test_restore_of_a_newer_backup_changes_nothing(desk: Desk, saved: Path, tmp_path: Path) -> None:
    set_version("9999")(saved)
    desk("editions", "new")
    result = desk("db", "restore", str(saved), "--yes")
    assert isinstance(result.exception, StorageError)
    assert "newer version" in str(result.exception)
    assert len(json.loads(desk("editions", "list", "--json").stdout)) == 2
    assert not list((tmp_path / "desk").glob("before-restore-*"))


def test_upgrade_of_a_newer_database_names_the_newer_program(
    desk: Desk, saved: Path, tmp_path: Path
) -> None:
    assert saved.exists()
    set_version("9999")(database(tmp_path))
    assert isinstance(desk("db", "upgrade").exception, StorageError)
