"""Sources: how each is doing, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.people import Role
from core.source import PollOutcome, Source
from review.actions import asking
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import age, count
from storage.read_models import SourceRow

router = APIRouter(prefix="/sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`level` is `good`, `flag`, `block` or empty for a source at rest."""

    level: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSource:
    source: Source
    health: Health
    articles: int
    core: int
    last_success_at: datetime | None
    last_article_at: datetime | None


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
        well=sum(s.health.level == "good" for s in shown),
        troubled=sum(s.health.level in ("flag", "block") for s in shown),
        resting=sum(not s.health.level for s in shown),
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


def health_of(row: SourceRow, now: datetime) -> Health:
    """What an editor should think of a source."""
    state, poll = row.state, row.state.last_poll
    if row.source.paused:
        return Health(level="", words="paused", why="It is not polled until it is let go on.")
    if poll is None:
        return Health(level="", words="not polled yet")
    if poll.outcome is PollOutcome.GONE:
        return Health(level="block", words="gone", why=poll.reason)
    if poll.outcome is PollOutcome.BLOCKED:
        return Health(level="block", words="may not be read", why=poll.reason)
    if state.failures:
        tries = count(state.failures, "try", "tries")
        words = f"failing, {tries}"
        if state.failing_since is not None:
            words += f", since {age(state.failing_since, now)}"
        return Health(level="block" if state.failures > 2 else "flag", words=words, why=poll.reason)
    if poll.outcome is PollOutcome.EMPTY:
        why = "It answered, but listed nothing."
        return Health(level="flag", words="empty", why=poll.reason or why)
    return Health(level="good", words="well")


def _shown(row: SourceRow, now: datetime) -> ShownSource:
    return ShownSource(
        source=row.source,
        health=health_of(row, now),
        articles=row.articles,
        core=row.core,
        last_success_at=row.state.last_success_at,
        last_article_at=row.last_article_at,
    )


def _trouble_first(shown: ShownSource) -> int:
    return ("block", "flag", "good", "").index(shown.health.level)
