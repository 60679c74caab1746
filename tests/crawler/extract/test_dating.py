"""The day that several claims come to."""

from datetime import UTC, date, datetime

import pytest

from core.dating import DateEvidence, DateOrigin
from crawler.extract.dating import choose_day, url_claim

MARKED = DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.JSON_LD)
FED = DateEvidence(day=date(2026, 2, 1), origin=DateOrigin.FEED)


def test_choose_day_strongest_origin_goes_first() -> None:
    assert choose_day((FED, MARKED)) is MARKED


def test_choose_day_of_one_origin_the_earliest() -> None:
    later = DateEvidence(day=date(2026, 2, 4), origin=DateOrigin.JSON_LD)
    assert choose_day((later, MARKED)) is MARKED


def test_choose_day_without_claims_is_none() -> None:
    assert choose_day(()) is None


def test_choose_day_moment_in_utc_takes_the_day_of_the_place() -> None:
    at = datetime(2026, 2, 3, 1, 49, tzinfo=UTC)
    marked = DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.JSON_LD, at=at)
    in_url = DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.URL)
    chosen = choose_day((marked, in_url))
    assert chosen is not None
    assert (chosen.day, chosen.origin, chosen.at) == (date(2026, 2, 2), DateOrigin.JSON_LD, at)


def test_choose_day_other_day_that_no_zone_explains_changes_nothing() -> None:
    at = datetime(2026, 2, 3, 12, tzinfo=UTC)
    marked = DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.JSON_LD, at=at)
    in_url = DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.URL)
    assert choose_day((marked, in_url)) == marked


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/2026/02/03/buses", date(2026, 2, 3)),
        ("https://x.example/2026/2/3/buses", date(2026, 2, 3)),
        ("https://x.example/buses-2026-02-03.html", date(2026, 2, 3)),
        ("https://x.example/20260203-buses", date(2026, 2, 3)),
        ("https://x.example/2026/02/buses", None),
        ("https://x.example/2026/13/45/buses", None),
        ("https://x.example/id/120260203999", None),
    ],
)
def test_url_claim_reads_whole_days_only(url: str, day: date | None) -> None:
    claim = url_claim(url)
    assert (claim.day if claim else None) == day
