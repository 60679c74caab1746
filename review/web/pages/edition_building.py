"""What is done on an edition's page besides placing finds: order, offers, links, corrections."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from core.people import Role
from review.actions import asking, editions
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other
from review.web.toasts import Toast

router = APIRouter(prefix="/editions/{edition_id}")

Line = Annotated[str, Form(max_length=2000)]


@router.post("/order")
@needs(Role.EDITOR)
def order(
    desk: TheDesk, user: TheUser, edition_id: int, find_id: Annotated[list[int], Form()]
) -> Response:
    with desk.database.unit() as unit:
        editions.order_finds(unit, user, edition_id, find_id, desk.clock.now())
    return see_other(f"/editions/{edition_id}")


@router.post("/features/shift")
@needs(Role.EDITOR)
def shift_feature(
    desk: TheDesk,
    user: TheUser,
    edition_id: int,
    number: Annotated[int, Form()],
    title: Line,
    by: Annotated[int, Form(ge=-1, le=1)],
) -> Response:
    with desk.database.unit() as unit:
        editions.shift_feature(
            unit, user, edition_id, title=title, number=number, by=by, now=desk.clock.now()
        )
    return see_other(f"/editions/{edition_id}#features")


@router.post("/introduction/draft")
@needs(Role.EDITOR)
def draft_introduction(desk: TheDesk, user: TheUser, edition_id: int) -> Response:
    with desk.database.unit() as unit:
        asking.ask_for_introduction(unit, user, edition_id, desk.clock.now())
    text = "Asked for. The draft will lie beside yours; nothing is replaced."
    return see_other(f"/editions/{edition_id}#introduction", Toast(text=text))


@router.post("/introduction/offer")
@needs(Role.EDITOR)
def settle_offer(
    desk: TheDesk, user: TheUser, edition_id: int, take: Annotated[bool, Form()]
) -> Response:
    with desk.database.unit() as unit:
        editions.settle_introduction(unit, user, edition_id, take=take, now=desk.clock.now())
    text = "The drafted introduction is taken." if take else "Yours is kept."
    return see_other(f"/editions/{edition_id}#introduction", Toast(text=text))


@router.post("/links")
@needs(Role.EDITOR)
def ask_links(desk: TheDesk, user: TheUser, edition_id: int) -> Response:
    with desk.database.unit() as unit:
        asking.ask_links(unit, user, edition_id, desk.clock.now())
    text = "Asked for. The links are asked one by one; look again in a minute."
    return see_other(f"/editions/{edition_id}#findings", Toast(text=text))


@router.post("/correct")
@needs(Role.EDITOR)
def correct(desk: TheDesk, user: TheUser, edition_id: int, note: Line = "") -> Response:
    with desk.database.unit() as unit:
        editions.begin_correction(unit, user, edition_id, note, desk.clock.now())
    text = "It is open for the correction. Export it again when it is right."
    return see_other(f"/editions/{edition_id}", Toast(text=text))
