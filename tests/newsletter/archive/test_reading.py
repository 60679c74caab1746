"""Past editions are understood in every shape they come in."""

import csv
import io
import os
from pathlib import Path

import pytest

from config.load import load
from core.edition import ExportFormat
from core.place import Region
from newsletter.archive.edition import EditionRead
from newsletter.archive.reading import FileRead, read_file
from newsletter.exporters import EXPORTERS
from tests.newsletter.archive.shapes import (
    CLOSING,
    DATED,
    FEATURES,
    GLOBAL_FINDS,
    INTRODUCTION,
    US_FINDS,
    html_edition,
    markdown_edition,
    place,
    text_edition,
    wordpress_export,
)
from tests.newsletter.samples import FINDS, NEWSLETTER, make_document

ALL_FINDS = (*US_FINDS, *GLOBAL_FINDS)
REGIONS = [Region.US, Region.US, Region.GLOBAL, Region.GLOBAL]


def read(name: str, content: str | bytes) -> FileRead:
    data = content.encode() if isinstance(content, str) else content
    return read_file(name, data, NEWSLETTER, place=place)


def one(name: str, content: str | bytes) -> EditionRead:
    found = read(name, content)
    assert found.problem == ""
    (edition,) = found.editions
    return edition


def test_text_edition_is_read_whole() -> None:
    found = one("old.txt", text_edition())
    edition = found.edition
    assert (edition.number, edition.dated, edition.origin) == (
        "Volume 2 | Issue 4",
        DATED,
        "old.txt",
    )
    assert edition.introduction == "\n\n".join(INTRODUCTION)
    assert [(f.kind, f.title, f.text) for f in edition.features] == list(FEATURES)
    assert {feature.dated for feature in edition.features} == {DATED}
    assert [(find.text, find.printed_on) for find in edition.finds] == list(ALL_FINDS)
    assert [find.region for find in edition.finds] == REGIONS
    assert edition.closing == CLOSING
    assert found.warnings == ()
    assert found.counts() == {
        "introduction": 1,
        "features": 2,
        "US": 2,
        "Global": 2,
        "unclear": 0,
        "undated": 0,
    }


@pytest.mark.parametrize(
    "number",
    [
        "Vol. 2, No. 4",
        "VOLUME II – ISSUE 4",
        "Volume Two, Issue Four",
        "Issue 4 | Volume 2",
        "V2G News · Volume 2 / Number 4 · February 17, 2026",
        "V2I4",
        "Issue #4 — February 17, 2026",
    ],
)
def test_text_number_in_other_styles_is_read(number: str) -> None:
    edition = one("old.txt", text_edition(number=number)).edition
    assert (edition.volume, edition.issue, edition.dated) == (2, 4, DATED)
    assert edition.introduction == "\n\n".join(INTRODUCTION)


def test_text_number_only_in_the_name_of_the_file_is_read() -> None:
    text = text_edition(number="V2G News")
    assert one("v2g-news-volume-2-issue-4.txt", text).edition.number == "Volume 2 | Issue 4"
    assert "no number" in read("old.txt", text).problem


@pytest.mark.parametrize(
    ("us", "world"),
    [
        ("V2G Finds - U.S.", "V2G Finds - International"),
        ("US News", "World News"),
        ("Finds from the United States", "Finds from around the World"),
        ("AMERICA", "BEYOND THE US"),
        ("Domestic headlines", "Rest of the world"),
        ("USA", "Overseas"),
    ],
)
def test_text_sections_headed_otherwise_are_told_apart(us: str, world: str) -> None:
    edition = one("old.txt", text_edition(us=us, world=world)).edition
    assert [find.region for find in edition.finds] == REGIONS
    assert [find.text for find in edition.finds] == [text for text, _ in ALL_FINDS]


@pytest.mark.parametrize(
    "dates",
    [
        ("2/12/26", "02/09/2026", "2026-02-10", "2026/02/06"),
        ("February 12, 2026", "Feb. 9, 2026", "10 February 2026", "Feb 6th, 2026"),
        ("Thursday, February 12, 2026", "Published: 9 Feb 2026", "10.02.2026", "(2/6/2026)"),
    ],
)
@pytest.mark.parametrize("lead", [False, True], ids=["below", "above"])
def test_text_dates_in_other_forms_are_read(
    dates: tuple[str, ...],
    lead: bool,  # noqa: FBT001
) -> None:
    edition = one("old.txt", text_edition(dates=dates, lead=lead, closing="")).edition
    assert [find.printed_on for find in edition.finds] == [day for _, day in ALL_FINDS]
    assert [find.text for find in edition.finds] == [text for text, _ in ALL_FINDS]


