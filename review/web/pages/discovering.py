"""A source by its address: what could be polled there, with what it would bring."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.discovery import Offer
from core.errors import NotFound
from core.people import Role
from core.run import Job, Run, RunState
from core.url import url_key
from review.actions.asking import ask_for_sources
from review.actions.sourcing import add_found, suggested_slug
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from storage.unit import Unit

router = APIRouter(prefix="/sources/discover")

LATEST = 8
OPEN = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """`polled_as` is the slug of the source that has the address already, or ""."""

    offer: Offer
    polled_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverView:
    """`problem` says why nothing can be added."""

    run: Run | None
    waits: bool
    offers: tuple[ShownOffer, ...]
    problem: str
    slug: str
    latest: tuple[Run, ...]


@router.get("")
@needs(Role.EDITOR)
def discover_page(request: Request, desk: TheDesk, run: int = 0) -> Response:
    """The form; `run` shows what was found at an address asked for."""
    with desk.database.read() as unit:
        view = _view(unit, run)
    return show(request, "discover.html", view)


@router.post("")
@needs(Role.EDITOR)
def discover(desk: TheDesk, user: TheUser, url: Annotated[str, Form(max_length=2048)]) -> Response:
    with desk.database.unit() as unit:
        run = ask_for_sources(unit, user, url, desk.clock.now())
    return see_other(f"/sources/discover?run={run.run_id}")


@router.post("/add")
@needs(Role.EDITOR)
def add(
    desk: TheDesk,
    user: TheUser,
    run: Annotated[int, Form()],
    url: Annotated[str, Form(max_length=2048)],
    slug: Annotated[str, Form(max_length=80)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    with desk.database.unit() as unit:
        source = add_found(unit, user, run, url, slug=slug, name=name, now=desk.clock.now())
    text = f"{source.name} is polled from now on."
    return see_other(f"/sources#source-{source.slug}", Toast(text=text))


def _view(unit: Unit, run_id: int) -> DiscoverView:
    run = unit.runs.get(run_id) if run_id else None
    if run is not None and run.job is not Job.DISCOVER:
        raise NotFound("address asked for", run_id)
    found = unit.runs.found(run_id) if run else None
    polled = {url_key(source.url): source.slug for source in unit.sources.all()}
    waits = run is not None and run.state in OPEN
    problem = "" if run is None or waits else run.error
    return DiscoverView(
        run=run,
        waits=waits,
        offers=tuple(
            ShownOffer(offer=one, polled_as=polled.get(url_key(one.candidate.url), ""))
            for one in (found.offers if found else ())
        ),
        problem=problem or (found.problem if found else ""),
        slug=suggested_slug(unit, run.argument) if run else "",
        latest=unit.runs.about(Job.DISCOVER, "", limit=LATEST),
    )
