"""How a source is, in a word and in a sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.clock import print_date
from core.source import PollOutcome, Source, SourceState


class Health(StrEnum):
    OK = "ok"
    NEW = "not polled yet"
    EMPTY = "empty"
    QUIET = "quiet"
    FAILING = "failing"
    BLOCKED = "blocked"
    GONE = "gone"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    health: Health
    sentence: str


_BY_OUTCOME = {
    PollOutcome.OK: Health.OK,
    PollOutcome.NOT_MODIFIED: Health.OK,
    PollOutcome.EMPTY: Health.EMPTY,
    PollOutcome.FAILED: Health.FAILING,
    PollOutcome.BLOCKED: Health.BLOCKED,
    PollOutcome.GONE: Health.GONE,
}


def health_of(source: Source, state: SourceState, now: datetime) -> SourceHealth:
    """The condition of a source and why it is so; a paused one is paused whatever it was."""
    if source.paused:
        return SourceHealth(health=Health.PAUSED, sentence=source.note or "Paused by an editor.")
    poll = state.last_poll
    if poll is None:
        unsure = " Its address has not been seen working." if source.unverified else ""
        return SourceHealth(health=Health.NEW, sentence=f"Not polled yet.{unsure}")
    health = _BY_OUTCOME[poll.outcome]
    if health is Health.OK:
        return _quiet(state, now) or SourceHealth(
            health=health, sentence=f"Answered {_ago(now, poll.at)}.{_found_anew(state, now)}"
        )
    if health is Health.EMPTY:
        return SourceHealth(health=health, sentence="It answers, but lists nothing.")
    since = f" Since {print_date(state.failing_since.date())}." if state.failing_since else ""
    return SourceHealth(health=health, sentence=f"{poll.reason or 'It does not answer.'}{since}")


NEXT_STEP = {
    Health.EMPTY: "Look at its address in a browser: the list may have moved.",
    Health.QUIET: "Look at its address in a browser: it may have moved, or rest.",
    Health.FAILING: "It is asked again by itself, less and less often; look whether it has moved.",
    Health.BLOCKED: "Ask the publisher, look for another feed of theirs, or pause it.",
    Health.GONE: "Find its new address and change it, or pause it.",
    Health.NEW: "It is polled with the next run.",
}
"""What an editor can do about a source in this condition."""


TOLD = timedelta(days=14)
"""For so long a source tells that its list was found anew."""


def _found_anew(state: SourceState, now: datetime) -> str:
    choice = state.memory.choice
    if choice is None or not choice.note or now - choice.since > TOLD:
        return ""
    day = print_date(choice.since.date())
    return f" {choice.note} That was on {day}; look whether what it brings since is right."


def _quiet(state: SourceState, now: datetime) -> SourceHealth | None:
    days, habit = state.rhythm.quiet_days(now.date()), state.rhythm.habit_days
    if days is None or habit is None:
        return None
    usual = "every day" if habit <= 1 else f"at least every {habit} days"
    text = f"Nothing new for {days} days; it usually brings something {usual}."
    return SourceHealth(health=Health.QUIET, sentence=text)


def _ago(now: datetime, then: datetime) -> str:
    minutes = max(int((now - then).total_seconds() // 60), 0)
    if minutes < 2:
        return "just now"
    if minutes < 120:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"
