"""The archive: past editions, searched and shown as they ran."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from core.archive import ArchiveEdition, ArchiveHit
from core.people import Role
from core.place import Region
from newsletter.archive.window import outside_window
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.rendering import show

router = APIRouter(prefix="/archive")

PAGE = 30
HITS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """`hits` is None while nothing is searched for."""

    editions: tuple[ArchiveEdition, ...]
    query: str
    hits: tuple[ArchiveHit, ...] | None
    newer_href: str
    older_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedView:
    """`astray` are the positions of finds whose date lies outside the edition's window."""

    edition: ArchiveEdition
    regions: tuple[Region, ...]
    astray: frozenset[int]


@router.get("")
@needs(Role.VIEWER)
def archive_page(
    request: Request,
    desk: TheDesk,
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    query = q.strip()
    with desk.database.read() as unit:
        hits = unit.archive.search_texts(query, HITS) if query else None
        found = () if query else unit.archive.editions(PAGE + 1, (page - 1) * PAGE)
    view = ArchiveView(
        editions=found[:PAGE],
        query=query,
        hits=hits,
        newer_href=f"/archive?page={page - 1}" if page > 1 else "",
        older_href=f"/archive?page={page + 1}" if len(found) > PAGE else "",
    )
    return show(request, "archive.html", view)


@router.get("/{volume}/{issue}")
@needs(Role.VIEWER)
def archived_page(request: Request, desk: TheDesk, volume: int, issue: int) -> Response:
    with desk.database.read() as unit:
        edition = unit.archive.edition(volume, issue)
    view = ArchivedView(
        edition=edition,
        regions=tuple(dict.fromkeys(find.region for find in edition.finds)),
        astray=frozenset(
            find.position
            for find in edition.finds
            if outside_window(find, edition, desk.newsletter)
        ),
    )
    return show(request, "archived.html", view)
