"""Until when a find may be held: until work on a later edition begins, or until a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from config.newsletter import Newsletter
from core.clock import print_date
from core.errors import Refused
from newsletter.calendar import Numbered, issue_on, next_issue, previous_date

OFFERED = 3
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOption:
    """`due_on` is the day after the edition before it appears: then work on this one begins."""

    label: str
    due_on: date


def hold_options(
    newsletter: Newsletter, editions: Sequence[Numbered], today: date
) -> tuple[HoldOption, ...]:
    """The editions after the one that is in the making."""
    first = next_issue(newsletter, editions, today)
    options = []
    for _ in range(OFFERED + 1):
        due_on = previous_date(newsletter, first.dated) + timedelta(days=1)
        label = f"Volume {first.volume} | Issue {first.issue}"
        options.append(HoldOption(label=label, due_on=due_on))
        first = issue_on(newsletter, first.dated + timedelta(days=1))
    return tuple(option for option in options if option.due_on > today)[:OFFERED]


def why_held(due_on: date | None, options: Sequence[HoldOption], today: date) -> str:
    """The words that a held find bears. Raises `Refused` for a day that is not ahead."""
    if due_on is None:
        return ""
    if not today < due_on <= today + LONGEST:
        what = "A find is held until a day to come."
        raise Refused(what, ["Choose tomorrow or later, within a year."])
    label = next((option.label for option in options if option.due_on == due_on), "")
    return f"for {label}" if label else f"until {print_date(due_on)}"
