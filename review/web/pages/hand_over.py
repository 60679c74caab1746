"""Handing an edition over: drafts at platforms, and the text for pasting anywhere."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.delivery import Delivery, DeliveryState, Target
from core.edition import Edition, EditionDocument
from core.errors import Refused
from core.people import Role
from newsletter.exporters.paste import edition_html
from newsletter.exporters.plain_text import PlainTextExporter
from newsletter.targets.base import key_of
from review.actions.editions import document_of
from review.actions.handing_over import ask_for_draft_at
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast

router = APIRouter(prefix="/editions/{edition_id}/hand-over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A platform, and the latest delivery to it. `done` says that this very text is there."""

    target: Target
    ready: bool
    latest: Delivery | None
    done: bool

    @property
    def failed(self) -> bool:
        return self.latest is not None and self.latest.state is not DeliveryState.DRAFTED


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView:
    """`html` and `text` are what is copied; `obstacles` says why there is nothing to copy."""

    edition: Edition
    offers: tuple[Offer, ...]
    deliveries: tuple[Delivery, ...]
    html: str
    text: str
    obstacles: tuple[str, ...]
    may_edit: bool


@router.get("")
@needs(Role.VIEWER)
def hand_over_page(request: Request, desk: TheDesk, user: TheUser, edition_id: int) -> Response:
    with desk.database.read() as unit:
        edition = unit.editions.get(edition_id)
        deliveries = unit.deliveries.of_edition(edition_id)
    document, obstacles = _document(desk, edition_id)
    view = HandOverView(
        edition=edition,
        offers=tuple(_offer(desk, target, deliveries, document) for target in Target),
        deliveries=deliveries,
        html=edition_html(document) if document else "",
        text=PlainTextExporter().render(document).decode() if document else "",
        obstacles=obstacles,
        may_edit=user.role.may(Role.EDITOR),
    )
    return show(request, "hand_over.html", view)


@router.post("")
@needs(Role.EDITOR)
def hand_over(
    desk: TheDesk, user: TheUser, edition_id: int, target: Annotated[Target, Form()]
) -> Response:
    with desk.database.unit() as unit:
        ask_for_draft_at(unit, user, edition_id, target, ready=desk.targets, now=desk.clock.now())
    toast = Toast(text=f"A draft at {target.label} is asked for. It is there in a moment.")
    return see_other(f"/editions/{edition_id}/hand-over", toast)


def _document(desk: Desk, edition_id: int) -> tuple[EditionDocument | None, tuple[str, ...]]:
    """What left, where it is frozen; else what would leave now."""
    with desk.database.read() as unit:
        edition = unit.editions.get(edition_id)
        try:
            return document_of(unit, edition, desk.newsletter), ()
        except Refused as error:
            return None, error.reasons


def _offer(
    desk: Desk, target: Target, deliveries: tuple[Delivery, ...], document: EditionDocument | None
) -> Offer:
    latest = next((one for one in deliveries if one.target is target), None)
    there = latest is not None and latest.state is DeliveryState.DRAFTED
    return Offer(
        target=target,
        ready=target in desk.targets,
        latest=latest,
        done=latest is not None
        and there
        and document is not None
        and latest.key == key_of(document),
    )
