"""Days in an article's own words."""

import time
from datetime import date, timedelta

import pytest

from core.dating import DateEvidence, DateOrigin, DateRole
from stories.dating import judge_date
from stories.text_dates import day_of_place_line, days_named, event_day
from tests.stories.conftest import NOW, make_article


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on September 12, 2025 it began", date(2025, 9, 12)),
        ("on Sept. 12th, 2025", date(2025, 9, 12)),
        ("on 12 September 2025", date(2025, 9, 12)),
        ("am 12. September 2025", date(2025, 9, 12)),
        ("el 12 de septiembre de 2025", date(2025, 9, 12)),
        ("le 12 août 2025", date(2025, 8, 12)),
        ("op 12 maart 2025", date(2025, 3, 12)),
        ("il 12 giugno 2025", date(2025, 6, 12)),
        ("den 12 maj 2025", date(2025, 5, 12)),
        ("于2025年9月12日启动", date(2025, 9, 12)),
        ("since 2025-09-12", date(2025, 9, 12)),
    ],
)
def test_days_named_are_read_in_many_languages(text: str, day: date) -> None:
    assert [found for found, _ in days_named(text)] == [day]


@pytest.mark.parametrize("text", ["3/4/2026", "February 31, 2026", "in September 2025", "may 2026"])
def test_days_named_leaves_out_what_is_no_whole_day(text: str) -> None:
    assert days_named(text) == []


@pytest.mark.parametrize(
    "text",
    ["OSLO, Aug. 6, 2025 - It opens.", "BONN, Germany, 6 August 2025 /Wirepost/ It opens."],
)
def test_day_of_place_line_is_read_at_the_start(text: str) -> None:
    assert day_of_place_line(text) in [
        (date(2025, 8, 6), "Aug. 6, 2025"),
        (date(2025, 8, 6), "6 August 2025"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The depot, opened Aug. 6, 2025 - a year late.",
        "OSLO, the capital, was asked on Aug. 6, 2025 to pay.",
    ],
)
def test_day_of_place_line_is_not_taken_from_a_sentence(text: str) -> None:
    assert day_of_place_line(text) is None


def test_event_day_is_the_first_other_day_near_enough() -> None:
    text = "Published February 2, 2026. Founded on May 1, 2011. It opens on March 4, 2026."
    assert event_day(text, date(2026, 2, 2)) == date(2026, 3, 4)
    assert event_day("Published February 2, 2026.", date(2026, 2, 2)) is None


def test_judge_date_keeps_the_other_days_apart_and_names_them() -> None:
    dates = (
        DateEvidence(day=date(2026, 1, 27), origin=DateOrigin.JSON_LD),
        DateEvidence(day=date(2026, 2, 1), origin=DateOrigin.META, role=DateRole.MODIFIED),
    )
    verdict = judge_date(make_article("A", "It opens on March 4, 2026.", dates=dates), now=NOW)
    assert (verdict.code, verdict.day) == ("single", date(2026, 1, 27))
    assert (verdict.modified, verdict.event) == (date(2026, 2, 1), date(2026, 3, 4))
    assert verdict.other_days() == (
        "The page says that it was changed on 2/1/2026. The text also names 3/4/2026. "
        "First seen on 2/3/2026."
    )


def test_judge_date_without_any_says_once_when_it_was_first_seen() -> None:
    verdict = judge_date(make_article("A", "It opens on March 4, 2026.", dates=()), now=NOW)
    assert "first seen 2/3/2026" in verdict.evidence_sentence()
    assert verdict.other_days() == "The text also names 3/4/2026."


def test_judge_date_old_day_of_this_year_is_not_proposed_again() -> None:
    seen = NOW - timedelta(days=200)
    dates = (DateEvidence(day=seen.date(), origin=DateOrigin.FEED),)
    verdict = judge_date(make_article("A", dates=dates, first_seen_at=seen), now=NOW)
    assert verdict.code == "stale"
    assert "slip" not in verdict.sentence()


@pytest.mark.parametrize("text", ["A" * 50_000, "12 " * 20_000, "MAY, 1 " * 9_000])
def test_days_named_hostile_text_takes_bounded_time(text: str) -> None:
    start = time.process_time()
    days_named(text)
    day_of_place_line(text)
    assert time.process_time() - start < 0.5
