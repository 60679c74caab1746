"""`desk style`: what editors change, and the rules from it."""

import json
from pathlib import Path

from core.house import Replacement
from storage.database import Database
from tests.cli.conftest import Desk
from tests.storage.values import NOW

RULE = Replacement(wrong="utilizes", right="uses", find_ids=(1, 2, 3), editors=("ann",))


def propose(path: Path) -> None:
    database = Database(f"sqlite:///{path / 'desk' / 'desk.sqlite3'}")
    with database.unit() as unit:
        unit.drafting.propose_rules([RULE], NOW)
    database.close()


def test_style_rules_are_listed_accepted_and_declined(desk: Desk, tmp_path: Path) -> None:
    assert desk("status").exit_code == 0
    propose(tmp_path)
    (rule,) = json.loads(desk("style", "rules", "--json").stdout)
    assert (rule["wrong"], rule["right"], rule["state"]) == ("utilizes", "uses", "proposed")
    assert "accepted" in desk("style", "accept", "1").stdout
    assert json.loads(desk("style", "rules", "--state", "proposed", "--json").stdout) == []
    assert "declined" in desk("style", "decline", "1").stdout
    assert desk("style", "accept", "99").exit_code == 1


def test_style_changes_of_a_new_workspace_are_none(desk: Desk) -> None:
    assert json.loads(desk("style", "changes", "--json").stdout) == []
    assert json.loads(desk("status", "--json").stdout)["red_pen"] == []
