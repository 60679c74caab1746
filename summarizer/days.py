"""Dates as they stand in running text, whole or in part, and when two of them agree."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

# The months of the languages that the sources of a beat are written in.
_MONTHS = {
    name: number
    for number, names in enumerate(
        """january jan januari januar janvier enero gennaio
        february feb februari februar février febrero febbraio
        march mar maart märz mars marzo
        april apr avril abril aprile
        may mei mai mayo maggio
        june jun juni juin junio giugno
        july jul juli juillet julio luglio
        august aug augustus augusti août agosto
        september sep sept septembre septiembre settembre
        october oct oktober okt octobre octubre ottobre
        november nov novembre noviembre
        december dec dezember dez décembre diciembre dicembre""".splitlines(),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        """monday mon maandag montag lundi
        tuesday tue tues dinsdag dienstag mardi
        wednesday wed woensdag mittwoch mercredi
        thursday thu thur thurs donderdag donnerstag jeudi
        friday fri vrijdag freitag vendredi
        saturday sat zaterdag samstag samedi
        sunday sun zondag sonntag dimanche""".splitlines()
    )
    for name in names.split()
}
_AS_WORD = frozenset({"may", "mar", "march", "mars", "mai", "mei", "sun", "sat", "wed", "mon",
                      "jan", "august"})  # fmt: skip
"""Names that are also other words: they count only in company, or as written with a capital."""

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
# Where a digit stands no name begins: that spares trying all of them, one by one.
_DATE = re.compile(
    rf"""\b(?=\d|[hq]\d|[^\W\d_]\w\w)(?:
      (?P<y1>{_YEAR})[-/.](?P<m1>0?[1-9]|1[0-2])[-/.](?P<d1>{_DAY})(?!\d)
    | (?P<n1>{_DAY})[/.](?P<n2>{_DAY})[/.](?P<y2>{_YEAR})(?!\d)
    | (?P<d3>{_DAY})(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?\s+(?P<m3>{_MONTH})\b\.?
      (?:(?:,|\s+de)?\s+(?P<y3>{_YEAR})\b)?
    | (?!\d)(?P<m4>{_MONTH})\b\.?\s+(?P<d4>{_DAY})(?:st|nd|rd|th)?\b(?!\s*%|[.,]\d|:\d)
      (?:,?\s+(?P<y4>{_YEAR})\b)?
    | (?!\d)(?P<m5>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<y5>{_YEAR})\b
    | (?P<q>Q[1-4]|H[12]|[1-4]Q|(?:first|second|third|fourth)[\s-](?:quarter|half))\b
      (?:[\s-](?:of\s)?(?P<y6>{_YEAR})\b)?
    | (?!\d)(?P<m7>{_MONTH})\b
    | (?!\d)(?P<w>{"|".join(sorted(_WEEKDAYS, key=len, reverse=True))})s?\b
    | (?<!\d[.,])(?P<y8>{_YEAR})(?:s|'s|’s)?\b
      (?![.,]\d|\s?(?:%|k?[mg]?wh?\b|km\b|miles|homes|euros|dollars))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPANY = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|to|last|next|this|early|late|mid|of|before|after|during"
    r"|through|between|and|on|for|each|every|of)[\s-]+|[-–/])$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥₹]\s?$|\b(?:rule|section|page|model|no\.?|version)\s$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|this (?:week|morning|month)|last (?:week|night)|"
    r"next week|(?:mon|tues|wednes|thurs|fri|satur|sun)day|heute|gestern|vandaag|gisteren)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """What a mention says of a date; None where it says nothing. `part` is a part of a year
    (`q3`, `h1`); `swapped` means that `3/4/2026` has another reading."""

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str = ""
    swapped: bool = False


@lru_cache(maxsize=512)
def days(text: str) -> tuple[Day, ...]:
    """The dates of a text in order."""
    found = (_read(match, text) for match in _DATE.finditer(text))
    return tuple(day for day in found if day is not None)


def supported(claim: Day, sources: Sequence[Day], published: Iterable[date], text: str) -> bool:
    """Whether the articles carry a date: each part that is claimed stands in one mention, the
    year may come from elsewhere in the articles or from their day of publication."""
    printed = list(published)
    near = [day + timedelta(shift) for day in printed for shift in _shifts(text)]
    known = [*sources, *(_of(day) for day in near)]
    years = {day.year for day in known if day.year} | _years_around(printed, text)
    return any(_agree(claim, day, years) for day in known) or (
        claim.month is None and claim.weekday is None and not claim.part and claim.year in years
    )


def _agree(claim: Day, source: Day, years: set[int]) -> bool:
    if claim.weekday is not None and claim.weekday != source.weekday:
        return False
    if claim.part and claim.part != source.part:
        return False
    if claim.month is not None and claim.day is not None:
        same = (claim.month, claim.day) == (source.month, source.day)
        turned = (claim.day, claim.month) == (source.month, source.day)
        if not (same or ((claim.swapped or source.swapped) and turned)):
            return False
    elif claim.month is not None and claim.month != source.month:
        return False
    if claim.year is not None:
        return claim.year == source.year or (source.year is None and claim.year in years)
    return True


def _of(day: date) -> Day:
    return Day(0, 0, "", day.year, day.month, day.day, day.weekday())


def _shifts(text: str) -> range:
    """A text that says `on Tuesday` or `yesterday` means a day near its own."""
    return range(-7, 8) if _RELATIVE.search(text) else range(1)


def _years_around(printed: Iterable[date], text: str) -> set[int]:
    found = set()
    lowered = text.lower()
    for day in printed:
        found.add(day.year)
        if "last year" in lowered or "a year ago" in lowered or "last " in lowered:
            found.add(day.year - 1)
        if "next year" in lowered:
            found.add(day.year + 1)
    return found


def _read(match: re.Match[str], text: str) -> Day | None:
    part = match.groupdict()
    before = text[max(0, match.start() - 12) : match.start()]
    year = next((int(part[k]) for k in ("y1", "y2", "y3", "y4", "y5", "y6", "y8") if part[k]), None)
    if part["n1"]:
        return _numeric(match, int(part["n1"]), int(part["n2"]), year)
    name = next((part[k] for k in ("m3", "m4", "m5", "m7") if part[k]), None)
    day = next((int(part[k]) for k in ("d1", "d3", "d4") if part[k]), None)
    alone = part["m7"] or part["w"]
    if alone and not _is_calendar_word(alone, before):
        return None
    if part["y8"] and _MONEY.search(before):
        return None
    month = int(part["m1"]) if part["m1"] else _MONTHS[name.lower()] if name else None
    weekday = _WEEKDAYS[part["w"].lower()] if part["w"] else None
    return Day(
        match.start(), match.end(), match.group(), year, month, day, weekday, _part(part["q"])
    )


def _part(written: str | None) -> str:
    """`q3` for `Q3`, `3Q` and `third quarter`; `h1` for `H1` and `first half`."""
    if not written:
        return ""
    lowered = written.lower()
    if len(lowered) == 2:
        return "".join(sorted(lowered, reverse=True))
    number = ("first", "second", "third", "fourth").index(re.split(r"[\s-]", lowered)[0]) + 1
    return f"{'q' if 'quarter' in lowered else 'h'}{number}"


def _numeric(match: re.Match[str], first: int, second: int, year: int | None) -> Day | None:
    if first > 12 and second > 12:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    both = first <= 12 and second <= 12
    return Day(match.start(), match.end(), match.group(), year, month, day, None, "", both)


def _is_calendar_word(word: str, before: str) -> bool:
    """`in May` is a month and `may` is not; `Sun` alone is a star or a newspaper."""
    if not word[0].isupper():
        return word.lower() not in _AS_WORD and len(word) > 4
    return word.lower() not in _AS_WORD or bool(_COMPANY.search(before))
