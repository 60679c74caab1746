"""An article by its address: asked for here, fetched as every other, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from core.article import Article, Completeness
from core.crawl import Dropped
from core.errors import NotFound, Refused
from core.find import Find
from core.people import Role
from core.relevance import Relevance
from core.run import Job, Run, RunState
from core.source import BY_HAND
from core.story import Judged, Story
from core.url import url_key
from review.actions.asking import ask_for_page, readable_address
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from storage.unit import Unit

router = APIRouter(prefix="/add")

LATEST = 8
OPEN = (RunState.WAITING, RunState.RUNNING)


class Step(StrEnum):
    """How far an address has come; each but the last two says what is still to come."""

    WAITING = "waiting"
    FETCHING = "fetching"
    FETCHED = "fetched"
    JUDGED = "judged"
    GROUPED = "grouped"
    DRAFTED = "drafted"
    OFF = "off the beat"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one address: the step it has reached and, when it stopped, why."""

    run: Run
    step: Step
    why: str = ""
    article: Article | None = None
    judged: Judged | None = None
    find: Find | None = None

    @property
    def over(self) -> bool:
        return self.step in (Step.DRAFTED, Step.OFF, Step.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddView:
    """`refused` says why nothing can be fetched from `url`; `here` is what is known of it.
    `latest` leaves out the run that `fate` tells of: the page would say twice how it stands, and
    only one of the two is kept up to date."""

    url: str
    refused: str
    here: Article | None
    here_find: Find | None
    fate: Fate | None
    latest: tuple[Run, ...]
    bookmarklet: str


@router.get("")
@needs(Role.EDITOR)
def add_page(
    request: Request,
    desk: TheDesk,
    url: Annotated[str, Query(max_length=2048)] = "",
    run: int = 0,
) -> Response:
    """The form; `url` fills it in, `run` shows what became of an address asked for."""
    address, refused = _readable(url)
    with desk.database.read() as unit:
        asked = unit.runs.about(Job.COLLECT, BY_HAND, limit=LATEST)
        fate = _fate(unit, unit.runs.get(run)) if run else None
        here = unit.articles.by_address(address) if address else None
        view = AddView(
            url=url.strip(),
            refused=refused,
            here=here,
            here_find=_find_of(unit, here) if here else None,
            fate=fate,
            latest=tuple(one for one in asked if one.run_id != run),
            bookmarklet=_bookmarklet(str(request.base_url)),
        )
    return show(request, "add.html", view)


@router.post("")
@needs(Role.EDITOR)
def add(desk: TheDesk, user: TheUser, url: Annotated[str, Form(max_length=2048)]) -> Response:
    with desk.database.unit() as unit:
        run = ask_for_page(unit, user, url, desk.clock.now())
    return see_other(f"/add?run={run.run_id}", Toast(text="Asked for. It is fetched in a moment."))


def _readable(url: str) -> tuple[str, str]:
    """The address to ask for, or why there is none."""
    if not url.strip():
        return "", ""
    try:
        return readable_address(url), ""
    except Refused as error:
        return "", " ".join(error.reasons)


def _fate(unit: Unit, run: Run) -> Fate:
    if run.job is not Job.COLLECT or not run.argument:
        raise NotFound("address asked for", run.run_id)
    if run.state in OPEN:
        step = Step.WAITING if run.state is RunState.WAITING else Step.FETCHING
        return Fate(run=run, step=step)
    article = unit.articles.by_address(run.argument)
    if article is None:
        return Fate(run=run, step=Step.FAILED, why=_why_none(unit, run))
    judged = unit.articles.judgement(article.article_id)
    story = unit.stories.of_article(article.article_id)
    find = unit.finds.of_story(story.story_id) if story else None
    if judged is not None and judged.relevance.level is Relevance.OFF and story is None:
        return Fate(
            run=run, step=Step.OFF, article=article, judged=judged,
            why=judged.relevance.sentence(),
        )  # fmt: skip
    return Fate(
        run=run, step=_reached(judged, story, find), article=article, judged=judged, find=find,
        why=article.partial_reason if article.completeness is Completeness.PARTIAL else "",
    )  # fmt: skip


def _reached(judged: Judged | None, story: Story | None, find: Find | None) -> Step:
    if find is not None:
        return Step.DRAFTED
    if story is not None:
        return Step.GROUPED
    return Step.FETCHED if judged is None else Step.JUDGED


def _why_none(unit: Unit, run: Run) -> str:
    dropped = _dropped(unit, run.argument)
    if dropped is not None:
        return dropped.reason
    if run.error:
        return run.error
    return "The page brought no article, and did not say why. Look at the run."


def _dropped(unit: Unit, address: str) -> Dropped | None:
    key = url_key(address)
    items = unit.articles.dropped(source=BY_HAND, limit=500)
    return next((item for item in items if url_key(item.url) == key), None)


def _find_of(unit: Unit, article: Article) -> Find | None:
    story = unit.stories.of_article(article.article_id)
    return unit.finds.of_story(story.story_id) if story else None


def _bookmarklet(base: str) -> str:
    """For the browser's bookmarks bar: opens this page with the address of the page one is on."""
    return f"javascript:void(location.href='{base}add?url='+encodeURIComponent(location.href))"
