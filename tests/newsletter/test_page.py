"""The page about editions names every rule and every field there is."""

import json
import re
from pathlib import Path

import pytest

import newsletter.lint
from core.edition import ExportFormat
from newsletter.exporters import EXPORTERS
from tests.newsletter.samples import make_document

PAGE = (Path(__file__).parents[2] / "docs" / "editions.md").read_text("utf8")
LINT = Path(str(newsletter.lint.__file__)).read_text("utf8")


@pytest.mark.parametrize("rule", sorted(set(re.findall(r'_flag\("(\w+)"', LINT))))
def test_page_rule_of_the_check_is_documented(rule: str) -> None:
    assert f"`{rule}`" in PAGE


def test_page_field_of_the_json_is_documented() -> None:
    data = json.loads(EXPORTERS[ExportFormat.JSON].render(make_document()))
    finds = data["sections"][0]["finds"]
    fields = {*data, *data["features"][0], *data["sections"][0], *finds[0], *finds[0]["source"]}
    assert [field for field in sorted(fields) if not re.search(rf"\b{field}\b", PAGE)] == []
