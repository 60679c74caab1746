"""The measures themselves, on data of our own; and floors on the real data when it is there."""

import gzip
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.dating import DateEvidence, DateOrigin
from evaluation import dating, extraction
from evaluation.measure import DataMissing
from tests.crawler.extract.pages import PARAGRAPHS, TITLE, URL, article_ld, page

CORPORA = os.environ.get("DESK_CORPORA", "")


def write_data(folder: Path, **changes: object) -> None:
    gold = {
        "page": "a.html.gz",
        "url": URL,
        "title": TITLE,
        "authors": ["Ann Lee"],
        "published": "2026-02-03 15:00:00+00:00",
        "body": "\n".join(PARAGRAPHS),
        **changes,
    }
    (folder / "pages").mkdir()
    (folder / "pages" / "a.html.gz").write_bytes(gzip.compress(page(ld=article_ld())))
    (folder / "gold.jsonl.gz").write_bytes(gzip.compress(json.dumps(gold).encode() + b"\n"))


def test_measure_right_page_scores_full(tmp_path: Path) -> None:
    write_data(tmp_path)
    measured = extraction.measure(tmp_path)
    assert (measured.name, measured.records) == ("extraction", 1)
    assert measured.figures["body_f1"] == 1.0
    for figure in ("title_exact", "authors_exact", "date_exact"):
        assert measured.figures[figure] == 1.0
    assert 0 < float(str(measured.figures["body_f1_trafilatura"])) <= 1.0
    assert dating.measure(tmp_path).figures == {"date_exact": 1.0, "date_found": 1.0}


def test_measure_wrong_gold_scores_nothing(tmp_path: Path) -> None:
    write_data(
        tmp_path, title="Other", authors=["Bo Chen"], published="2026-02-04", body="Other words."
    )
    figures = extraction.measure(tmp_path).figures
    assert {figures[name] for name in figures} == {0.0}
    assert dating.measure(tmp_path).figures == {"date_exact": 0.0, "date_found": 1.0}


def test_measure_field_without_gold_does_not_count(tmp_path: Path) -> None:
    write_data(tmp_path, authors=[])
    assert extraction.measure(tmp_path).figures["authors_exact"] == 0.0


def test_measure_without_data_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="gold"):
        extraction.measure(tmp_path)


def test_same_day_moment_is_seen_in_the_gold_zone() -> None:
    at = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)
    claim = DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.META, at=at)
    assert extraction.same_day(claim, "2026-02-04 00:30:00+01:00")
    assert extraction.same_day(claim, "2026-02-03")
    assert not extraction.same_day(None, "2026-02-03")


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.skipif(not CORPORA, reason="DESK_CORPORA is not set: nothing real was measured")
def test_measure_real_pages_reach_the_floor() -> None:
    figures = extraction.measure(Path(CORPORA) / "extraction").figures
    assert float(str(figures["body_f1"])) >= float(str(figures["body_f1_trafilatura"]))
    for name, floor in (("title_exact", 0.85), ("authors_exact", 0.88), ("date_exact", 0.97)):
        assert float(str(figures[name])) >= floor


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.skipif(not CORPORA, reason="DESK_CORPORA is not set: nothing real was measured")
def test_measure_real_dates_reach_the_floor() -> None:
    assert float(str(dating.measure(Path(CORPORA) / "dating").figures["date_exact"])) >= 0.94
