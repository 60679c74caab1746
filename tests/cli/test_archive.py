"""Past editions by command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.newsletter.archive.shapes import html_edition, text_edition

Desk = Callable[..., Any]


def folder(tmp_path: Path) -> Path:
    old = tmp_path / "old"
    (old / "deeper").mkdir(parents=True)
    (old / "a-broken.xml").write_text("<rss><channel>")
    (old / "b.txt").write_text(text_edition())
    (old / "deeper" / "c.html").write_text(
        html_edition().replace("Volume 2 | Issue 4", "Volume 1 | Issue 6")
    )
    (old / "notes.pdf").write_bytes(b"%PDF")
    (old / ".hidden.txt").write_text(text_edition(number="Volume 9 | Issue 9"))
    return old


def test_archive_import_folder_reports_the_broken_file_and_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    result = desk("archive", "import", str(folder(tmp_path)), "--json")
    assert result.exit_code == 3
    broken, text, page = json.loads(result.stdout)
    assert (broken["file"], broken["editions"]) == ("a-broken.xml", [])
    assert "breaks off" in broken["problem"]
    (edition,) = text["editions"]
    assert (edition["number"], edition["new"], edition["warnings"]) == (
        "Volume 2 | Issue 4",
        True,
        [],
    )
    assert edition["counts"]["US"] == edition["counts"]["Global"] == 2
    assert page["editions"][0]["number"] == "Volume 1 | Issue 6"
    listed = json.loads(desk("archive", "list", "--json").stdout)
    assert [one["number"] for one in listed] == ["Volume 2 | Issue 4", "Volume 1 | Issue 6"]


def test_archive_import_again_replaces(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(text_edition())
    assert desk("archive", "import", str(path)).exit_code == 0
    path.write_text(text_edition().replace("Rotterdam", "Antwerp"))
    again = desk("archive", "import", str(path), "--json")
    assert json.loads(again.stdout)[0]["editions"][0]["new"] is False
    assert json.loads(desk("archive", "search", "rotterdam", "--json").stdout) == []
    (hit,) = json.loads(desk("archive", "search", "antwerp", "--json").stdout)
    assert (hit["part"], hit["position"]) == ("find", 2)


def test_archive_import_check_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(text_edition())
    result = desk("archive", "import", "--check", str(path))
    assert "Volume 2 | Issue 4: 1 introduction, 2 features, 2 US, 2 Global" in result.stdout
    assert json.loads(desk("archive", "list", "--json").stdout) == []


def test_archive_show_prints_the_edition(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(text_edition())
    desk("archive", "import", str(path))
    shown = desk("archive", "show", "2", "4")
    assert "[US] 2/12/2026" in shown.stdout
    assert len(json.loads(desk("archive", "show", "2", "4", "--json").stdout)["finds"]) == 4
    assert desk("archive", "show", "7", "7").exit_code == 1


def test_archive_import_without_files_says_what_it_looked_for(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = desk("archive", "import", str(tmp_path / "empty"))
    assert result.exit_code == 0
    assert ".md" in result.stdout
