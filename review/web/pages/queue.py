"""The queue: what waits, US beside Global, the best rank first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from core.edition import Edition
from core.errors import NotFound
from core.people import Role, User
from core.place import Region
from core.workflow import FindState, Move, RejectReason, moves_from
from review.actions.editing import CHANGEABLE
from review.actions.holding import HoldOption, hold_options
from review.actions.triage import BY_HAND
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.pages.find import WHY_REGION
from review.web.rendering import show
from review.web.wording import FLAGS, STATES, count
from storage.read_models import QueueFilter, QueuePlace, QueueRow
from storage.unit import Unit

router = APIRouter()

PAGE = 40
MOST_NEWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for. Unknown values count as not given."""

    state: FindState = FindState.DRAFTED
    region: Region | None = None
    flag: str = ""
    source: str = ""
    query: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.region or self.flag or self.source or self.query)

    @property
    def wanted(self) -> QueueFilter:
        return QueueFilter(
            states=(self.state,),
            region=self.region,
            flag=self.flag,
            source=self.source,
            query=self.query,
        )

    def href(self, path: str = "/", **other: object) -> str:
        """The address of the queue with these filters, some of them replaced."""
        asked = {
            "state": self.state if self.state is not FindState.DRAFTED else "",
            "region": self.region or "",
            "flag": self.flag,
            "source": self.source,
            "q": self.query,
        }
        asked |= {name: str(value) for name, value in other.items()}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many finds a queue has, and how many of a region where that is known."""

    total: int
    of: Mapping[Region, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    title: str
    rows: tuple[QueueRow, ...]
    size: str
    """How many are shown, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """What a row needs besides its find: what may be done with finds in this state."""

    may_edit: bool
    may_change: bool
    moves: tuple[Move, ...]
    reasons: tuple[RejectReason, ...]
    holds: tuple[HoldOption, ...]
    editions: tuple[Edition, ...]
    back: str

    def blocked(self, row: QueueRow) -> str:
        """Why this row cannot be approved as it is; empty when it can."""
        if row.verbatim:
            return "It is still an extract in the source's own words: rewrite it first (e)."
        return "A check blocks it: open it to see which." if row.blocks else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    headline: str
    tabs: tuple[Tab, ...]
    state: FindState
    region: Region | None
    flag: str
    source: str
    query: str
    filtered: bool
    clear_href: str
    regions: tuple[Region, ...]
    sources: dict[str, str]
    flags: dict[str, str]
    groups: tuple[Group, ...]
    total: int
    better_href: str
    lesser_href: str
    news_href: str
    row_href: str
    row: RowView
    why_region: tuple[str, ...]
    empty_title: str
    empty_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRowView:
    """A row that is fetched by itself. `left` says that it is no longer what the page lists."""

    find: QueueRow
    row: RowView
    left: bool
    by: str