def test_text_heading_of_a_section_left_out_is_made_up_for_and_said() -> None:
    found = one("old.txt", text_edition(world=""))
    assert [find.region for find in found.edition.finds] == REGIONS
    assert any("from number 3 on" in warning for warning in found.warnings)


def test_text_heading_left_out_on_purpose_leaves_all_in_one_section() -> None:
    data = text_edition(world="").encode()
    (found,) = read_file("old.txt", data, NEWSLETTER, place=lambda _: Region.US).editions
    assert {find.region for find in found.edition.finds} == {Region.US}
    assert found.warnings == ()


def test_text_no_region_named_places_each_find_by_what_it_tells() -> None:
    found = one("old.txt", text_edition(us="V2G Finds", world=""))
    assert [find.region for find in found.edition.finds] == REGIONS
    assert "No heading names a region" in found.warnings[0]


def test_text_date_outside_the_window_and_none_are_reported() -> None:
    found = one("old.txt", text_edition(dates=("2/12/2025", "2/9/2026", "2/3/2026", "2/18/2026")))
    said = [warning for warning in found.warnings if "outside this edition" in warning]
    assert len(said) == 2
    assert "Find 1 (“Cedar Falls Unified has put …”) is dated 2/12/2025" in said[0]
    assert "(2/3/2026 to 2/17/2026)" in said[0]
    assert "Find 4" in said[1]


def test_text_lines_wrapped_by_a_program_are_one_paragraph() -> None:
    wrapped = "\n".join(
        line if len(line) < 70 else line.replace(". ", ".\n").replace(", ", ",\n")
        for line in text_edition().split("\n")
    )
    assert [find.text for find in one("old.txt", wrapped).edition.finds] == [
        text for text, _ in ALL_FINDS
    ]


def test_text_without_blank_lines_is_read_line_by_line() -> None:
    finds = [
        f"{text} It says so twice, and it will say so again for good." for text, _ in ALL_FINDS
    ]
    text = text_edition()
    for (short, _), long in zip(ALL_FINDS, finds, strict=True):
        text = text.replace(short, long)
    edition = one("old.txt", text.replace("\n\n", "\n")).edition
    assert [find.text for find in edition.finds] == finds
    assert len(edition.features) == 2


def test_text_bulleted_finds_without_dates_are_told_apart_and_reported() -> None:
    text = text_edition(closing="")
    for told, day in ALL_FINDS:
        text = text.replace(f"{told}\n\n{day.month}/{day.day}/{day.year}", f"• {told}")
    found = one("old.txt", text)
    assert [find.text for find in found.edition.finds] == [text for text, _ in ALL_FINDS]
    assert found.counts()["undated"] == 4
    assert sum("has no date" in warning for warning in found.warnings) == 4


def test_text_find_without_a_date_after_the_last_one_is_reported() -> None:
    forgotten = f"{US_FINDS[0][0]} {US_FINDS[1][0]}"
    found = one("old.txt", text_edition(closing=f"{forgotten}\n\n{CLOSING}"))
    assert len(found.edition.finds) == 4
    assert any("follows the last date" in warning for warning in found.warnings)


def test_text_find_of_two_paragraphs_is_one_find() -> None:
    first, _ = US_FINDS[0]
    two = first.replace("days. The", "days.\n\nThe")
    finds = one("old.txt", text_edition().replace(first, two)).edition.finds
    assert len(finds) == 4
    assert finds[0].text == two


def test_html_page_is_read_without_what_stands_around_it() -> None:
    found = one("page.html", html_edition())
    edition = found.edition
    assert (edition.number, edition.dated) == ("Volume 2 | Issue 4", DATED)
    assert edition.url == "https://v2gnews.example/2-4"
    assert edition.introduction == "\n\n".join(INTRODUCTION)
    assert [(f.kind, f.title, f.text, f.url) for f in edition.features] == [
        (*feature, f"https://v2gnews.example/{i}") for i, feature in enumerate(FEATURES)
    ]
    assert [find.printed_on for find in edition.finds] == [day for _, day in ALL_FINDS]
    assert [find.region for find in edition.finds] == REGIONS
    assert edition.finds[0].source_url == "https://outlet.example/Cedar"
    assert edition.finds[0].links[0].text == "More"
    assert edition.closing == CLOSING
    assert "alert" not in repr(edition)


def test_html_dangerous_addresses_are_not_kept() -> None:
    text = html_edition().replace("https://outlet.example/Cedar", "javascript:alert(1)")
    find = one("page.html", text).edition.finds[0]
    assert (find.source_url, find.links) == ("", ())


