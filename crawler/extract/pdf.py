"""A PDF as the fields of an article: releases, and the dockets of regulators."""

import io
import re
from collections.abc import Iterator
from datetime import date

import py3langid
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.dating import DateEvidence, DateOrigin
from core.text import clean_line, clean_text
from crawler.extract.page import ExtractedPage
from crawler.parse.dates import date_claim

MAX_PAGES = 60
MAX_CHARS = 200_000

_LONGEST_TITLE = 200
# What programs put where a title belongs.
_NO_TITLE = re.compile(
    r"untitled|microsoft \w+ - |.*\.(?:docx?|pdf|indd|pptx?|xlsx?|rtf)$", re.IGNORECASE
)
_HYPHENATED = re.compile(r"(?<=[a-zäöüéèß])-\n(?=[a-zäöüéèß])")
_LINE_WITHIN_PARAGRAPH = re.compile(r"(?<=[^\n.:;!?])\n(?=[^\n•–-])")


def extract_pdf(body: bytes, *, latest: date | None = None) -> ExtractedPage:
    """What the document says, its first 60 pages. Never raises on foreign input.

    Its title is the one it names, unless a program put its file's name there; otherwise its
    first line. Its date is when it was made, if that is not after `latest`.
    """
    try:
        return _extracted(PdfReader(io.BytesIO(body)), latest)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = f"The PDF could not be read ({type(error).__name__})."
        return ExtractedPage(problem_code="extract_failed", problem=problem)


def _extracted(reader: PdfReader, latest: date | None) -> ExtractedPage:
    text = _text(reader)
    if not text:
        problem = "The PDF holds no text: its pages are pictures, or locked."
        return ExtractedPage(problem_code="empty", problem=problem)
    named = reader.metadata
    title = clean_line(named.title or "") if named else ""
    author = clean_line(named.author or "") if named else ""
    return ExtractedPage(
        title=title if title and not _NO_TITLE.match(title) else _first_line(text),
        text=text,
        authors=(author,) if " " in author else (),
        language=str(py3langid.classify(text)[0]),
        dates=tuple(_dates(reader, latest)),
    )


def _text(reader: PdfReader) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        return ""
    parts: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        parts.append(page.extract_text())
        if sum(map(len, parts)) > MAX_CHARS:
            break
    lines = _HYPHENATED.sub("", "\n\n".join(parts))
    return clean_text(_LINE_WITHIN_PARAGRAPH.sub(" ", lines))[:MAX_CHARS]


def _first_line(text: str) -> str:
    return clean_line(text.partition("\n")[0])[:_LONGEST_TITLE]


def _dates(reader: PdfReader, latest: date | None) -> Iterator[DateEvidence]:
    made = reader.metadata.creation_date if reader.metadata else None
    claim = date_claim(made.isoformat(), DateOrigin.META) if made else None
    if claim is not None and (latest is None or claim.day <= latest):
        yield claim
