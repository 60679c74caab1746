"""How the desk says things: dates, ages, counts and states, in words for editors."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from nh3 import clean

from core.clock import print_date, spell_date
from core.find import Author, AuthorKind
from core.place import Region
from core.relevance import Relevance
from core.run import Job, Run, RunState
from core.source import SourceKind
from core.spend import Purpose
from core.story import Part
from core.url import host_of
from core.workflow import FindState, Move
from newsletter.prose import read_prose, render_tokens
from review.web.outcomes import about, outcome
from storage.read_models import QueueFlag

STATES = {
    FindState.DRAFTED: "Waiting",
    FindState.HELD: "Held",
    FindState.APPROVED: "Approved",
    FindState.REJECTED: "Rejected",
    FindState.PUBLISHED: "Published",
}

MOVED = {
    Move.APPROVE: "Approved",
    Move.HOLD: "Held",
    Move.REJECT: "Rejected",
    Move.RESTORE: "Back among the drafts",
}

FLAGS: dict[str, str] = {
    QueueFlag.ANY: "Any flag",
    QueueFlag.NONE: "No flag",
    QueueFlag.BLOCKED: "Blocked",
    QueueFlag.EXTRACT: "Extract",
    QueueFlag.ADVERTISEMENT: "Advertisement",
    "unproved": "Unproved sentence",
    "source_changed": "Source changed since",
    "number": "Number not in the source",
    "name": "Name not in the source",
    "date": "Date not in the source",
    "quote": "Quote not in the source",
    "length": "Length",
    "partial": "Partial article",
}
"""What the queue may be narrowed to; the rules of checks by their own names."""

REGIONS = {Region.US: "US", Region.GLOBAL: "Global", Region.UNCLEAR: "Region unclear"}

RELEVANCE = {
    Relevance.CORE: "on the beat",
    Relevance.ADJACENT: "near the beat",
    Relevance.OFF: "off the beat",
}

PARTS = {Part.LEAD: "lead", Part.INDEPENDENT: "own report", Part.ECHO: "echo"}

PURPOSES: dict[str, str] = {
    Purpose.FIND: "drafts of finds",
    Purpose.REPAIR: "drafts mended after checks",
    Purpose.INTRODUCTION: "introductions",
    Purpose.TRANSLATION: "translated passages",
    Purpose.JUDGEMENT: "second readings of drafts",
}
"""What money was spent for, by the names it is booked under."""

JOBS = {
    Job.COLLECT: "Collect",
    Job.GROUP: "Group",
    Job.DRAFT: "Draft",
    Job.PUBLISH: "Publish",
    Job.MAINTAIN: "Tidy up",
    Job.INTRODUCE: "Draft an introduction",
    Job.CHECK_LINKS: "Ask whether links answer",
    Job.LEARN: "Learn from decisions",
    Job.DISCOVER: "Look for sources",
}

RUN_STATES = {
    RunState.WAITING: "waiting",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.FAILED: "failed",
    RunState.LOST: "lost",
}

SOURCE_KINDS = {
    SourceKind.FEED: "feed",
    SourceKind.SITEMAP: "sitemap",
    SourceKind.LISTING: "listing page",
    SourceKind.SEARCH: "news search",
}

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def weekday(day: date) -> str:
    return WEEKDAYS.split()[day.weekday()]


def short_day(day: date) -> str:
    return f"{MONTHS.split()[day.month - 1]} {day.day}"


def moment(at: datetime) -> str:
    return f"{short_day(at.date())}, {at:%H:%M}"


def age(at: datetime | None, now: datetime) -> str:
    """`just now`, `12 min ago`, `5 h ago`, `yesterday`, `9 days ago`; `never` for None."""
    if at is None:
        return "never"
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 0:
        return "in " + _span(-minutes)
    if minutes < 1:
        return "just now"
    return "yesterday" if 24 * 60 <= minutes < 48 * 60 else _span(minutes) + " ago"


def _span(minutes: int) -> str:
    if minutes < 60:
        return f"{max(minutes, 1)} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"


def count(number: int, one: str, many: str = "") -> str:
    """`1 outlet`, `4 outlets`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: list[str] | tuple[str, ...], limit: int = 3) -> str:
    """`A, B and C`; past the limit `A, B, C and 2 more`."""
    shown, more = list(items[:limit]), len(items) - limit
    if more > 0:
        return ", ".join(shown) + f" and {more} more"
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)


