"""Editions by command."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.edition import Feature
from newsletter.lint import MAIL_LIMIT_BYTES
from storage.database import Database
from tests.platform_server import Fault, serve_platforms

Desk = Callable[..., Any]

NOW = datetime(2026, 2, 3, 9, tzinfo=UTC)


def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")


def test_editions_export_marks_the_edition_and_says_so_in_the_records(
    desk: Desk, tmp_path: Path
) -> None:
    desk("editions", "new")
    result = desk("editions", "export", "1", "--format", "text", "--to", str(tmp_path / "out"))
    assert result.exit_code == 0, result.exception
    assert len(list((tmp_path / "out").iterdir())) == 1
    (edition,) = json.loads(desk("editions", "list", "--json").stdout)
    assert edition["state"] == "exported"
    store = database(tmp_path)
    with store.read() as unit:
        (event,) = unit.audit.of("edition 1")
    store.close()
    assert (event.actor, event.action) == ("command line", "exported")


def test_editions_lint_of_a_heavy_mail_says_its_size(desk: Desk, tmp_path: Path) -> None:
    desk("editions", "new")
    body = "Watts and words. " * (MAIL_LIMIT_BYTES // 17 + 1)
    store = database(tmp_path)
    with store.unit() as unit:
        feature = Feature(kind="V2G Insights", title="Long", dated=NOW.date(), body=body)
        unit.editions.set_features(1, [feature], now=NOW)
    store.close()
    result = desk("editions", "lint", "1", "--json")
    assert result.exit_code == 3
    assert "size" in {finding["rule"] for finding in json.loads(result.stdout)}


def test_editions_publish_makes_drafts_once_and_says_where(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("editions", "new")
    with serve_platforms() as platforms:
        for name, value in platforms.environment().items():
            monkeypatch.setenv(name, value)
        words = ("editions", "publish", "1", "--to", "ghost", "--to", "wordpress")
        said = desk(*words)
        again = json.loads(desk(*words, "--json").stdout)
        refused = desk("editions", "publish", "1", "--to", "beehiiv")
        assert (said.exit_code, len(platforms.posts), platforms.published()) == (0, 3, [])
    assert "A draft is at Ghost. http://127.0.0.1" in said.stdout
    assert [one["state"] for one in again] == ["drafted", "drafted"]
    assert refused.exit_code == 0


def test_editions_publish_refused_by_the_platform_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("editions", "new")
    with serve_platforms() as platforms:
        for name, value in platforms.environment().items():
            monkeypatch.setenv(name, value)
        platforms.faults.append(Fault(status=401))
        result = desk("editions", "publish", "1", "--to", "ghost")
        assert result.exit_code == 1
        assert "does not accept the key (401)" in result.stdout
        assert platforms.posts == []
