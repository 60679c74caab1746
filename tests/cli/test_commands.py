"""The command line on a small desk of its own, in this process."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from core.errors import ConfigError, NotFound

RUNNER = CliRunner()

JSON_COMMANDS = [
    ["status"],
    ["doctor"],
    ["sources", "list"],
    ["sources", "check", "--offline"],
    ["articles", "list"],
    ["stories", "list"],
    ["finds", "list"],
    ["editions", "list"],
    ["users", "list"],
    ["group"],
    ["draft"],
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


def desk(workspace: Path, *words: str, answers: str = "") -> Any:
    return RUNNER.invoke(app, ["--workspace", str(workspace), *words], input=answers)


@pytest.mark.parametrize("words", JSON_COMMANDS, ids=" ".join)
def test_command_with_json_prints_one_document(workspace: Path, words: list[str]) -> None:
    result = desk(workspace, *words, "--json")
    assert result.exit_code in (0, 3), result.output
    json.loads(result.stdout)


def test_sources_list_new_workspace_has_the_shipped_ones(workspace: Path) -> None:
    rows = json.loads(desk(workspace, "sources", "list", "--json").stdout)
    assert len(rows) >= 70


def test_sources_check_shows_which_are_unverified(workspace: Path) -> None:
    rows = json.loads(desk(workspace, "sources", "check", "--offline", "--json").stdout)
    assert any(row["unverified"] for row in rows)
    assert any(not row["unverified"] for row in rows)


def test_sources_import_opml_twice_adds_once(workspace: Path, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Grid Post" xmlUrl="https://gp.example/feed"/>'
        '<outline text="Evil" xmlUrl="javascript:alert(1)"/></body></opml>'
    )
    first = desk(workspace, "sources", "import", str(opml), "--json")
    assert first.exit_code == 3
    assert json.loads(first.stdout) == {"added": 1, "known": 0, "refused": 1}
    second = desk(workspace, "sources", "import", str(opml), "--json")
    assert json.loads(second.stdout) == {"added": 0, "known": 1, "refused": 1}


@pytest.mark.parametrize("name", ["out.opml", "out.yaml"])
def test_sources_export_can_be_imported_again(workspace: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    desk(workspace, "sources", "export", str(file))
    other = tmp_path / "other"
    result = desk(other, "sources", "import", str(file), "--json")
    counts = json.loads(result.stdout)
    assert counts["added"] + counts["known"] >= 70
    assert counts["refused"] == 0


def test_sources_add_private_scheme_is_refused_with_the_reason(workspace: Path) -> None:
    result = desk(workspace, "sources", "add", "bad", "file:///etc/passwd")
    assert result.exit_code == 1
    assert "Only http and https are fetched" in str(result.exception)


def test_pause_and_resume_change_what_the_list_says(workspace: Path) -> None:
    desk(workspace, "sources", "pause", "electrek")
    rows = json.loads(desk(workspace, "sources", "list", "--json").stdout)
    assert {row["source"]["slug"]: row["source"]["paused"] for row in rows}["electrek"]
    desk(workspace, "sources", "resume", "electrek")
    rows = json.loads(desk(workspace, "sources", "list", "--json").stdout)
    assert not {row["source"]["slug"]: row["source"]["paused"] for row in rows}["electrek"]


def test_users_add_short_password_is_refused(workspace: Path) -> None:
    result = desk(workspace, "users", "add", "anna", answers="short\nshort\n")
    assert result.exit_code == 1
    assert "too short" in str(result.exception)


def test_users_add_then_list_shows_the_person(workspace: Path) -> None:
    word = "a long enough word"
    desk(workspace, "users", "add", "bert", "--role", "viewer", answers=f"{word}\n{word}\n")
    rows = json.loads(desk(workspace, "users", "list", "--json").stdout)
    assert [(row["name"], row["role"]) for row in rows] == [("bert", "viewer")]


def test_editions_new_follows_the_calendar(workspace: Path) -> None:
    assert "Issue" in desk(workspace, "editions", "new").output
    first = json.loads(desk(workspace, "editions", "list", "--json").stdout)
    desk(workspace, "editions", "new")
    both = json.loads(desk(workspace, "editions", "list", "--json").stdout)
    assert len(first) == 1
    assert len({(row["volume"], row["issue"]) for row in both}) == 2


@pytest.mark.parametrize(
    "words", [["finds", "show", "99"], ["stories", "show", "99"], ["editions", "show", "99"]]
)
def test_show_unknown_id_says_there_is_none(workspace: Path, words: list[str]) -> None:
    result = desk(workspace, *words)
    assert isinstance(result.exception, NotFound)


def test_backup_and_restore_bring_the_same_desk_back(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert desk(workspace, "db", "backup", str(copy)).exit_code == 0
    desk(workspace, "editions", "new")
    assert desk(workspace, "db", "restore", str(copy), "--yes").exit_code == 0
    assert list(workspace.glob("before-restore-*.sqlite3"))


def test_broken_configuration_is_named_with_file_and_line(tmp_path: Path) -> None:
    own = tmp_path / "config"
    own.mkdir()
    (own / "sources.yaml").write_text("sources:\n  - slug: a\n")
    result = desk(tmp_path, "status")
    assert isinstance(result.exception, ConfigError)
    assert "sources.yaml:2:" in str(result.exception)


def test_wrong_usage_exits_with_two(workspace: Path) -> None:
    assert desk(workspace, "finds", "list", "--state", "nonsense").exit_code == 2
