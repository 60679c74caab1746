"""Which day is printed, and what is flagged."""

from datetime import UTC, date, datetime

import pytest

from core.dating import DateEvidence, DateOrigin
from stories.dating import judge_date
from tests.stories.conftest import NOW, make_article

O = DateOrigin  # noqa: E741
Claim = tuple[DateOrigin, date]
JAN_27 = date(2026, 1, 27)

CASES: list[tuple[str, list[Claim], str, date]] = [
    ("one claim", [(O.FEED, JAN_27)], "single", JAN_27),
    ("two agree", [(O.JSON_LD, JAN_27), (O.FEED, JAN_27)], "agreed", JAN_27),
    ("a day apart agrees", [(O.META, JAN_27), (O.URL, date(2026, 1, 28))], "agreed", JAN_27),
    ("none", [], "undated", NOW.date()),
    (
        "year typed wrong in text",
        [(O.TEXT, date(2025, 1, 27)), (O.FEED, JAN_27)],
        "conflict",
        JAN_27,
    ),
    (
        "year typed wrong in markup",
        [(O.JSON_LD, date(2025, 1, 27)), (O.URL, JAN_27)],
        "conflict",
        JAN_27,
    ),
    (
        "old story under a new date",
        [(O.FEED, date(2026, 2, 1)), (O.URL, date(2025, 8, 6))],
        "redated",
        date(2025, 8, 6),
    ),
    (
        "two against the strongest",
        [(O.JSON_LD, date(2026, 1, 5)), (O.META, JAN_27), (O.FEED, JAN_27)],
        "conflict",
        JAN_27,
    ),
    (
        "a later change in the site map",
        [(O.JSON_LD, JAN_27), (O.SITEMAP, date(2026, 2, 2))],
        "agreed",
        JAN_27,
    ),
    ("next month", [(O.META, date(2026, 3, 1))], "future", date(2026, 3, 1)),
    ("tomorrow in another zone", [(O.META, date(2026, 2, 4))], "single", date(2026, 2, 4)),
    ("year 9999", [(O.META, date(9999, 12, 31))], "future", date(9999, 12, 31)),
    ("last summer", [(O.META, date(2025, 7, 1))], "stale", date(2025, 7, 1)),
    ("a year ago alone", [(O.META, date(2025, 1, 27))], "stale", date(2025, 1, 27)),
    ("leap day against its year", [(O.META, date(2024, 2, 29))], "stale", date(2024, 2, 29)),
    ("edge of the window", [(O.META, date(2025, 12, 20))], "single", date(2025, 12, 20)),
    ("over the edge", [(O.META, date(2025, 12, 19))], "stale", date(2025, 12, 19)),
]


@pytest.mark.parametrize(
    ("claims", "code", "day"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_judge_date_claims_give_code_and_day(claims: list[Claim], code: str, day: date) -> None:
    dates = tuple(DateEvidence(day=claimed, origin=origin) for origin, claimed in claims)
    verdict = judge_date(make_article("A title", dates=dates), now=NOW)
    assert (verdict.code, verdict.day) == (code, day)
    assert verdict.ok == (code in {"single", "agreed"})


def test_judge_date_mistyped_year_names_both_sides_and_the_proposal() -> None:
    dates = (
        DateEvidence(day=date(2025, 1, 27), origin=O.TEXT, quote="1/27/2025"),
        DateEvidence(day=JAN_27, origin=O.JSON_LD),
    )
    verdict = judge_date(make_article("A title", dates=dates), now=NOW)
    assert verdict.sentence() == (
        "The text (“1/27/2025”) says 1/27/2025, but the page's data says 1/27/2026: "
        "it reads like a mistyped year. Proposed: 1/27/2026."
    )
    assert verdict.chosen is dates[1]
    assert dates[0] in verdict.others


def test_judge_date_lone_old_year_names_the_possible_slip() -> None:
    dates = (DateEvidence(day=date(2025, 1, 27), origin=O.META),)
    sentence = judge_date(make_article("A title", dates=dates), now=NOW).sentence()
    assert "If the year is a slip, it is 1/27/2026." in sentence


def test_judge_date_moment_in_utc_takes_the_day_of_the_pages_own_zone() -> None:
    dates = (
        DateEvidence(
            day=date(2026, 1, 28), origin=O.JSON_LD, at=datetime(2026, 1, 28, 2, tzinfo=UTC)
        ),
        DateEvidence(day=JAN_27, origin=O.URL),
    )
    assert judge_date(make_article("A title", dates=dates), now=NOW).day == JAN_27


def test_judge_date_order_of_the_claims_does_not_matter() -> None:
    dates = [DateEvidence(day=JAN_27, origin=o) for o in (O.FEED, O.META, O.URL)]
    dates.append(DateEvidence(day=date(2025, 1, 27), origin=O.TEXT))
    forward = judge_date(make_article("A title", dates=tuple(dates)), now=NOW)
    assert forward == judge_date(make_article("A title", dates=tuple(dates[::-1])), now=NOW)


def test_judge_date_window_is_the_callers() -> None:
    dates = (DateEvidence(day=JAN_27, origin=O.META),)
    assert judge_date(make_article("A", dates=dates), now=NOW, window_days=3).code == "stale"
