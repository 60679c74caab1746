"""How often a source brings something new, and what asking it has cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

DAY_MINUTES = 24 * 60
SHORTEST_MINUTES = 15
MOSTLY_KNOWN, MOSTLY_NEW = 0.67, 0.33
"""Shares of known items between which a pace is right, as Media Cloud's fetcher has them."""

SLOWER, FASTER = 1.5, 0.5
REMEMBERED = timedelta(days=26 * 7)

_DAYS_FOR_A_HABIT = 4
_HABIT_SHARE = 0.9
_QUIET_AFTER_HABITS = 2.5
_NEVER_QUIET_BEFORE_DAYS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What the polls of a source taught.

    `pace_minutes` is the time between two polls, 0 as long as the configured one holds.
    `item_days` counts the items by the day they are dated, oldest first, half a year back.
    `requests`, `bytes_received` (as they came over the wire) and `items_new` add up over all polls.
    """

    pace_minutes: float = 0.0
    item_days: tuple[tuple[date, int], ...] = ()
    requests: int = 0
    bytes_received: int = 0
    items_new: int = 0

    @property
    def last_item_day(self) -> date | None:
        return self.item_days[-1][0] if self.item_days else None

    @property
    def habit_days(self) -> int | None:
        """Days without an item that are nothing unusual; None while too little is known."""
        days = [day for day, _ in self.item_days]
        if len(days) < _DAYS_FOR_A_HABIT:
            return None
        gaps = sorted((after - before).days for before, after in pairwise(days))
        return gaps[min(int(len(gaps) * _HABIT_SHARE), len(gaps) - 1)]

    def quiet_days(self, today: date) -> int | None:
        """How many days nothing came, when that is longer than its habit; None otherwise."""
        habit, last = self.habit_days, self.last_item_day
        if habit is None or last is None:
            return None
        silent = (today - last).days
        limit = max(habit * _QUIET_AFTER_HABITS, _NEVER_QUIET_BEFORE_DAYS)
        return silent if silent > limit else None

    def weeks(self, today: date, count: int = 12) -> tuple[int, ...]:
        """Items in each of the last weeks, the one that ends today last."""
        totals = [0] * count
        for day, items in self.item_days:
            week = (today - day).days // 7
            if 0 <= week < count:
                totals[count - 1 - week] += items
        return tuple(totals)


def paced(present: float, configured: int, share_known: float | None) -> float:
    """The pace in minutes after a poll that found this share of its items known already; None
    says that the poll taught nothing. It stays between a quarter and eight times the configured
    one, and between a quarter of an hour and a day."""
    pace = present or float(configured)
    if share_known is not None and share_known > MOSTLY_KNOWN:
        pace *= SLOWER
    elif share_known is not None and share_known < MOSTLY_NEW:
        pace *= FASTER
    lowest = min(max(configured / 4, SHORTEST_MINUTES), configured)
    highest = max(min(configured * 8, DAY_MINUTES), configured)
    return min(max(pace, lowest), highest)


def with_days(
    known: Iterable[tuple[date, int]], listed: Iterable[tuple[date, int]]
) -> tuple[tuple[date, int], ...]:
    """The counts by day after a list was seen. A list holds the days it reaches back to whole, so
    the larger count of a day is the right one, however often the same items are listed."""
    counts = dict(known)
    for day, items in listed:
        counts[day] = max(counts.get(day, 0), items)
    oldest = max(counts, default=date.min) - REMEMBERED if counts else date.min
    return tuple(sorted((day, items) for day, items in counts.items() if day >= oldest))
