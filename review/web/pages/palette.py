"""What the palette finds: finds in every state by their words; and the way to the preview."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from core.edition import EditionState
from core.people import Role
from core.workflow import FindState
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from storage.read_models import QueueFilter, QueueRow

router = APIRouter()

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteView:
    rows: tuple[QueueRow, ...]


@router.get("/palette")
@needs(Role.VIEWER)
def palette(
    request: Request, desk: TheDesk, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    rows: tuple[QueueRow, ...] = ()
    if q.strip():
        with desk.database.read() as unit:
            rows = unit.desk.queue(QueueFilter(states=tuple(FindState), query=q), limit=MOST)
    return show(request, "palette.html", PaletteView(rows=rows))


@router.get("/preview")
@needs(Role.VIEWER)
def preview(desk: TheDesk) -> Response:
    """The preview of the edition in the making, from wherever one is."""
    with desk.database.read() as unit:
        making = [e for e in unit.editions.all() if e.state is EditionState.OPEN]
    if not making:
        return see_other("/editions", Toast(text="There is no edition in the making.", bad=True))
    first = min(making, key=lambda edition: edition.dated)
    return see_other(f"/editions/{first.edition_id}/preview")
