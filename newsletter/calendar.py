"""Which issue appears when: the rhythm of the newsletter, and the number it gives.

The rhythm is endless in both directions from `Newsletter.first_issue`. A volume is a calendar
year, and the first date of the rhythm in that year is its issue 1; a year has 26 issues, or 27
when its first date is January 1 (2030 is the next).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from config.newsletter import Newsletter
from core.story import DayWindow


class Numbered(Protocol):
    """What of an edition the rhythm looks at."""

    @property
    def volume(self) -> int: ...

    @property
    def issue(self) -> int: ...

    @property
    def dated(self) -> date: ...


class IssueNumber(NamedTuple):
    volume: int
    issue: int
    dated: date


def issue_on(newsletter: Newsletter, day: date) -> IssueNumber:
    """The issue that appears on `day`, or next after it."""
    return _numbered(newsletter, _slot_on(newsletter, day))


def next_issue(newsletter: Newsletter, existing: Sequence[Numbered], today: date) -> IssueNumber:
    """The first issue from `today` on that is not there yet.

    Where an editor gave an edition another number than the calendar's, the issues after it in
    that volume count on from the editor's.
    """
    taken_numbers = {(edition.volume, edition.issue) for edition in existing}
    slots = [(_nearest_slot(newsletter, edition.dated), edition) for edition in existing]
    taken_slots = {slot for slot, _ in slots}
    slot = _slot_on(newsletter, today)
    while True:
        number = _counted_on(newsletter, slot, slots)
        if slot not in taken_slots and (number.volume, number.issue) not in taken_numbers:
            return number
        slot += 1


def previous_date(newsletter: Newsletter, dated: date) -> date:
    """The last date of the rhythm before `dated`."""
    return _date_of(newsletter, _slot_on(newsletter, dated) - 1)


def window(newsletter: Newsletter, dated: date) -> DayWindow:
    """The days that the edition of `dated` reports on: from the issue before to its own day."""
    return DayWindow(first=previous_date(newsletter, dated), last=dated)


def on_rhythm(newsletter: Newsletter, dated: date) -> bool:
    return (dated - newsletter.first_issue).days % newsletter.every_days == 0


def _slot_on(newsletter: Newsletter, day: date) -> int:
    """How many issues after the first one the next date from `day` on lies, rounded up."""
    return -((newsletter.first_issue - day).days // newsletter.every_days)


def _nearest_slot(newsletter: Newsletter, day: date) -> int:
    days = (day - newsletter.first_issue).days
    return (2 * days + newsletter.every_days) // (2 * newsletter.every_days)


def _date_of(newsletter: Newsletter, slot: int) -> date:
    return newsletter.first_issue + timedelta(days=slot * newsletter.every_days)


def _numbered(newsletter: Newsletter, slot: int) -> IssueNumber:
    dated = _date_of(newsletter, slot)
    issue = slot - _slot_on(newsletter, date(dated.year, 1, 1)) + 1
    return IssueNumber(_volume_of(newsletter, dated), issue, dated)


def _volume_of(newsletter: Newsletter, dated: date) -> int:
    return newsletter.first_volume + dated.year - newsletter.first_issue.year


def _counted_on(
    newsletter: Newsletter, slot: int, slots: Sequence[tuple[int, Numbered]]
) -> IssueNumber:
    plain = _numbered(newsletter, slot)
    before = [
        (other, edition.issue)
        for other, edition in slots
        if other < slot and edition.volume == plain.volume
    ]
    if not before:
        return plain
    last_slot, last_issue = max(before)
    return plain._replace(issue=last_issue + slot - last_slot)
