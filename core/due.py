"""When a source is to be polled again."""

from datetime import datetime, timedelta

from core.rhythm import DAY_MINUTES
from core.source import Source, SourceState

CLOSING_IN = timedelta(days=2)
"""So long before an edition closes, sources are polled twice as often."""

_CLOSER = 0.5
_MOST_DOUBLINGS = 10


def interval(source: Source, state: SourceState, *, closing: bool = False) -> timedelta:
    """The time from the last poll to the next: the source's pace, doubled with each failure after
    the first, and never shorter than what the source itself asked for, up to a day."""
    minutes = state.rhythm.pace_minutes or float(source.every_minutes)
    if closing:
        minutes *= _CLOSER
    if state.failures > 1:
        minutes *= 2 ** min(state.failures - 1, _MOST_DOUBLINGS)
    poll = state.last_poll
    if poll is not None:
        minutes = max(minutes, poll.wait_seconds / 60, poll.fresh_seconds / 60)
    return timedelta(minutes=min(minutes, max(DAY_MINUTES, source.every_minutes)))


def due_at(source: Source, state: SourceState, *, closing: bool = False) -> datetime | None:
    """The moment of the next poll; None when it was never polled, which is at once."""
    if state.last_poll is None:
        return None
    return state.last_poll.at + interval(source, state, closing=closing)
