"""An edition as it will be printed, before it leaves."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from core.edition import EditionDocument, ExportFormat
from core.people import Role
from newsletter.exporters import EXPORTERS
from newsletter.source_link import Piece, link_source
from review.actions import editions
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.rendering import show

router = APIRouter(prefix="/editions/{edition_id}")

LOOKS = {"": "Wide", "phone": "Phone", "dark": "Dark", "plain": "Plain text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFind:
    paragraphs: tuple[tuple[Piece, ...], ...]
    printed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """`plain` is the text part of the mail, when that is asked for."""

    look: str
    looks: dict[str, str]
    plain: str
    document: EditionDocument
    sections: tuple[tuple[str, tuple[PrintedFind, ...]], ...]


@router.get("/preview")
@needs(Role.VIEWER)
def preview(
    request: Request,
    desk: TheDesk,
    edition_id: int,
    look: Annotated[str, Query(alias="as")] = "",
) -> Response:
    with desk.database.read() as unit:
        edition = unit.editions.get(edition_id)
        document = editions.document_of(unit, edition, desk.newsletter)
    return show(request, "preview.html", _preview(document, look))


def _preview(document: EditionDocument, look: str) -> PreviewView:
    plain = EXPORTERS[ExportFormat.TEXT].render(document).decode() if look == "plain" else ""
    return PreviewView(
        look=look if look in LOOKS else "",
        looks=LOOKS,
        plain=plain,
        document=document,
        sections=tuple(
            (
                section.title,
                tuple(
                    PrintedFind(paragraphs=link_source(find), printed_on=find.printed_on)
                    for find in document.section(section.region)
                ),
            )
            for section in document.sections
        ),
    )
