"""The queue: what waits, US beside Global, the best rank first."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from core.people import Role, User
from core.place import Region
from core.source import Source
from core.workflow import FindState, Move, RejectReason, moves_from
from review.actions.editing import CHANGEABLE
from review.actions.triage import BY_HAND
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import show
from review.web.wording import STATES, count
from storage.read_models import QueueFilter, QueueFlag, QueueRow

router = APIRouter()

LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for. Unknown values count as not given."""

    state: FindState = FindState.DRAFTED
    region: Region | None = None
    flagged: bool = False
    source: str = ""
    query: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.region or self.flagged or self.source or self.query)

    def href(self, **other: object) -> str:
        """The address of the queue with these filters, some of them replaced."""
        asked = {
            "state": self.state if self.state is not FindState.DRAFTED else "",
            "region": self.region or "",
            "flagged": "yes" if self.flagged else "",
            "source": self.source,
            "q": self.query,
        }
        asked |= {name: str(value) for name, value in other.items()}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/?{query}" if query else "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    title: str
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    headline: str
    tabs: tuple[Tab, ...]
    state: FindState
    region: Region | None
    flagged: bool
    source: str
    query: str
    filtered: bool
    clear_href: str
    regions: tuple[Region, ...]
    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    more: bool
    limit: int
    may_edit: bool
    may_change: bool
    moves: tuple[Move, ...]
    reasons: tuple[RejectReason, ...]
    back: str
    empty_title: str
    empty_text: str

    def blocked(self, row: QueueRow) -> str:
        """Why this row cannot be approved as it is; empty when it can."""
        if row.verbatim:
            return "It is still an extract in the source's own words: rewrite it first (e)."
        return "A check blocks it: open it to see which." if row.blocks else ""


@router.get("/")
@needs(Role.VIEWER)
def queue(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    state: str = "",
    region: str = "",
    flagged: str = "",
    source: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    filters = read_filters(state, region, flagged, source, q)
    return show(request, "queue.html", load_queue(desk, user, filters))


def read_filters(state: str, region: str, flagged: str, source: str, query: str) -> Filters:
    return Filters(
        state=FindState(state) if state in set(FindState) else FindState.DRAFTED,
        region=Region(region) if region in set(Region) else None,
        flagged=bool(flagged),
        source=source,
        query=query.strip(),
    )


def load_queue(desk: Desk, user: User, filters: Filters) -> QueueView:
    with desk.database.read() as unit:
        rows = unit.desk.queue(
            QueueFilter(
                states=(filters.state,),
                region=filters.region,
                flag=QueueFlag.ANY if filters.flagged else "",
                source=filters.source,
                query=filters.query,
            ),
            limit=LIMIT + 1,
        )
        counts = unit.finds.counts()
        sources = unit.sources.all()
    totals = {s: sum(n for (state, _), n in counts.items() if state is s) for s in FindState}
    more, rows = len(rows) > LIMIT, rows[:LIMIT]
    title, text = _empty(filters)
    return QueueView(
        headline=_headline(filters, totals[filters.state]),
        tabs=_tabs(filters, totals),
        state=filters.state,
        region=filters.region,
        flagged=filters.flagged,
        source=filters.source,
        query=filters.query,
        filtered=filters.narrowed,
        clear_href=Filters(state=filters.state).href(),
        regions=tuple(Region),
        sources=sources,
        groups=_groups(desk, rows),
        more=more,
        limit=LIMIT,
        may_edit=user.role.may(Role.EDITOR),
        may_change=filters.state in CHANGEABLE,
        moves=tuple(move for move in moves_from(filters.state) if move in BY_HAND),
        reasons=tuple(RejectReason),
        back=filters.href(),
        empty_title=title,
        empty_text=text,
    )


def _groups(desk: Desk, rows: tuple[QueueRow, ...]) -> tuple[Group, ...]:
    titles = {section.region: section.title for section in desk.newsletter.sections}
    titles |= {region: "Where is it?" for region in Region if region not in titles}
    groups = [
        Group(title=title, rows=tuple(row for row in rows if row.region is region))
        for region, title in titles.items()
    ]
    return tuple(group for group in groups if group.rows)


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
