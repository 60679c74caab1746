"""Sources by hand, one at a time or as a file: the same rules as in the configuration."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import ConfigError, ExportError, Refused

Desk = Callable[..., Any]

URL = "https://gridpost.example/feed.xml"

WRONG = {
    "slug with spaces": (["Grid Post", URL], "must be small letters"),
    "kept slug": (["by-hand", URL], "is kept for articles"),
    "blank name": (["grid-post", URL, "--name", "  "], "needs a name"),
    "bad scheme": (["grid-post", "ftp://gridpost.example/"], "Only http and https"),
    "known slug": (["electrek", URL], "There is a source electrek already"),
}


@pytest.mark.parametrize(("words", "reason"), WRONG.values(), ids=WRONG)
def test_sources_add_against_a_rule_is_refused_with_the_reason(
    desk: Desk, words: list[str], reason: str
) -> None:
    result = desk("sources", "add", *words)
    assert isinstance(result.exception, Refused)
    assert reason in str(result.exception)


def test_sources_add_known_address_names_the_source_that_has_it(desk: Desk) -> None:
    assert desk("sources", "add", "2026", URL).exit_code == 0
    result = desk("sources", "add", "again", f"{URL}?utm_source=x")
    assert isinstance(result.exception, Refused)
    assert "It is the source 2026." in str(result.exception)


def imported(desk: Desk, file: Path, content: str) -> tuple[dict[str, int], str]:
    file.write_text(content)
    result = desk("sources", "import", str(file), "--json")
    return json.loads(result.stdout), result.stderr


def test_sources_import_of_names_without_letters_refuses_those(desk: Desk, tmp_path: Path) -> None:
    rows = [{"name": "By hand", "url": URL}, {"name": " ", "url": "https://b.example/feed"}]
    counts, said = imported(desk, tmp_path / "list.json", json.dumps(rows))
    assert counts == {"added": 1, "known": 0, "refused": 1}
    assert "A source needs a name." in said


def test_sources_import_of_one_address_twice_adds_it_once(desk: Desk, tmp_path: Path) -> None:
    rows = [{"name": name, "url": URL} for name in ("Grid Post", "The Post")]
    counts, _ = imported(desk, tmp_path / "list.json", json.dumps(rows))
    assert counts == {"added": 1, "known": 1, "refused": 0}


def test_sources_import_of_known_slug_refuses_that_one_only(desk: Desk, tmp_path: Path) -> None:
    row = "  - {{slug: {0}, name: {0}, kind: feed, url: 'https://{0}.example/new'}}\n"
    text = "sources:\n" + row.format("electrek") + row.format("fresh")
    counts, said = imported(desk, tmp_path / "own.yaml", text)
    assert counts == {"added": 1, "known": 0, "refused": 1}
    assert "another source electrek" in said


@pytest.mark.parametrize("name", ["latin.yaml", "latin.json", "latin.opml"])
def test_sources_import_of_another_encoding_is_a_configuration_error(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes("sources:\n  - name: Zürich\n".encode("latin-1"))
    result = desk("sources", "import", str(file))
    assert isinstance(result.exception, ConfigError)


@pytest.mark.parametrize("name", ["folder.yaml", "folder.json", "folder.opml"])
def test_sources_import_of_what_cannot_be_read_is_a_configuration_error(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    result = desk("sources", "import", str(tmp_path / name))
    assert isinstance(result.exception, ConfigError)
    assert "cannot be read" in str(result.exception)


def test_sources_export_into_a_missing_folder_is_an_export_error(
    desk: Desk, tmp_path: Path
) -> None:
    result = desk("sources", "export", str(tmp_path / "none" / "sources.yaml"))
    assert isinstance(result.exception, ExportError)
    assert "cannot be written" in str(result.exception)
