from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.health import NEXT_STEP, Health, health_of
from core.rhythm import Rhythm
from core.source import (
    ListingChoice,
    Poll,
    PollOutcome,
    Source,
    SourceKind,
    SourceMemory,
    SourceState,
)

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
SOURCE = Source(slug="a", name="A", kind=SourceKind.FEED, url="https://a.example/feed")


def state(outcome: PollOutcome, reason: str = "", *, minutes: int = 5) -> SourceState:
    poll = Poll(source="a", at=NOW - timedelta(minutes=minutes), outcome=outcome, reason=reason)
    failing = None if outcome is PollOutcome.OK else NOW - timedelta(days=2)
    return SourceState(source="a", last_poll=poll, failing_since=failing)


@pytest.mark.parametrize(
    ("given", "health", "words"),
    [
        (SourceState(source="a"), Health.NEW, "Not polled yet."),
        (state(PollOutcome.OK), Health.OK, "Answered 5 minutes ago."),
        (state(PollOutcome.OK, minutes=3000), Health.OK, "Answered 2 days ago."),
        (state(PollOutcome.EMPTY), Health.EMPTY, "lists nothing"),
        (state(PollOutcome.FAILED, "It answers 500."), Health.FAILING, "It answers 500. Since"),
        (state(PollOutcome.BLOCKED, "Robots."), Health.BLOCKED, "Since 2/1/2026."),
        (state(PollOutcome.GONE, "It answers 410."), Health.GONE, "It answers 410."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_health_of_last_poll_decides(given: SourceState, health: Health, words: str) -> None:
    found = health_of(SOURCE, given, NOW)
    assert found.health is health
    assert words in found.sentence


def test_health_silent_longer_than_its_habit_is_quiet() -> None:
    days = tuple((NOW.date() - timedelta(days=n), 1) for n in (22, 21, 20, 19))
    silent = replace(state(PollOutcome.OK), rhythm=Rhythm(item_days=days))
    found = health_of(SOURCE, silent, NOW)
    assert found.health is Health.QUIET
    assert found.sentence == "Nothing new for 19 days; it usually brings something every day."
    assert (
        health_of(SOURCE, replace(silent, rhythm=Rhythm(item_days=days[:3])), NOW).health
        is Health.OK
    )


def test_health_that_needs_somebody_says_what_to_do() -> None:
    at_rest = {Health.OK, Health.PAUSED}
    assert set(NEXT_STEP) == set(Health) - at_rest


def test_health_list_found_anew_is_told_for_two_weeks() -> None:
    def told(days: int) -> str:
        since = NOW - timedelta(days=days)
        choice = ListingChoice(url=SOURCE.url, place="ul", since=since, note="Found elsewhere.")
        given = replace(state(PollOutcome.OK), memory=SourceMemory(choice=choice))
        return health_of(SOURCE, given, NOW).sentence

    assert told(1).startswith("Answered 5 minutes ago. Found elsewhere. That was on 2/2/2026;")
    assert told(15) == "Answered 5 minutes ago."