def every(minutes: int) -> str:
    """A pace: `30 min`, `3 h`, `2 days`."""
    return _span(minutes)


def took(run: Run) -> str:
    """How long a run took: `4 s`, `12 min`."""
    if run.started_at is None or run.ended_at is None:
        return ""
    seconds = int((run.ended_at - run.started_at).total_seconds())
    return f"{seconds} s" if seconds < 120 else _span(seconds // 60)


def browser(user_agent: str) -> str:
    """What a browser calls itself, in two words: `Firefox on Linux`."""
    name = next((name for mark, name in _BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{name} on {system}" if system else name


# The first mark that occurs counts: each of these also names those below it.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def dollars(microdollars: int | None) -> str:
    if microdollars is None:
        return "unknown"
    amount = microdollars / 1_000_000
    return f"${amount:,.2f}" if amount >= 0.01 or amount == 0 else f"${amount:.4f}"


@lru_cache(maxsize=4096)
def safe_href(url: str) -> str:
    """The address when a browser may follow it: http or https; otherwise nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    printable = url.isprintable() and "\\" not in url
    return url if parts.scheme in ("http", "https") and parts.netloc and printable else ""


def author(who: Author) -> str:
    """`by Ann`, `drafted by gpt-5-mini`, `an extract`."""
    if who.kind is AuthorKind.HUMAN:
        return f"by {who.name}"
    return "an extract" if who.kind is AuthorKind.EXTRACT else f"drafted by {who.name}"


def why_no_draft(run: Run) -> str:
    """Why a run that was asked for another draft of a find brought none."""
    if run.error:
        return run.error
    if "same_text" in run.result:
        return "The writer came back with the very text that is here."
    if "budget_reached" in run.result:
        return "The budget for drafting is used up for today: ask again tomorrow, or raise it."
    failed = [name.partition(":")[2] for name in run.result if name.startswith("failed:")]
    return f"The model did not answer as it should: {failed[0]}." if failed else "See Runs."


def markdown(text: str) -> Markup:
    """An editor's Markdown as HTML, read as the exporters read it and cleaned once more."""
    tidy = clean(
        render_tokens(read_prose(text, top=4)),
        tags=_PROSE_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(tidy)  # noqa: S704


_PROSE_TAGS = set("p em strong a ul ol li blockquote br hr code pre h4 h5 h6".split())


def key_name(typed: str) -> str:
    """A key as it is printed on it: `↓`, `Ctrl K`, `g q`."""
    return _KEY_NAMES.get(typed) or typed.replace("Control+k", "Ctrl K")


_KEY_NAMES = {"ArrowDown": "↓", "ArrowUp": "↑", "Escape": "Esc"}

FILTERS: dict[str, Callable[..., Any]] = {
    "about": about,
    "age": age,
    "author": author,
    "browser": browser,
    "count_of": count,
    "dollars": dollars,
    "every": every,
    "host": host_of,
    "href": safe_href,
    "job": JOBS.__getitem__,
    "key_name": key_name,
    "listed": listed,
    "long_day": spell_date,
    "markdown": markdown,
    "moment": moment,
    "outcome": outcome,
    "part": PARTS.__getitem__,
    "print_date": print_date,
    "purpose": PURPOSES.__getitem__,
    "region": REGIONS.__getitem__,
    "run_state": RUN_STATES.__getitem__,
    "short_day": short_day,
    "source_kind": SOURCE_KINDS.__getitem__,
    "state": STATES.__getitem__,
    "took": took,
    "why_no_draft": why_no_draft,
    "weekday": weekday,
}
