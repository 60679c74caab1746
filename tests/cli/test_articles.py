"""Pages by their addresses."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.version import what_changed
from storage.database import Database
from tests.storage.values import NOW, article

Desk = Callable[..., Any]


def test_articles_add_refused_address_exits_with_three_and_says_why(desk: Desk) -> None:
    result = desk("articles", "add", "http://127.0.0.1/buses", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["dropped:unsafe_address"] == 1
    assert "http://127.0.0.1/buses: " in result.stderr


def test_articles_show_corrected_tells_what_changed(desk: Desk, tmp_path: Path) -> None:
    desk("status")
    database = Database(f"sqlite:///{tmp_path}/desk/desk.sqlite3")
    old = article()
    new = replace(old, text=old.text.replace("500", "600"), fetched_at=NOW + timedelta(days=1))
    with database.unit() as unit:
        unit.articles.add(old)
        unit.articles.correct(old, new, what_changed(old, new))
    database.close()
    told = desk("articles", "show", old.article_id, "--changes").stdout
    assert "Version 1, read 2/3/2026, until 2/4/2026: 1 paragraph changed." in told
    assert "[-500-]{+600+}" in told
    as_json = "".join(desk("articles", "show", old.article_id, "--json").stdout.split())
    assert '"changed":1' in as_json
