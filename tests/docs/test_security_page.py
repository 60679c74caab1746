"""The tests that the page on hostile input names are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


def test_security_page_names_a_test_in_every_row() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "tried |" not in line]
    assert len(rows) > 20
    assert not [row for row in rows if "`tests/" not in row]


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_security_page_names_tests_that_are_there(file: str, test: str) -> None:
    assert f"def {test}" in (ROOT / file).read_text()
