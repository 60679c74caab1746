"""What exists is documented: every variable stands in the page, with its default and meaning."""

from pathlib import Path

import pytest

from config.environment import VARIABLES, Variable
from config.load import FILES

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf8")


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_page_variable_is_documented(variable: Variable) -> None:
    (row,) = [line for line in PAGE.splitlines() if f"`{variable.name}`" in line]
    assert variable.about in row
    assert ("secret" in row) == variable.secret
    if variable.default not in (None, "", ()):
        assert f"`{variable.default}`" in row


@pytest.mark.parametrize("name", FILES)
def test_page_file_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE
