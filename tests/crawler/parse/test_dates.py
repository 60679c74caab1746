"""Dates as they are written: day, moment, and what is no date."""

from datetime import UTC, date, datetime

import pytest

from core.dating import DateOrigin
from crawler.parse.dates import date_claim

MOMENTS = {
    "2026-02-03T10:00:00Z": (date(2026, 2, 3), datetime(2026, 2, 3, 10, tzinfo=UTC)),
    "2026-02-03T23:30:00.123-05:00": (date(2026, 2, 3), datetime(2026, 2, 4, 4, 30, tzinfo=UTC)),
    "2026-02-03T00:30:00+0100": (date(2026, 2, 3), datetime(2026, 2, 2, 23, 30, tzinfo=UTC)),
    "2026-02-03 10:00:00": (date(2026, 2, 3), datetime(2026, 2, 3, 10, tzinfo=UTC)),
    "20260203": (date(2026, 2, 3), None),
    "2026-02-03": (date(2026, 2, 3), None),
    "Tue, 03 Feb 2026 10:00:00 GMT": (date(2026, 2, 3), datetime(2026, 2, 3, 10, tzinfo=UTC)),
    "Tue, 3 Feb 2026 23:30:00 CEST": (date(2026, 2, 3), datetime(2026, 2, 3, 21, 30, tzinfo=UTC)),
    "1770112800": (date(2026, 2, 3), datetime(2026, 2, 3, 10, tzinfo=UTC)),
    "1770112800000": (date(2026, 2, 3), datetime(2026, 2, 3, 10, tzinfo=UTC)),
}
NO_DATES = """9999-12-31 0000-00-00 2026-13-45 1969-12-31 2101-01-01 2026 13:45 today 12 V2G
2026-02-03x""".split()


@pytest.mark.parametrize("text", MOMENTS)
def test_date_claim_known_forms_give_day_and_moment(text: str) -> None:
    claim = date_claim(text, DateOrigin.FEED)
    assert claim is not None
    assert (claim.day, claim.at) == MOMENTS[text]
    assert claim.quote == text


@pytest.mark.parametrize("text", ["", *NO_DATES, "1" * 200, "a" * 50_000, "2" * 50_000])
def test_date_claim_what_is_no_date_is_none(text: str) -> None:
    assert date_claim(text, DateOrigin.FEED) is None


@pytest.mark.parametrize(
    "text", ["February 3, 2026", "3. Februar 2026", "3 février 2026", "03.02.2026", "3 Feb 2026"]
)
def test_date_claim_written_out_day_is_read_only_when_fuzzy(text: str) -> None:
    claim = date_claim(text, DateOrigin.LISTING, fuzzy=True)
    assert claim is not None
    assert (claim.day, claim.at) == (date(2026, 2, 3), None)