def test_markdown_edition_is_read_with_numbered_finds() -> None:
    edition = one("old.md", markdown_edition()).edition
    assert (edition.number, edition.dated) == ("Volume 2 | Issue 4", DATED)
    assert [find.printed_on for find in edition.finds] == [day for _, day in ALL_FINDS]
    assert [find.region for find in edition.finds] == REGIONS
    assert edition.finds[1].source_url == "https://outlet.example/2"
    assert [feature.title for feature in edition.features] == [title for _, title, _ in FEATURES]
    assert edition.closing == CLOSING


def test_wordpress_export_gives_editions_and_names_what_it_passes_over() -> None:
    body = html_edition().split("<h1>V2G News</h1>")[1].split("</main>")[0]
    data = wordpress_export(
        ("Volume 2 | Issue 4", body, "publish"),
        ("About us", "<p>Who we are.</p>", "publish"),
        ("Volume 2 | Issue 5", body.replace("Issue 4", "Issue 5"), "draft"),
    )
    found = read("export.xml", data)
    (edition,) = [one.edition for one in found.editions]
    assert (edition.number, edition.url) == ("Volume 2 | Issue 4", "https://v2gnews.example/p0")
    assert [find.region for find in edition.finds] == REGIONS
    assert len(found.passed_over) == 1
    assert found.passed_over[0].startswith("About us: no edition")


def test_wordpress_text_without_paragraph_marks_keeps_its_paragraphs() -> None:
    body = text_edition()
    found = one("export.xml", wordpress_export(("Latest", body, "publish")))
    assert [find.text for find in found.edition.finds] == [text for text, _ in ALL_FINDS]


def test_beehiiv_export_gives_the_sent_posts() -> None:
    body = html_edition().split("<h1>V2G News</h1>")[1].split("</main>")[0]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "web_title", "status", "url", "content_html", "created_at"])
    table.writerow(
        ["1", "Vol 2 Issue 4", "confirmed", "https://v2g.example/p/4", body, "2026-02-17"]
    )
    table.writerow(["2", "Vol 2 Issue 5", "draft", "", body, "2026-03-03"])
    edition = one("posts.csv", out.getvalue()).edition
    assert (edition.number, edition.url) == ("Volume 2 | Issue 4", "https://v2g.example/p/4")


@pytest.mark.parametrize(
    "format",
    [ExportFormat.MARKDOWN, ExportFormat.HTML, ExportFormat.TEXT, ExportFormat.JSON],
)
def test_own_export_reads_back(format: ExportFormat) -> None:  # noqa: A002
    document, exporter = make_document(), EXPORTERS[format]
    found = one(exporter.filename(document), exporter.render(document))
    edition = found.edition
    assert (edition.number, edition.dated) == (document.number, document.dated)
    assert [f.title for f in edition.features] == [f.title for f in document.features]
    assert [(f.region, f.printed_on, f.source_url) for f in edition.finds] == [
        (f.region, f.printed_on, f.source_url) for f in document.finds
    ]
    for read_back, find in zip(edition.finds, FINDS, strict=True):
        assert read_back.text.startswith(find.revision.text)
    assert edition.features[0].url == document.features[0].url
    assert edition.introduction.startswith("The depots are winning.")
    assert edition.closing.startswith("Did this help?")


@pytest.mark.corpora
def test_real_edition_has_its_parts_and_its_slip_is_reported() -> None:
    corpora = os.environ.get("DESK_CORPORA", "")
    path = Path(corpora, "..", "editions", "volume-2-issue-3.txt")
    if not corpora or not path.exists():
        pytest.skip("DESK_CORPORA names no folder beside the real edition: it is not read here")
    configuration = load(Path("workspace"), {})
    found = read_file(path.name, path.read_bytes(), configuration.newsletter, place=_by_names)
    (real,) = found.editions
    assert real.counts() == {
        "introduction": 1,
        "features": 2,
        "US": 4,
        "Global": 4,
        "unclear": 0,
        "undated": 0,
    }
    assert any("1/27/2025, outside this edition's window" in said for said in real.warnings)


def _by_names(text: str) -> Region:
    """Countries named in the text; the desk's own judge is of another room."""
    named = {"United States": Region.US, "U.S.": Region.US, "Massachusetts": Region.US}
    abroad = {"China": Region.GLOBAL, "Utrecht": Region.GLOBAL, "Sweden": Region.GLOBAL}
    return next(
        (region for name, region in (named | abroad).items() if name in text), Region.UNCLEAR
    )
