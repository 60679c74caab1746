"""Every case of the table, and an edition with a mistyped year."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.load import load
from core.story import DayWindow
from evaluation.dates import is_right, is_right_printed, measure, own_cases
from stories.printed import judge_printed

KNOWN: dict[str, list[dict[str, Any]]] = yaml.safe_load(own_cases())
EDITION = """Volume 2 | Issue 3

Words of welcome that open this edition of the newsletter for its readers.

V2G Insights

A long piece

February 3, 2026

It has a paragraph of its own that goes on for a while, as long pieces do.

V2G Finds—US

A utility in Ohio has plugged in a depot of buses, which return power in the evening.

1/28/2026

A council in Oregon pays owners of cars for what they return to the grid at night.

1/27/2025
"""


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: str(case["name"]))
def test_judge_date_case_of_the_table_is_right(case: dict[str, Any]) -> None:
    assert is_right(case)


@pytest.mark.parametrize("case", KNOWN["printed"], ids=lambda case: str(case["name"]))
def test_judge_printed_case_of_the_table_is_right(case: dict[str, Any]) -> None:
    assert is_right_printed(case)


def test_table_is_large_and_names_no_case_twice() -> None:
    names = [case["name"] for case in (*KNOWN["cases"], *KNOWN["printed"])]
    assert len(names) == len(set(names)) >= 60


def test_measure_edition_with_a_slip_is_flagged_once_with_the_proposal(tmp_path: Path) -> None:
    edition = tmp_path / "volume-2-issue-3.txt"
    edition.write_text(EDITION, encoding="utf8")
    figures = measure(tmp_path, load(tmp_path, {}).newsletter).figures
    assert (figures["printed"], figures["flagged"]) == (2, 1)
    assert figures["proposals"] == {"1/27/2025: 1/27/2026": 1}
    assert figures["accuracy"] == 1.0


def test_judge_printed_sentences_name_the_window_and_the_meant_day() -> None:
    window = DayWindow(first=date(2025, 12, 23), last=date(2026, 1, 6))
    slip, late = judge_printed([date(2025, 1, 2), date(2026, 1, 9)], window)
    assert slip.sentence() == "1/2/2025 reads like a mistyped year: it would fit as 1/2/2026."
    assert late.sentence() == "1/9/2026 is after the edition's own day, 1/6/2026."
