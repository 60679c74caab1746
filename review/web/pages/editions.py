"""Editions: the list, and making the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.people import Role
from newsletter.calendar import IssueNumber, next_issue
from review.actions import editions
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from storage.read_models import EditionRow

router = APIRouter(prefix="/editions")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsView:
    editions: tuple[EditionRow, ...]
    proposed: IssueNumber
    days_left: int
    may_edit: bool


@router.get("")
@needs(Role.VIEWER)
def editions_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    today = desk.clock.now().date()
    with desk.database.read() as unit:
        found = unit.editions.rows()
    proposed = next_issue(desk.newsletter, found, today)
    view = EditionsView(
        editions=found,
        proposed=proposed,
        days_left=(proposed.dated - today).days,
        may_edit=user.role.may(Role.EDITOR),
    )
    return show(request, "editions.html", view)


@router.post("")
@needs(Role.EDITOR)
def create(
    desk: TheDesk,
    user: TheUser,
    volume: Annotated[int, Form()],
    issue: Annotated[int, Form()],
    dated: Annotated[date, Form()],
) -> Response:
    with desk.database.unit() as unit:
        edition_id = editions.create_edition(
            unit, user, volume=volume, issue=issue, dated=dated, now=desk.clock.now()
        )
    return see_other(f"/editions/{edition_id}", Toast(text="The edition is made. Fill it."))
