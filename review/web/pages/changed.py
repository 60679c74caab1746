"""What others did to a find or an edition while one has its page open. It is told, not shown:
nothing on the page is replaced."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from core.people import AuditEvent, Role
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import show
from storage.unit import Unit

router = APIRouter()

Number = Annotated[int, Query(ge=0, le=2**62)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedView:
    """`address` is the page's, `after` the last event it knew when it was made, `seen` the
    revision it shows. `difference` leads to what a later one changed; empty when none is there."""

    address: str
    after: int
    seen: int
    events: tuple[AuditEvent, ...]
    difference: str = ""


@router.get("/finds/{find_id}/changed")
@needs(Role.VIEWER)
def find_changed(
    request: Request, desk: TheDesk, user: TheUser, find_id: int, after: Number = 0, seen: int = 0
) -> Response:
    address = f"/finds/{find_id}"
    with desk.database.read() as unit:
        current = unit.finds.get(find_id).revision.number
        events = _by_others(unit, f"find {find_id}", after, user.name)
    later = bool(events) and 0 < seen < current
    difference = f"{address}/history?old={seen}&new={current}" if later else ""
    view = ChangedView(
        address=address, after=after, seen=seen, events=events, difference=difference
    )
    return show(request, "changed.html", view)


@router.get("/editions/{edition_id}/changed")
@needs(Role.VIEWER)
def edition_changed(
    request: Request, desk: TheDesk, user: TheUser, edition_id: int, after: Number = 0
) -> Response:
    with desk.database.read() as unit:
        unit.editions.get(edition_id)
        events = _by_others(unit, f"edition {edition_id}", after, user.name)
    view = ChangedView(address=f"/editions/{edition_id}", after=after, seen=0, events=events)
    return show(request, "changed.html", view)


def _by_others(unit: Unit, subject: str, after: int, name: str) -> tuple[AuditEvent, ...]:
    return tuple(event for event in unit.audit.since(subject, after) if event.actor != name)
