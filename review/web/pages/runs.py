"""Runs: what ran, when, why, what came of it, and what it cost."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from core.people import Role
from core.run import Job, Run, RunState
from core.spend import Caps
from review.actions import asking
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.security import safe_next
from review.web.toasts import Toast
from review.web.wording import JOBS, PURPOSES
from storage.read_models import CapStop, Spend, SpendLine

router = APIRouter(prefix="/runs")

PAGE = 50
SPEND_DAYS = 14
FINDS, STOPS = 12, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the money went, by one kind of thing."""

    title: str
    lines: tuple[SpendLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsView:
    runs: tuple[Run, ...]
    spend: Spend
    spend_days: int
    caps: Caps
    day_taken: int
    accounts: tuple[Account, ...]
    stops: tuple[CapStop, ...]
    waiting: int
    askable: tuple[Job, ...]
    may_edit: bool
    newer_href: str
    older_href: str


@router.get("")
@needs(Role.VIEWER)
def runs_page(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    since = desk.clock.now() - timedelta(days=SPEND_DAYS)
    with desk.database.read() as unit:
        runs = unit.runs.page(limit=PAGE + 1, offset=(page - 1) * PAGE)
        spend = unit.model_calls.spend(since)
        waiting = unit.runs.counts().get(RunState.WAITING, 0)
        day = unit.model_calls.spend(desk.clock.now() - timedelta(days=1))
        stops = unit.spending.stops(since, limit=STOPS)
        accounts = (
            Account(title="Edition", lines=unit.spending.by_edition()),
            Account(title="Model", lines=unit.spending.by_model(since)),
            Account(title="For what", lines=_named(unit.spending.by_purpose(since))),
            Account(title="Find", lines=unit.spending.by_find(since, limit=FINDS)),
        )
    view = RunsView(
        runs=runs[:PAGE],
        spend=spend,
        spend_days=SPEND_DAYS,
        caps=desk.caps,
        day_taken=day.microdollars,
        accounts=tuple(account for account in accounts if account.lines),
        stops=stops,
        waiting=waiting,
        askable=asking.ASKABLE,
        may_edit=user.role.may(Role.EDITOR),
        newer_href=f"/runs?page={page - 1}" if page > 1 else "",
        older_href=f"/runs?page={page + 1}" if len(runs) > PAGE else "",
    )
    return show(request, "runs.html", view)


def _named(lines: tuple[SpendLine, ...]) -> tuple[SpendLine, ...]:
    return tuple(replace(line, label=PURPOSES[line.label]) for line in lines)


@router.post("")
@needs(Role.EDITOR)
def ask(
    desk: TheDesk,
    user: TheUser,
    job: Annotated[Job, Form()],
    back: Annotated[str, Form(max_length=2048)] = "",
) -> Response:
    with desk.database.unit() as unit:
        asking.ask_for_run(unit, user, job, desk.clock.now())
    toast = Toast(text=f"Asked for: {JOBS[job].lower()}. It waits for its turn; see Runs.")
    return see_other(safe_next(back, "/runs"), toast)
