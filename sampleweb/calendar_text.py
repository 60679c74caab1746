"""Days as outlets write them, and the placeholders in articles that stand for such days."""

import re
from datetime import date, timedelta
from enum import StrEnum

_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DUTCH = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_GERMAN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

_PLACEHOLDER = re.compile(r"\[\[\s*(?P<unit>day|month|year)\s*(?P<number>[+-]?\s*\d+)?\s*\]\]")


class DateStyle(StrEnum):
    MONTH_DAY_YEAR = "month_day_year"
    DAY_MONTH_YEAR = "day_month_year"
    ABBREVIATED = "abbreviated"
    ISO = "iso"
    DUTCH = "nl"
    GERMAN = "de"


def write_day(day: date, style: DateStyle) -> str:
    match style:
        case DateStyle.ISO:
            return day.isoformat()
        case DateStyle.MONTH_DAY_YEAR:
            return f"{_month_name(day, style)} {day.day}, {day.year}"
        case DateStyle.ABBREVIATED:
            return f"{_month_name(day, style)[:3]} {day.day}, {day.year}"
        case DateStyle.GERMAN:
            return f"{day.day}. {_month_name(day, style)} {day.year}"
        case DateStyle.DAY_MONTH_YEAR | DateStyle.DUTCH:
            return f"{day.day} {_month_name(day, style)} {day.year}"


def write_month(day: date, style: DateStyle) -> str:
    return f"{_month_name(day, style)} {day.year}"


def fill_dates(text: str, today: date, style: DateStyle) -> str:
    """Replace `[[day N]]` and `[[month N]]` (N days ago; negative lies ahead) and `[[year±N]]`."""

    def written(match: re.Match[str]) -> str:
        number = int((match["number"] or "0").replace(" ", ""))
        if match["unit"] == "year":
            return str(today.year + number)
        day = today - timedelta(days=number)
        return write_day(day, style) if match["unit"] == "day" else write_month(day, style)

    return _PLACEHOLDER.sub(written, text)


def one_year_earlier(day: date) -> date:
    """The same day and month of the year before; February 29 becomes February 28."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _month_name(day: date, style: DateStyle) -> str:
    names = {DateStyle.DUTCH: _DUTCH, DateStyle.GERMAN: _GERMAN}.get(style, _ENGLISH)
    return names[day.month - 1]
