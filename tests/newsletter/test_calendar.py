from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from core.edition import Edition, EditionState
from core.story import DayWindow
from newsletter.calendar import IssueNumber, issue_on, next_issue, on_rhythm, window
from tests.newsletter.samples import NEWSLETTER


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 1, 1), IssueNumber(1, 1, date(2025, 1, 7))),
        (date(2025, 3, 18), IssueNumber(1, 6, date(2025, 3, 18))),
        (date(2025, 12, 23), IssueNumber(1, 26, date(2025, 12, 23))),
        (date(2025, 12, 24), IssueNumber(2, 1, date(2026, 1, 6))),
        (date(2026, 1, 6), IssueNumber(2, 1, date(2026, 1, 6))),
        (date(2026, 1, 7), IssueNumber(2, 2, date(2026, 1, 20))),
        (date(2026, 2, 3), IssueNumber(2, 3, date(2026, 2, 3))),
        (date(2026, 12, 22), IssueNumber(2, 26, date(2026, 12, 22))),
        (date(2026, 12, 23), IssueNumber(3, 1, date(2027, 1, 5))),
        (date(2027, 12, 21), IssueNumber(3, 26, date(2027, 12, 21))),
        (date(2027, 12, 31), IssueNumber(4, 1, date(2028, 1, 4))),
        (date(2028, 2, 29), IssueNumber(4, 5, date(2028, 2, 29))),
        (date(2028, 12, 19), IssueNumber(4, 26, date(2028, 12, 19))),
        (date(2028, 12, 20), IssueNumber(5, 1, date(2029, 1, 2))),
        (date(2030, 1, 1), IssueNumber(6, 1, date(2030, 1, 1))),
        (date(2030, 12, 31), IssueNumber(6, 27, date(2030, 12, 31))),
    ],
    ids=lambda value: str(value) if isinstance(value, date) else "",
)
def test_issue_on_day_is_the_next_of_the_rhythm(day: date, expected: IssueNumber) -> None:
    assert issue_on(NEWSLETTER, day) == expected


def test_issue_on_every_date_of_the_rhythm_is_a_tuesday_and_numbers_do_not_jump() -> None:
    numbers = [issue_on(NEWSLETTER, date(2025, 1, 1))]
    while numbers[-1].dated.year < 2031:
        day = date.fromordinal(numbers[-1].dated.toordinal() + 1)
        numbers.append(issue_on(NEWSLETTER, day))
    assert {number.dated.weekday() for number in numbers} == {1}
    for before, after in pairwise(numbers):
        same_volume = (after.volume, after.issue) == (before.volume, before.issue + 1)
        assert same_volume or (after.volume, after.issue) == (before.volume + 1, 1)
        assert on_rhythm(NEWSLETTER, after.dated)
        assert (after.dated - before.dated).days == 14


def test_next_issue_none_there_yet_is_the_calendars() -> None:
    assert next_issue(NEWSLETTER, [], date(2026, 1, 27)) == (2, 3, date(2026, 2, 3))


def test_next_issue_that_one_exists_is_the_one_after() -> None:
    existing = [_edition(2, 3, date(2026, 2, 3))]
    assert next_issue(NEWSLETTER, existing, date(2026, 1, 27)) == (2, 4, date(2026, 2, 17))


@pytest.mark.parametrize("moved", [date(2026, 2, 1), date(2026, 2, 5)], ids=["earlier", "later"])
def test_next_issue_edition_moved_by_days_is_not_proposed_again(moved: date) -> None:
    existing = [_edition(2, 3, moved)]
    assert next_issue(NEWSLETTER, existing, date(2026, 1, 27)) == (2, 4, date(2026, 2, 17))


def test_next_issue_editor_renumbered_counts_on_within_the_volume() -> None:
    existing = [_edition(2, 22, date(2026, 12, 8))]
    assert next_issue(NEWSLETTER, existing, date(2026, 12, 9)) == (2, 23, date(2026, 12, 22))
    existing.append(_edition(2, 23, date(2026, 12, 22)))
    assert next_issue(NEWSLETTER, existing, date(2026, 12, 23)) == (3, 1, date(2027, 1, 5))


def test_next_issue_number_is_taken_elsewhere_goes_on_to_a_free_one() -> None:
    existing = [_edition(2, 3, date(2026, 6, 9))]
    assert next_issue(NEWSLETTER, existing, date(2026, 2, 3)) == (2, 4, date(2026, 2, 17))


@pytest.mark.parametrize(
    ("dated", "first"),
    [(date(2026, 2, 3), date(2026, 1, 20)), (date(2026, 2, 5), date(2026, 2, 3))],
    ids=["on the rhythm", "off it"],
)
def test_window_reaches_back_to_the_issue_before(dated: date, first: date) -> None:
    assert window(NEWSLETTER, dated) == DayWindow(first=first, last=dated)


def test_issue_on_weekly_newsletter_follows_its_own_rhythm() -> None:
    weekly = replace(NEWSLETTER, every_days=7)
    assert issue_on(weekly, date(2026, 1, 8)) == (2, 2, date(2026, 1, 13))


def _edition(volume: int, issue: int, dated: date) -> Edition:
    return Edition(
        edition_id=issue, volume=volume, issue=issue, dated=dated, state=EditionState.OPEN
    )
