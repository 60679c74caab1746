import resource
from dataclasses import replace
from pathlib import Path

import pytest

from core.edition import ExportFormat
from core.errors import ExportError
from newsletter.exporters import EXPORTERS, write_export
from newsletter.exporters.write import write_file
from tests.newsletter.samples import make_document

NAMES = {
    ExportFormat.MARKDOWN: "v2g-news-volume-2-issue-3.md",
    ExportFormat.HTML: "v2g-news-volume-2-issue-3.html",
    ExportFormat.TEXT: "v2g-news-volume-2-issue-3.txt",
    ExportFormat.JSON: "v2g-news-volume-2-issue-3.json",
    ExportFormat.WORD: "v2g-news-volume-2-issue-3.docx",
    ExportFormat.MAIL: "v2g-news-volume-2-issue-3.eml",
    ExportFormat.PASTE: "v2g-news-volume-2-issue-3-paste.html",
}


@pytest.mark.parametrize("format", ExportFormat)
def test_write_export_each_format_lands_under_its_name(
    format: ExportFormat,  # noqa: A002
    tmp_path: Path,
) -> None:
    document = make_document()
    path = write_export(document, format, tmp_path / "new" / "folder")
    assert path.name == NAMES[format]
    assert path.read_bytes() == EXPORTERS[format].render(document)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\x", "x"),
        ("/abs/olute", "abs-olute"),
        ("Zürich & Café\x00\n", "zurich-cafe"),
        ("電動", "newsletter"),
        ("...", "newsletter"),
        ("n" * 300, "n" * 60),
    ],
)
def test_filename_hostile_newsletter_name_stays_a_plain_name(
    name: str, stem: str, tmp_path: Path
) -> None:
    document = replace(make_document(), newsletter=name)
    path = write_export(document, ExportFormat.JSON, tmp_path)
    assert path == tmp_path / f"{stem}-volume-2-issue-3.json"


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/x", "a\\b", "a\0b"])
def test_write_file_name_with_a_folder_is_refused(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    with pytest.raises(ExportError):
        write_file(inside, name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_write_file_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"old and longer")
    write_file(tmp_path, "x.md", b"new")
    assert (tmp_path / "x.md").read_bytes() == b"new"


def test_write_file_link_in_the_place_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("keep")
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "x.md").symlink_to(outside)
    write_file(folder, "x.md", b"new")
    assert outside.read_text() == "keep"
    assert not (folder / "x.md").is_symlink()


def test_write_file_rename_impossible_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    with pytest.raises(ExportError, match=r"x\.md could not be written"):
        write_file(tmp_path, "x.md", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.md"]


def test_write_file_folder_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(ExportError, match="Check the folder"):
        write_file(tmp_path / "taken", "x.md", b"new")


def test_write_file_disk_is_full_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "x.md"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(ExportError, match="File too large"):
            write_file(tmp_path, "x.md", b"x" * 2_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.md"]


def test_exporters_write_no_spreadsheet() -> None:
    endings = {Path(one.filename(make_document())).suffix for one in EXPORTERS.values()}
    assert endings.isdisjoint({".csv", ".tsv", ".xls", ".xlsx", ".ods"})
