"""The page on faults names tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf8")


def test_page_names_only_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        if "node_modules" not in file.parts
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert named - there == set()


def test_every_case_of_the_page_is_held_by_a_test() -> None:
    cases = [line for line in PAGE.splitlines() if line.startswith("| ") and "| case |" not in line]
    assert [line for line in cases if "`test_" not in line.rpartition(" | ")[2]] == []
