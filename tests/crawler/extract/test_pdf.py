"""Releases and dockets that come as PDF."""

from datetime import date

import pytest

from crawler.document import Document
from crawler.extract.pdf import extract_pdf
from tests.crawler.extract.documents import pdf

LINES = (
    "Commission opens docket on export from parked buses",
    "The commission asked each utility of the state to say by June how it will pay for",
    "power that school buses give back to the grid.",
)


def test_pdf_names_its_title_its_author_and_its_day() -> None:
    body = pdf(
        *LINES,
        title="Docket 26-014: Export from School Buses",
        author="Mira Okafor",
        made="D:20260112093000Z",
    )
    page = extract_pdf(body)
    assert page.title == "Docket 26-014: Export from School Buses"
    assert page.authors == ("Mira Okafor",)
    assert [claim.day for claim in page.dates] == [date(2026, 1, 12)]
    assert page.language == "en"
    assert "how it will pay for power that school buses" in page.text


@pytest.mark.parametrize(
    "title", ["", "untitled", "Microsoft Word - docket_v7.docx", "Docket final (2).docx"]
)
def test_pdf_with_no_title_of_its_own_has_its_first_line(title: str) -> None:
    assert extract_pdf(pdf(*LINES, title=title)).title.startswith("Commission opens docket")


def test_pdf_made_after_it_was_fetched_has_no_day() -> None:
    body = pdf(*LINES, made="D:20300101000000Z")
    assert extract_pdf(body, latest=date(2026, 2, 3)).dates == ()


def test_pdf_without_text_says_so() -> None:
    page = extract_pdf(pdf())
    assert (page.problem_code, page.text) == ("empty", "")
    assert "pictures" in page.problem


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.4", b"%PDF-1.4\n" + b"<<" * 50_000, pdf(*LINES)[:300], b"%PDF-" + b"\x00" * 9000],
    ids=["nothing", "deep", "cut", "zeros"],
)
def test_pdf_that_is_broken_is_said_to_be(body: bytes) -> None:
    assert extract_pdf(body).problem_code in ("extract_failed", "empty")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"%PDF-1.7\n", True),
        (b"\xef\xbb\xbf\n%PDF-1.7", True),
        (b"<html>%PDF-1.7</html>", False),
        (b"", False),
    ],
)
def test_pdf_is_told_by_its_first_bytes(body: bytes, *, expected: bool) -> None:
    assert Document(url="https://example.org/a", body=body).is_pdf is expected
