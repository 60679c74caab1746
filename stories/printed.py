"""Dates as an edition prints them, held against the days it reports on."""

from collections.abc import Sequence
from datetime import date

from core.clock import print_date
from core.story import DayWindow
from core.verdict import Reason, Verdict


def judge_printed(days: Sequence[date], window: DayWindow) -> tuple[Verdict, ...]:
    """One verdict for each printed date, in order; codes: `ok`, `year`, `future`, `stale`.

    `year` is a day that fits in another year: the proposal stands in the reason's `quote`, as
    the house prints dates.
    """
    return tuple(_judge(day, window) for day in days)


def _judge(day: date, window: DayWindow) -> Verdict:
    if window.first <= day <= window.last:
        return Verdict.yes()
    printed = print_date(day)
    meant = next((moved for moved in _in_years_of(day, window) if moved != day), None)
    if meant is not None:
        text = f"{printed} reads like a mistyped year: it would fit as {print_date(meant)}."
        return Verdict.no("year", Reason(code="year", text=text, quote=print_date(meant)))
    if day > window.last:
        text = f"{printed} is after the edition's own day, {print_date(window.last)}."
        return Verdict.no("future", Reason(code="future", text=text))
    text = f"{printed} is older than what this edition reports on, from {print_date(window.first)}."
    return Verdict.no("stale", Reason(code="stale", text=text))


def _in_years_of(day: date, window: DayWindow) -> list[date]:
    """The same day in the years of the window, where it falls into it."""
    found = []
    for year in sorted({window.first.year, window.last.year}):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if window.first <= moved <= window.last:
            found.append(moved)
    return found
