"""What was learned, listed and switched, and rules taken back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from tests.storage.values import learned_model, region_rule

Desk = Callable[..., Any]


@pytest.fixture
def database(desk: Desk, tmp_path: Path) -> Iterator[Database]:
    desk("status")
    database = Database(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")
    yield database
    database.close()


def test_lessons_list_before_anything_is_learned_says_what_is_needed(desk: Desk) -> None:
    done = desk("lessons", "list")
    assert done.exit_code == 0
    assert "Nothing is learned yet: 0 decisions, and 40 are needed" in done.output
    assert json.loads(desk("lessons", "list", "--json").output) == []


def test_lessons_learn_with_no_decisions_counts_nothing(desk: Desk) -> None:
    counts = json.loads(desk("lessons", "learn", "--json").output)
    assert counts == {"rules": 0, "decisions": 0, "models": 0, "in_use": 0, "reordered": 0}


def test_lessons_show_names_each_feature_with_its_counts(desk: Desk, database: Database) -> None:
    with database.unit() as unit:
        unit.learning.add_model(learned_model(), use=True)
    shown = desk("lessons", "show").output
    assert "Version 1, in use: learned on 2/3/2026 from 60 decisions" in shown
    assert "in 80% of pairs it had not seen; by the sum alone in 70%" in shown
    assert "+0.75" in shown
    assert json.loads(desk("lessons", "show", "1", "--json").output)["features"][0]["seen"] == 10
    assert desk("lessons", "show", "9").exit_code == 1


def test_lessons_use_and_switch_off_change_what_is_in_use(desk: Desk, database: Database) -> None:
    with database.unit() as unit:
        unit.learning.add_model(learned_model(), use=False)
    assert "Model 1 put in use; 0 stories moved." in desk("lessons", "use", "1").output
    with database.read() as unit:
        assert unit.learning.model_in_use() is not None
    assert "Learned order switched off" in desk("lessons", "switch-off").output
    with database.read() as unit:
        assert unit.learning.model_in_use() is None
        assert [event.action for event in unit.audit.of("learned order")] == ["switched off"]


def test_regions_rules_are_listed_and_revoked(desk: Desk, database: Database) -> None:
    assert "No flip has made a rule yet." in desk("regions", "rules").output
    with database.unit() as unit:
        unit.learning.add_rules([region_rule()])
    listed = desk("regions", "rules").output
    assert "name Snohomish PUD" in listed
    assert "as decided by ann" in listed
    assert "“Snohomish PUD” is no rule any more." in desk("regions", "revoke", "1").output
    assert json.loads(desk("regions", "rules", "--json").output) == []
    [gone] = json.loads(desk("regions", "rules", "--all", "--json").output)
    assert gone["revoked_by"]
    assert desk("regions", "revoke", "7").exit_code == 1
    assert "“Snohomish PUD” is a rule again." in desk("regions", "restore", "1").output
    assert len(json.loads(desk("regions", "rules", "--json").output)) == 1
