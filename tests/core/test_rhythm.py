"""What polls teach about a source, and when it is asked again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.due import due_at, interval
from core.rhythm import Rhythm, paced, with_days
from core.source import Poll, PollOutcome, Source, SourceKind, SourceState

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
TODAY = NOW.date()
SOURCE = Source(
    slug="a", name="A", kind=SourceKind.FEED, url="https://a.example/", every_minutes=180
)


def days(*ago: int) -> tuple[tuple[date, int], ...]:
    return tuple(sorted((TODAY - timedelta(days=n), 1) for n in ago))


@pytest.mark.parametrize(
    ("present", "known", "after"),
    [
        (0, None, 180),
        (0, 0.5, 180),
        (0, 1.0, 270),
        (0, 0.0, 90),
        (0, 0.67, 180),
        (0, 0.33, 180),
        (1440, 1.0, 1440),
        (45, 0.0, 45),
    ],
)
def test_pace_follows_the_share_of_known_items(
    present: float, known: float | None, after: float
) -> None:
    assert paced(present, 180, known) == after


@pytest.mark.parametrize("configured", [5, 20, 180, 1440, 4000])
@pytest.mark.parametrize("known", [0.0, 1.0])
def test_pace_stays_within_its_bounds(configured: int, known: float) -> None:
    pace = 0.0
    for _ in range(30):
        pace = paced(pace, configured, known)
    assert min(configured, 15) <= pace <= max(configured, 1440)
    assert configured / 4 <= pace <= configured * 8


def test_days_of_the_same_list_count_once() -> None:
    listed = days(0, 1, 1, 5)
    once = with_days((), [(TODAY, 2), (TODAY - timedelta(days=1), 3)])
    assert with_days(once, once) == once
    assert dict(with_days(once, [(TODAY, 5)]))[TODAY] == 5
    assert with_days((), listed)[0][0] == TODAY - timedelta(days=5)


def test_days_older_than_half_a_year_are_forgotten() -> None:
    assert with_days(days(400), days(0)) == days(0)


@pytest.mark.parametrize(
    ("ago", "quiet"),
    [
        ((1, 2, 3, 4, 5), None),
        ((4, 5, 6, 7, 8), None),
        ((9, 10, 11, 12), 9),
        ((20, 30, 40, 50), None),
        ((26, 36, 46, 56), 26),
        ((60, 61, 62), None),
    ],
    ids=["daily", "a long weekend", "silent", "slow", "slow and silent", "too little known"],
)
def test_quiet_is_longer_than_its_own_habit(ago: tuple[int, ...], quiet: int | None) -> None:
    assert Rhythm(item_days=days(*ago)).quiet_days(TODAY) == quiet


def test_weeks_end_today() -> None:
    assert Rhythm(item_days=days(0, 6, 7, 13, 90)).weeks(TODAY, 3) == (0, 2, 2)


def state(*, failures: int = 0, pace: float = 0.0, wait: int = 0, fresh: int = 0) -> SourceState:
    poll = Poll(source="a", at=NOW, outcome=PollOutcome.OK, wait_seconds=wait, fresh_seconds=fresh)
    rhythm = Rhythm(pace_minutes=pace)
    return SourceState(source="a", last_poll=poll, failures=failures, rhythm=rhythm)


@pytest.mark.parametrize(
    ("given", "closing", "minutes"),
    [
        (state(), False, 180),
        (state(), True, 90),
        (state(pace=60), False, 60),
        (state(failures=1), False, 180),
        (state(failures=3), False, 720),
        (state(failures=40), False, 1440),
        (state(fresh=86_400), False, 1440),
        (state(fresh=86_400), True, 1440),
        (state(wait=999_999), False, 1440),
        (state(fresh=60), False, 180),
    ],
)
def test_interval_is_paced_backed_off_and_asked_for(
    given: SourceState,
    closing: bool,  # noqa: FBT001
    minutes: float,
) -> None:
    assert interval(SOURCE, given, closing=closing) == timedelta(minutes=minutes)
    assert due_at(SOURCE, given, closing=closing) == NOW + timedelta(minutes=minutes)


def test_source_never_polled_is_due_at_once() -> None:
    assert due_at(SOURCE, SourceState(source="a")) is None
