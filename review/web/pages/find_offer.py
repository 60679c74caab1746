"""Deciding about a draft that was asked for: keep the text, take the draft, or take parts."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Response

from core.people import Role, User
from review.actions import offers
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import see_other
from review.web.toasts import Toast

router = APIRouter(prefix="/finds/{find_id}/offer")


class Wanted(StrEnum):
    KEEP = "keep"
    ALL = "all"
    PARTS = "parts"


@router.post("")
@needs(Role.EDITOR)
def decide(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    offer_id: Annotated[int, Form()],
    seen: Annotated[int, Form()],
    what: Annotated[Wanted, Form()],
    part: Annotated[list[int] | None, Form()] = None,
) -> Response:
    said = _decide(desk, user, find_id, offer_id, seen=seen, what=what, parts=part or [])
    return see_other(f"/finds/{find_id}", Toast(text=said))


def _decide(
    desk: Desk,
    user: User,
    find_id: int,
    offer_id: int,
    *,
    seen: int,
    what: Wanted,
    parts: list[int],
) -> str:
    style, now = desk.beat.style, desk.clock.now()
    with desk.database.unit() as unit:
        if what is Wanted.KEEP:
            offers.decline_offer(unit, user, find_id, offer_id, now=now)
            return "The text stays as it is; the draft is put away."
        if what is Wanted.ALL:
            find = offers.take_offer(unit, user, find_id, offer_id, seen=seen, style=style, now=now)
            return f"Taken: the draft is revision {find.revision.number}."
        find = offers.take_parts(
            unit, user, find_id, offer_id, seen=seen, parts=parts, style=style, now=now
        )
        return f"Taken in part: this is revision {find.revision.number}, yours."
