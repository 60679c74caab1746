"""The days that an article's own words name: in its place line, and of what it tells."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

READ_CHARS = 3_000
_LINE_CHARS = 160
_EVENT_BEFORE = timedelta(days=30)
_EVENT_AFTER = timedelta(days=400)
_MONTHS = {
    name: number
    for number, names in enumerate(
        """jan january januar januari enero janvier gennaio janvier
        feb february februar februari febrero février febbraio
        mar march märz maart marzo mars
        apr april avril abril aprile
        may mai mei mayo maggio maj
        jun june juni junio juin giugno
        jul july juli julio juillet luglio
        aug august augustus agosto août augusti
        sep sept september septiembre septembre settembre
        oct october oktober octubre octobre ottobre okt
        nov november noviembre novembre
        dec december dezember diciembre décembre dicembre desember""".splitlines(),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>20\d\d)"
_FORMS = (
    re.compile(rf"\b(?P<name>{_NAME})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:de\s)?(?P<name>{_NAME})\.?,?"
               rf"\s(?:de\s)?{_YEAR}\b", re.I),
    re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"{_YEAR}年\s?(?P<month>\d{{1,2}})月\s?(?P<day>\d{{1,2}})日"),
)  # fmt: skip
# `OSLO, Aug. 6, 2025 - `, `BONN, Germany, 6 August 2025 /Wire/`: capitals first, a mark at its end.
_LINE_START = re.compile(r"\s*[A-Z][A-Z .'’-]{2,28},")
_LINE_END = re.compile(r"\s?(?:[-–—]{1,2}\s|/[A-Z]|\([A-Z])")


def day_of_place_line(text: str) -> tuple[date, str] | None:
    """The day in a place line at the start, and how it is written."""
    line = text[:_LINE_CHARS]
    if not _LINE_START.match(line):
        return None
    for day, quote, end in _days(line):
        if _LINE_END.match(line, end):
            return day, quote
    return None


def days_named(text: str) -> list[tuple[date, str]]:
    """Every whole date in the first part of a text, in its order, and how it is written. Dates
    in figures alone (`3/4/2026`) are left out: they are read one way here and another there."""
    return [(day, quote) for day, quote, _ in _days(text[:READ_CHARS])]


def event_day(text: str, published: date) -> date | None:
    """The first day that the text names besides the day of publication and its neighbours: mostly
    that of what it tells, and never more than a guess."""
    for day, _ in days_named(text):
        near = abs(day - published) <= timedelta(days=1)
        if not near and published - _EVENT_BEFORE <= day <= published + _EVENT_AFTER:
            return day
    return None


def _days(text: str) -> Iterator[tuple[date, str, int]]:
    found = sorted(
        (match for form in _FORMS for match in form.finditer(text)), key=lambda m: m.start()
    )
    for match in found:
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else _MONTHS[parts["name"].lower()]
        try:
            day = date(int(parts["year"]), month, int(parts["day"]))
        except ValueError:
            continue
        yield day, match.group(), match.end()
