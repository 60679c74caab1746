"""Articles: what came in, what was kept and why; and what became no article."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from core.people import Role
from core.relevance import Relevance
from core.source import BY_HAND_SOURCE, Source
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.rendering import show
from review.web.wording import RELEVANCE
from storage.read_models import ArticleCounts, ArticleRow
from storage.unit import Unit

router = APIRouter()

PAGE = 50


class Shelf(StrEnum):
    CORE = "core"
    ADJACENT = "adjacent"
    OFF = "off"
    DROPPED = "dropped"


LABELS = {
    Shelf.CORE: "On the beat",
    Shelf.ADJACENT: "Near it",
    Shelf.OFF: "Off the beat",
    Shelf.DROPPED: "No article",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list, whichever shelf it comes from."""

    title: str
    url: str
    outlet: str
    at: datetime
    verdict: str
    why: str
    tags: tuple[str, ...] = ()
    article_id: str = ""
    """Empty for what became no article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesView:
    tabs: tuple[Tab, ...]
    shelf: Shelf
    items: tuple[Item, ...]
    source: str
    query: str
    sources: tuple[Source, ...]
    unjudged: int
    partial: int
    total: int
    newer_href: str
    older_href: str


@router.get("/articles")
@needs(Role.VIEWER)
def articles_page(
    request: Request,
    desk: TheDesk,
    shelf: str = "",
    source: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    chosen = Shelf(shelf) if shelf in set(Shelf) else Shelf.CORE
    with desk.database.read() as unit:
        counts = unit.articles.counts()
        sources = unit.sources.all()
        items = _items(unit, chosen, source, q.strip(), PAGE + 1, (page - 1) * PAGE)
    if chosen is Shelf.DROPPED:
        items = _with_names(items, sources)

    def href(number: int) -> str:
        asked = {"shelf": chosen, "source": source, "q": q, "page": number if number > 1 else ""}
        return "/articles?" + urlencode({key: value for key, value in asked.items() if value})

    view = ArticlesView(
        tabs=_tabs(counts, chosen),
        shelf=chosen,
        items=tuple(items[:PAGE]),
        source=source,
        query=q.strip(),
        sources=sources,
        unjudged=counts.unjudged,
        partial=sum(counts.partial.values()),
        total=counts.total,
        newer_href=href(page - 1) if page > 1 else "",
        older_href=href(page + 1) if len(items) > PAGE else "",
    )
    return show(request, "articles.html", view)


def _items(
    unit: Unit, shelf: Shelf, source: str, query: str, limit: int, offset: int
) -> Sequence[Item]:
    if shelf is Shelf.DROPPED:
        dropped = unit.articles.dropped(source=source, limit=limit, offset=offset)
        return [
            Item(
                title=item.title or item.url,
                url=item.url,
                outlet=item.source,
                at=item.at,
                verdict=item.code.replace("_", " "),
                why=item.reason,
            )
            for item in dropped
        ]
    rows = unit.articles.page(
        source=source, level=Relevance(shelf), query=query, limit=limit, offset=offset
    )
    corrected = unit.articles.corrected([row.article_id for row in rows])
    return [_item(row, corrected=row.article_id in corrected) for row in rows]


def _with_names(items: Sequence[Item], sources: Sequence[Source]) -> Sequence[Item]:
    """What became no article has no outlet: it is known by its source."""
    names = {source.slug: source.name for source in (BY_HAND_SOURCE, *sources)}
    return [replace(item, outlet=names.get(item.outlet, item.outlet)) for item in items]


def _item(row: ArticleRow, *, corrected: bool) -> Item:
    tags = ["corrected"] if corrected else []
    if row.partial_code:
        tags.append("partial")
    if row.advertisement:
        tags.append("advertisement")
    why = " ".join(reason.text for reason in row.reasons[:4])
    return Item(
        title=row.title,
        url=row.url,
        outlet=row.outlet,
        at=row.first_seen_at,
        verdict=RELEVANCE[row.level] if row.level else "not judged yet",
        why=why or row.partial_reason,
        tags=tuple(tags),
        article_id=row.article_id,
    )


def _tabs(counts: ArticleCounts, chosen: Shelf) -> tuple[Tab, ...]:
    numbers = {Shelf(level): counts.levels.get(level, 0) for level in Relevance}
    numbers[Shelf.DROPPED] = sum(counts.dropped.values())
    return tuple(
        Tab(label=label, count=numbers[s], href=f"/articles?shelf={s}", here=s is chosen)
        for s, label in LABELS.items()
    )
