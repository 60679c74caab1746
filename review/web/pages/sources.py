"""Sources: how each is doing, in plain words, and what may be done about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.due import due_at
from core.health import NEXT_STEP, Health, SourceHealth, health_of
from core.people import Role
from core.source import Source, SourceState
from review.actions import asking
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import short_day
from storage.read_models import SourceRow

router = APIRouter(prefix="/sources")


WEEKS = 12
HEIGHT, BASE, WIDTH, STEP = 24, 25, 6, 8

LEVELS = {
    Health.OK: "good",
    Health.NEW: "",
    Health.PAUSED: "",
    Health.EMPTY: "flag",
    Health.QUIET: "flag",
    Health.FAILING: "flag",
    Health.BLOCKED: "block",
    Health.GONE: "block",
}
"""How a condition is coloured: `good`, `flag`, `block`, or empty for a source at rest."""

WORDS = {
    Health.EMPTY: "lists nothing",
    Health.QUIET: "quiet longer than its habit",
    Health.BLOCKED: "may not be read",
}
MANY_FAILURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSource:
    source: Source
    words: str
    level: str
    why: str
    next_step: str
    articles: int
    core: int
    last_success_at: datetime | None
    last_item_day: date | None
    habit_days: int | None
    next_poll_at: datetime | None
    weeks: str
    bars: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesView:
    sources: tuple[ShownSource, ...]
    well: int
    troubled: int
    resting: int
    may_edit: bool


@router.get("")
@needs(Role.VIEWER)
def sources_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    now = desk.clock.now()
    with desk.database.read() as unit:
        rows = unit.desk.source_rows()
    shown = sorted((_shown(row, now) for row in rows), key=_trouble_first)
    view = SourcesView(
        sources=tuple(shown),
        well=sum(s.level == "good" for s in shown),
        troubled=sum(s.level in ("flag", "block") for s in shown),
        resting=sum(not s.level for s in shown),
        may_edit=user.role.may(Role.EDITOR),
    )
    return show(request, "sources.html", view)


@router.post("/{slug}/poll")
@needs(Role.EDITOR)
def poll(desk: TheDesk, user: TheUser, slug: str) -> Response:
    with desk.database.unit() as unit:
        asking.poll_source(unit, user, slug, desk.clock.now())
    text = "Asked for a poll. It comes with the next run; see Runs."
    return see_other("/sources", Toast(text=text))


@router.post("/{slug}/pause")
@needs(Role.EDITOR)
def pause(desk: TheDesk, user: TheUser, slug: str, paused: Annotated[bool, Form()]) -> Response:
    with desk.database.unit() as unit:
        asking.pause_source(unit, user, slug, paused=paused, now=desk.clock.now())
        name = unit.sources.get(slug).name
    return see_other("/sources", Toast(text=f"{name} {'rests' if paused else 'goes on'}."))


def _shown(row: SourceRow, now: datetime) -> ShownSource:
    found = health_of(row.source, row.state, now)
    rhythm = row.state.rhythm
    weeks = rhythm.weeks(now.date(), WEEKS)
    return ShownSource(
        source=row.source,
        words=words_of(found, row.state),
        level=level_of(found, row.state),
        why=found.sentence,
        next_step=NEXT_STEP.get(found.health, ""),
        articles=row.articles,
        core=row.core,
        last_success_at=row.state.last_success_at,
        last_item_day=rhythm.last_item_day,
        habit_days=rhythm.habit_days,
        next_poll_at=None if row.source.paused else due_at(row.source, row.state) or now,
        weeks=", ".join(map(str, weeks)),
        bars=_bars(weeks),
    )


def words_of(found: SourceHealth, state: SourceState) -> str:
    """The condition in a few words: `failing since Feb 1`, `blocked by robots.txt`."""
    if found.health is Health.FAILING and state.failing_since is not None:
        return f"failing since {short_day(state.failing_since.date())}"
    if found.health is Health.BLOCKED and "robots" in found.sentence:
        return "blocked by robots.txt"
    return WORDS.get(found.health, found.health)


def level_of(found: SourceHealth, state: SourceState) -> str:
    """A source that failed once or twice often comes back by itself."""
    often = found.health is Health.FAILING and state.failures >= MANY_FAILURES
    return "block" if often else LEVELS[found.health]


def _bars(weeks: tuple[int, ...]) -> str:
    """A bar for each week with items, as one path of the small chart."""
    most = max(*weeks, 1)
    return "".join(
        f"M{number * STEP} {BASE}v-{height}h{WIDTH}v{height}z"
        for number, items in enumerate(weeks)
        if items
        for height in [max(round(HEIGHT * items / most), 1)]
    )


def _trouble_first(shown: ShownSource) -> int:
    return ("block", "flag", "good", "").index(shown.level)