def read_filters(
    state: str = "",
    region: str = "",
    flag: str = "",
    source: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Filters:
    return Filters(
        state=FindState(state) if state in set(FindState) else FindState.DRAFTED,
        region=Region(region) if region in set(Region) else None,
        flag=flag if flag in FLAGS else "",
        source=source,
        query=q.strip(),
    )


TheFilters = Annotated[Filters, Depends(read_filters)]


@router.get("/")
@needs(Role.VIEWER)
def queue(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    filters: TheFilters,
    after: str = "",
    before: str = "",
) -> Response:
    view = load_queue(desk, user, filters, after=read_place(after), before=read_place(before))
    return show(request, "queue.html", view)


@router.get("/queue/rows/{find_id}")
@needs(Role.VIEWER)
def one_row(
    request: Request, desk: TheDesk, user: TheUser, find_id: int, filters: TheFilters
) -> Response:
    """A row as it stands now, for a page that was told that its find changed."""
    with desk.database.read() as unit:
        wanted = QueueFilter(states=tuple(FindState), find_ids=(find_id,))
        rows = unit.desk.queue(wanted, limit=1)
        if not rows:
            raise NotFound("find", find_id)
        events = unit.audit.of(f"find {find_id}")
        row_view = _row_view(unit, desk, user, filters)
    view = OneRowView(
        find=rows[0],
        row=row_view,
        left=rows[0].state is not filters.state,
        by=events[0].actor if events else "",
    )
    return show(request, "queue_row.html", view)


@router.get("/queue/news")
@needs(Role.VIEWER)
def news(
    desk: TheDesk,
    filters: TheFilters,
    ids: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """How many of these finds belong on the page with these filters."""
    wanted = tuple(int(raw) for raw in ids.split(",") if raw.isdecimal())[:MOST_NEWS]
    with desk.database.read() as unit:
        found = unit.desk.queue_size(replace(filters.wanted, find_ids=wanted))
    return JSONResponse({"count": found})


def read_place(raw: str) -> QueuePlace | None:
    """A place as `place_of` writes it; anything else is the beginning."""
    rank, _, find_id = raw.partition("_")
    try:
        return QueuePlace(rank=float(rank), find_id=int(find_id)) if len(raw) < 60 else None
    except ValueError:
        return None


def place_of(row: QueueRow) -> str:
    return f"{row.rank!r}_{row.find_id}"


def load_queue(
    desk: Desk,
    user: User,
    filters: Filters,
    *,
    after: QueuePlace | None = None,
    before: QueuePlace | None = None,
) -> QueueView:
    with desk.database.read() as unit:
        rows = unit.desk.queue(filters.wanted, after=after, before=before, limit=PAGE + 1)
        counts = unit.finds.counts()
        totals = {s: sum(n for (state, _), n in counts.items() if state is s) for s in FindState}
        whole = not (after or before) and len(rows) <= PAGE
        sizes = _sizes(unit, filters, counts, found=len(rows) if whole else None)
        sources = unit.sources.names()
        row_view = _row_view(unit, desk, user, filters)
    more = len(rows) > PAGE
    rows = rows[-PAGE:] if before else rows[:PAGE]
    has_better = rows and (after or (before and more))
    better = filters.href(before=place_of(rows[0])) if has_better else ""
    title, text = _empty(filters)
    return QueueView(
        headline=_headline(filters, totals[filters.state]),
        tabs=_tabs(filters, totals),
        state=filters.state,
        region=filters.region,
        flag=filters.flag,
        source=filters.source,
        query=filters.query,
        filtered=filters.narrowed,
        clear_href=Filters(state=filters.state).href(),
        regions=tuple(Region),
        sources=sources,
        flags=FLAGS,
        groups=_groups(desk, rows, sizes),
        total=sizes.total,
        better_href=better,
        lesser_href=filters.href(after=place_of(rows[-1])) if rows and (before or more) else "",
        news_href=filters.href("/queue/news"),
        row_href=filters.href("/queue/rows/"),
        row=row_view,
        why_region=WHY_REGION,
        empty_title=title,
        empty_text=text,
    )


def _sizes(
    unit: Unit,
    filters: Filters,
    counts: Mapping[tuple[FindState, Region], int],
    *,
    found: int | None,
) -> Sizes:
    """`found` is how many there are, where the page holds all of them."""
    if not filters.narrowed:
        of = {region: counts.get((filters.state, region), 0) for region in Region}
        return Sizes(total=sum(of.values()), of=of)
    total = unit.desk.queue_size(filters.wanted) if found is None else found
    return Sizes(total=total, of={filters.region: total} if filters.region else {})


def _row_view(unit: Unit, desk: Desk, user: User, filters: Filters) -> RowView:
    return RowView(
        may_edit=user.role.may(Role.EDITOR),
        may_change=filters.state in CHANGEABLE,
        moves=tuple(move for move in moves_from(filters.state) if move in BY_HAND),
        reasons=tuple(RejectReason),
        holds=hold_options(desk.newsletter, unit.editions.dates(), desk.clock.now().date()),
        editions=unit.editions.open() if filters.state is FindState.APPROVED else (),
        back=filters.href(),
    )


def _groups(desk: Desk, rows: Sequence[QueueRow], sizes: Sizes) -> tuple[Group, ...]:
    titles = {section.region: section.title for section in desk.newsletter.sections}
    titles |= {region: "Where is it?" for region in Region if region not in titles}
    paged = len(rows) < sizes.total
    found = {region: tuple(row for row in rows if row.region is region) for region in titles}
    return tuple(
        Group(
            title=titles[region],
            rows=here,
            size=_size(len(here), sizes.of.get(region), paged=paged),
        )
        for region, here in found.items()
        if here
    )


def _size(shown: int, of: int | None, *, paged: bool) -> str:
    if of is None:
        return f"{shown} on this page" if paged else count(shown, "find")
    return count(shown, "find") if shown == of else f"{shown} of {count(of, 'find')}"


def _tabs(filters: Filters, totals: dict[FindState, int]) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            label=label,
            count=totals[state],
            href=Filters(state=state).href(),
            here=state is filters.state,
        )
        for state, label in STATES.items()
    )


def _headline(filters: Filters, total: int) -> str:
    if filters.state is FindState.DRAFTED:
        return f"{count(total, 'find waits', 'finds wait')}" if total else "Nothing waits"
    return f"{count(total, 'find')} {STATES[filters.state].lower()}"


def _empty(filters: Filters) -> tuple[str, str]:
    if filters.narrowed:
        return "Nothing here fits.", "No find in this state fits what you asked for."
    if filters.state is FindState.DRAFTED:
        return (
            "All read.",
            "Every draft has been looked at. New ones come with the next collection; "
            "it can be asked for now, and takes a few minutes.",
        )
    return "None yet.", f"A find that is {STATES[filters.state].lower()} will be listed here."
