"""People by command: the same rules and records as at the desk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import Refused
from storage.database import Database

Desk = Callable[..., Any]

WORD = "a long enough word"
TWICE = f"{WORD}\n{WORD}\n"


def notes(tmp_path: Path) -> list[tuple[str, str, str, str]]:
    database = Database(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")
    with database.read() as unit:
        events = unit.audit.page()
    database.close()
    return [(one.actor, one.action, one.subject, one.after) for one in events]


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_users_add_name_that_will_not_do_is_refused(desk: Desk, name: str) -> None:
    result = desk("users", "add", name, answers=TWICE)
    assert isinstance(result.exception, Refused)
    assert "1 to 60 characters" in str(result.exception)


def test_users_commands_are_in_the_records(desk: Desk, tmp_path: Path) -> None:
    assert "anna may" in desk("users", "add", " anna ", answers=TWICE).output
    desk("users", "set-role", "anna", "chief editor")
    desk("users", "reset-password", "anna", answers=TWICE)
    assert sorted(notes(tmp_path)) == [
        ("command line", "added", "user anna", "editor"),
        ("command line", "reset password", "user anna", ""),
        ("command line", "set role", "user anna", "chief editor"),
    ]


def test_users_set_role_of_the_last_chief_editor_is_refused(desk: Desk) -> None:
    desk("users", "add", "anna", "--role", "chief editor", answers=TWICE)
    result = desk("users", "set-role", "anna", "viewer")
    assert isinstance(result.exception, Refused)
    assert "only chief editor" in str(result.exception)
