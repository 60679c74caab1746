"""Live updates: hints that a find or an edition changed. A page fetches what it shows by itself."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from core.people import Role
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.feed import Change, Feed
from review.web.sessions import session_user
from storage.read_models import EditionChange

router = APIRouter(prefix="/live")

COME_AGAIN_MS = 2000

Number = Annotated[int, Query(ge=0, le=2**62)]


@router.get("", response_class=EventSourceResponse)
@needs(Role.VIEWER)
async def stream(
    request: Request,
    desk: TheDesk,
    after: Number = 0,
    last_event_id: Annotated[str, Header()] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Hints from that event on, or from the last one that a broken stream had."""
    feed: Feed = request.app.state.feed
    begin = int(last_event_id) if last_event_id.isdecimal() else after
    yield ServerSentEvent(comment="listening", retry=COME_AGAIN_MS)
    async for changes in feed.changes(begin):
        user, _ = await run_in_threadpool(session_user, request, desk)
        if user is None:
            return
        for change in changes:
            name = "edition-changed" if isinstance(change, EditionChange) else "find-changed"
            yield ServerSentEvent(event=name, id=str(change.event_id), data=hint_of(change))


@router.get("/since")
@needs(Role.VIEWER)
def since(desk: TheDesk, after: Number) -> Response:
    """The same hints for a page that cannot hold a stream open and asks now and then."""
    with desk.database.read() as unit:
        latest = unit.audit.latest()
        changes = unit.audit.changes(after)
    last = changes[-1].event_id if changes else max(after, latest)
    return JSONResponse({"after": last, "hints": [hint_of(change) for change in changes]})


def hint_of(change: Change) -> dict[str, object]:
    if isinstance(change, EditionChange):
        return {"edition": change.edition_id}
    return {"find": change.find_id, "revision": change.revision, "state": change.state.value}
