"""Dates as sources and pages write them, as claims about the publication day."""

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from htmldate.extractors import try_date_expr

from core.clock import as_utc
from core.dating import DateEvidence, DateOrigin
from core.text import clean_line

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)
MAX_LENGTH = 80

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMP = re.compile(r"1\d{9}(\d{3})?")
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{8})"
    r"(?:[T ,]{1,2}(?P<time>\d{1,2}:\d{2}(?::\d{2})?|\d{4}(?:\d{2})?)(?:[.,]\d+)?"
    r"\s{0,3}(?P<zone>Z|UTC|GMT|(?:GMT|UTC)?[+-]\d{2}:?(?:\d{2})?)?)?(?P<rest>.{0,30})",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\b")
# What RFC 822 does not know, and feeds write all the same.
_ZONES = {
    "CET": "+0100", "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200", "WET": "+0000",
    "WEST": "+0100", "EET": "+0200", "EEST": "+0300", "BST": "+0100", "MSK": "+0300",
    "JST": "+0900", "KST": "+0900", "HKT": "+0800", "SGT": "+0800", "AWST": "+0800",
    "AEST": "+1000", "AEDT": "+1100", "ACST": "+0930", "NZST": "+1200", "NZDT": "+1300",
    "AKST": "-0900", "AKDT": "-0800", "HST": "-1000",
}  # fmt: skip
_LAST_WORD = re.compile(r"[A-Z]{3,4}$")


def date_claim(quote: str, origin: DateOrigin, *, fuzzy: bool = False) -> DateEvidence | None:
    """What a string says about the publication day, or None.

    Read are ISO 8601 and its neighbours, RFC 822, and seconds or milliseconds since 1970;
    with `fuzzy` also a day written out in the common languages. `day` is the day in the zone of
    the string itself, `at` the moment in UTC (a time without a zone is taken to be UTC). Days
    before 1990 and after 2100 are no claim.
    """
    written = clean_line(quote)
    if not written or len(written) > MAX_LENGTH:
        return None
    found = (
        _stamp(written) or _iso(written) or _mail(written) or (_written(written) if fuzzy else None)
    )
    if found is None:
        return None
    day, at = found
    if not EARLIEST <= day <= LATEST:
        return None
    return DateEvidence(day=day, origin=origin, quote=written, at=at)


def moment_of_change(quote: str) -> datetime | None:
    """When something was changed, in UTC; of a day alone, its beginning."""
    claim = date_claim(quote, DateOrigin.FEED)
    if claim is None:
        return None
    return claim.at or datetime.combine(claim.day, time(), UTC)


def _stamp(written: str) -> tuple[date, datetime | None] | None:
    match = _STAMP.fullmatch(written)
    if not match:
        return None
    at = _EPOCH + timedelta(seconds=int(written[:10]))
    return at.date(), at


def _iso(written: str) -> tuple[date, datetime | None] | None:
    match = _ISO.match(written)
    if not match or (match["rest"] and match["rest"][0].isalnum()):
        return None
    day = _day(match["day"])
    if day is None:
        return None
    return day, _moment(day, match["time"] or "", match["zone"] or "")


def _day(digits: str) -> date | None:
    year, month, rest = (
        digits.split("-") if "-" in digits else (digits[:4], digits[4:6], digits[6:])
    )
    try:
        return date(int(year), int(month), int(rest))
    except ValueError:
        return None


def _moment(day: date, hours: str, zone: str) -> datetime | None:
    digits = (
        hours.replace(":", "") if len(hours.split(":")[0]) != 1 else "0" + hours.replace(":", "")
    )
    if len(digits) < 4:
        return None
    second = int(digits[4:6] or 0)
    try:
        clock = time(int(digits[:2]), int(digits[2:4]), min(second, 59), tzinfo=UTC)
        return datetime.combine(day, clock) - _offset(zone)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    digits = re.sub(r"[^\d+-]", "", zone)
    if not digits:
        return timedelta()
    sign = -1 if digits[0] == "-" else 1
    return sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0))


def _mail(written: str) -> tuple[date, datetime | None] | None:
    if not _MAIL.match(written):
        return None
    known = _LAST_WORD.sub(lambda word: _ZONES.get(word[0], word[0]), written)
    try:
        moment = parsedate_to_datetime(known)
        at = as_utc(moment)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.date(), at if ":" in written else None


def _written(written: str) -> tuple[date, datetime | None] | None:
    first, last = datetime.combine(EARLIEST, time()), datetime.combine(LATEST, time())
    found = try_date_expr(written, "%Y-%m-%d", False, first, last)
    return (date.fromisoformat(found), None) if found else None
