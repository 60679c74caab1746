"""Dates as newsletters print them, on a line of their own or at an end of a paragraph."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
        "sep sept september|oct october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    rf"{_YEAR}-(?P<month>[01]?\d)-{_DAY}",
    rf"{_YEAR}/(?P<month>[01]?\d)/{_DAY}",
    r"(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/(?P<year>(?:(?:19|20)\d\d|\d\d))",
    rf"(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?{_YEAR}",
    rf"(?P<name>{_NAME})\.?\s+{_DAY},?\s+{_YEAR}",
    rf"{_DAY}\.?\s+(?:of\s+)?(?P<name>{_NAME})\.?,?\s+{_YEAR}",
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_BEFORE = r"(?:(?:date|dated|published|posted|updated)(?:\s++on)?\s*+(?::\s*+)?)?"
_EDGE = r"[\s()\[\]*_|·•–—-]*+"
_ALONE = tuple(
    re.compile(rf"\A{_EDGE}{_BEFORE}{_WEEKDAY}{form}[.]?{_EDGE}", re.IGNORECASE) for form in _FORMS
)
_INSIDE = tuple(re.compile(rf"(?<![\w/.-]){form}(?![\w/-])", re.IGNORECASE) for form in _FORMS)
# At an end of a paragraph a date stands apart: in brackets, behind a dash, or after the full stop.
_AT_END = tuple(
    re.compile(
        rf"(?:(?<!\s)(?:\s*+[(\[]|\s++[–—|·-]\s*+)|(?<=[.!?”\"])\s++){form}\s*+(?:[)\].]\s*+)?$",
        re.IGNORECASE,
    )
    for form in _FORMS
)
_AT_START = tuple(
    re.compile(rf"^\s*{start}{form}{end}\s+", re.IGNORECASE)
    for form in _FORMS
    for start, end in ((r"[(\[]", r"[)\]]\s*[:–—-]?"), ("", r"\s*[:–—|-]"))
)


def date_alone(text: str) -> date | None:
    """The date, when the text is nothing else. With slashes the month comes first, as the US
    writes it, unless that cannot be."""
    for pattern in _ALONE:
        match = pattern.fullmatch(text)
        if match:
            return _read(match)
    return None


def date_inside(text: str) -> date | None:
    """The first date somewhere in a text."""
    found = [m for m in (pattern.search(text) for pattern in _INSIDE) if m and _read(m)]
    return _read(min(found, key=lambda match: match.start())) if found else None


def split_date(text: str) -> tuple[str, date | None]:
    """A paragraph without the date that stands apart at its end or its start, and that date."""
    for pattern in (*_AT_END, *_AT_START):
        match = pattern.search(text)
        day = _read(match) if match else None
        if match and day:
            rest = (text[: match.start()] + text[match.end() :]).strip()
            return (rest, day) if rest else (text, None)
    return text, None


def _read(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    year = int(found["year"])
    year += 2000 if year < 100 else 0
    if "first" in found:
        first, second = int(found["first"]), int(found["second"])
        month, day = (first, second) if first <= 12 else (second, first)
    else:
        name = found.get("name")
        month = _MONTHS[name.lower()] if name else int(found["month"])
        day = int(found["day"])
    try:
        return date(year, month, day)
    except ValueError:
        return None
