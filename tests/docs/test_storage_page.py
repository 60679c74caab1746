"""What exists is documented: every table stands in the page, and every table there exists."""

import re
from pathlib import Path

from storage.tables import metadata

PAGE = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf8")


def test_page_tables_are_those_of_the_models() -> None:
    section = PAGE.split("## Tables")[1].split("\n## ")[0]
    named = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    assert named == sorted(set(named), key=named.index)
    assert set(named) == set(metadata.tables)
