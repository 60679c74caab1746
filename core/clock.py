"""The one place that reads the time. Everything else is handed a `Clock`."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved: for tests and for replays."""

    at: datetime = field(default_factory=lambda: datetime(2026, 2, 3, 12, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def advance(self, **units: float) -> None:
        self.at += timedelta(**units)


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is taken to be UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def print_date(day: date) -> str:
    """The house's way to print a date under a Find: `M/D/YYYY`, without leading zeros."""
    return f"{day.month}/{day.day}/{day.year}"


def spell_date(day: date) -> str:
    """The house's way to print a date under a feature's title: `February 3, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


# Spelled here, since `strftime` follows the machine's locale.
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
