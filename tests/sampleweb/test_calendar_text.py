from datetime import date

import pytest

from sampleweb.calendar_text import DateStyle, fill_dates, one_year_earlier, write_day, write_month


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (DateStyle.MONTH_DAY_YEAR, "March 4, 2026"),
        (DateStyle.DAY_MONTH_YEAR, "4 March 2026"),
        (DateStyle.ABBREVIATED, "Mar 4, 2026"),
        (DateStyle.ISO, "2026-03-04"),
        (DateStyle.DUTCH, "4 maart 2026"),
        (DateStyle.GERMAN, "4. März 2026"),
    ],
)
def test_write_day_each_style_writes_as_the_country_does(style: DateStyle, written: str) -> None:
    assert write_day(date(2026, 3, 4), style) == written


def test_write_month_dutch_style_uses_dutch_name() -> None:
    assert write_month(date(2026, 8, 1), DateStyle.DUTCH) == "augustus 2026"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("[[day 4]]", "December 30, 2025"),
        ("[[day -30]]", "February 2, 2026"),
        ("[[month 40]]", "November 2025"),
        ("[[year]], [[year+1]], [[year-1]]", "2026, 2027, 2025"),
        ("[[weekday 3]]", "[[weekday 3]]"),
    ],
)
def test_fill_dates_placeholders_count_from_today(text: str, filled: str) -> None:
    assert fill_dates(text, date(2026, 1, 3), DateStyle.MONTH_DAY_YEAR) == filled


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        (date(2026, 3, 4), date(2025, 3, 4)),
        (date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_one_year_earlier_keeps_month_and_day(day: date, earlier: date) -> None:
    assert one_year_earlier(day) == earlier
