"""How well the fields of an article are read from its page.

Figures: `body_f1` and `body_f1_trafilatura` are F1 over runs of four words, averaged over the
pages, of our text and of trafilatura's own on the same bytes; `title_exact`, `authors_exact` and
`date_exact` are shares of the records that have the field. Titles and names are compared after
cleaning invisible characters and white space, names in order. A date is exact when its moment,
seen in the gold date's zone, falls on the gold day; a claim without a time counts as its day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from trafilatura import extract

from core.dating import DateEvidence
from core.text import clean_line, shingles
from crawler.extract.dating import choose_day
from crawler.extract.page import ExtractedPage, extract_page
from evaluation.measure import Measurement, data_files, f1, ratio, read_page, read_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One page's marks; None where the record has no gold value."""

    page: str
    body: float
    body_trafilatura: float
    title: bool | None
    authors: bool | None
    date: bool | None


def measure(data: Path) -> Measurement:
    """`data` is a folder with `gold.jsonl.gz` and `pages/`."""
    scores = [score for path in data_files(data, "gold.jsonl*") for score in _scores(path)]
    return Measurement(
        name="extraction",
        data=str(data),
        records=len(scores),
        figures={
            "body_f1": _mean([score.body for score in scores]),
            "body_f1_trafilatura": _mean([score.body_trafilatura for score in scores]),
            "title_exact": _share([score.title for score in scores]),
            "authors_exact": _share([score.authors for score in scores]),
            "date_exact": _share([score.date for score in scores]),
        },
    )


def score_page(gold: dict[str, Any], body: bytes) -> Scored:
    page = extract_page(body, gold["url"])
    plain = extract(body, url=gold["url"], include_comments=False) or ""
    return Scored(
        page=gold.get("page", ""),
        body=text_f1(page.text, gold["body"]),
        body_trafilatura=text_f1(plain, gold["body"]),
        title=_title_exact(page, gold),
        authors=_authors_exact(page, gold),
        date=_date_exact(page, gold),
    )


def text_f1(text: str, gold: str) -> float:
    ours, theirs = shingles(text), shingles(gold)
    shared = len(ours & theirs)
    return f1(ratio(shared, len(ours)), ratio(shared, len(theirs)))


def same_day(claim: DateEvidence | None, gold: str) -> bool:
    """Whether a claim says the day of a gold date, which is a day or a moment with its zone."""
    if claim is None:
        return False
    if len(gold) <= 10:
        return claim.day == date.fromisoformat(gold)
    moment = datetime.fromisoformat(gold)
    if claim.at is None or moment.tzinfo is None:
        return claim.day == moment.date()
    return claim.at.astimezone(moment.tzinfo).date() == moment.date()


def _scores(path: Path) -> list[Scored]:
    pages = path.parent / "pages"
    return [score_page(gold, read_page(pages / gold["page"])) for gold in read_records(path)]


def _title_exact(page: ExtractedPage, gold: dict[str, Any]) -> bool | None:
    return page.title == clean_line(gold["title"]) if gold.get("title") else None


def _authors_exact(page: ExtractedPage, gold: dict[str, Any]) -> bool | None:
    names = gold.get("authors")
    return list(page.authors) == [clean_line(name) for name in names] if names else None


def _date_exact(page: ExtractedPage, gold: dict[str, Any]) -> bool | None:
    return same_day(choose_day(page.dates), gold["published"]) if gold.get("published") else None


def _mean(values: list[float]) -> float:
    return round(mean(values), 4) if values else 0.0


def _share(marks: list[bool | None]) -> float:
    known = [mark for mark in marks if mark is not None]
    return round(ratio(sum(known), len(known)), 4)
