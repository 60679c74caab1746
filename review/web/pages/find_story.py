"""A find's story under an editor's hand: merge another into it, split some off, choose the lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from core.article import Article
from core.find import Find
from core.people import AuditEvent, Role
from core.story import Story
from core.text import fold, words
from review.actions import regrouping
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.pages.find import SourceText, source_texts
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import count
from storage.unit import Unit

router = APIRouter(prefix="/finds/{find_id}/story")

RECENT = timedelta(days=45)
LOOKED_AT = 200
SHOWN = 8
SHARED_WORDS = 2
"""So many longer words the titles have in common before a story is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStory:
    story: Story
    find: Find | None
    leads: Article
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge that can still be taken back."""

    event: AuditEvent
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    find: Find
    story: Story
    sources: tuple[SourceText, ...]
    others: tuple[OtherStory, ...]
    query: str
    merged: tuple[Merged, ...]
    events: tuple[AuditEvent, ...]


@router.get("")
@needs(Role.EDITOR)
def story_page(
    request: Request,
    desk: TheDesk,
    find_id: int,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    with desk.database.read() as unit:
        page = unit.desk.find_page(find_id)
        events = unit.audit.of(f"story {page.story.story_id}")
        found = _search(unit, q) if q.strip() else _alike(unit, desk, page.story)
        others = _others(unit, page.story, found)
    view = StoryView(
        find=page.find,
        story=page.story,
        sources=source_texts(page, whole=False),
        others=others,
        query=q.strip(),
        merged=_to_take_back(events),
        events=events,
    )
    return show(request, "find_story.html", view)


@router.post("/merge")
@needs(Role.EDITOR)
def merge(desk: TheDesk, user: TheUser, find_id: int, other: Annotated[int, Form()]) -> Response:
    with desk.database.unit() as unit:
        story = regrouping.merge_in(unit, user, find_id, other, now=desk.clock.now())
    said = f"Merged: this story has {count(len(story.members), 'article')} now."
    return see_other(f"/finds/{find_id}/story", Toast(text=said))


@router.post("/unmerge")
@needs(Role.EDITOR)
def unmerge(desk: TheDesk, user: TheUser, find_id: int, other: Annotated[int, Form()]) -> Response:
    with desk.database.unit() as unit:
        regrouping.take_merge_back(unit, user, find_id, other, now=desk.clock.now())
    return see_other(f"/finds/{find_id}/story", Toast(text="Taken apart again."))


@router.post("/split")
@needs(Role.EDITOR)
def split(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    article_id: Annotated[list[str] | None, Form()] = None,
) -> Response:
    with desk.database.unit() as unit:
        regrouping.split_off(unit, user, find_id, article_id or [], now=desk.clock.now())
    said = "Split off: those articles are a story of their own. It is drafted with the next run."
    return see_other(f"/finds/{find_id}/story", Toast(text=said))


@router.post("/lead")
@needs(Role.EDITOR)
def lead(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    article_id: Annotated[str, Form(max_length=64)],
) -> Response:
    with desk.database.unit() as unit:
        regrouping.choose_lead(unit, user, find_id, article_id, now=desk.clock.now())
    said = "It leads now. Text, region and date of the find stay as they are."
    return see_other(f"/finds/{find_id}/story", Toast(text=said))


def _search(unit: Unit, query: str) -> list[int]:
    """The stories of the articles that hold these words."""
    rows = unit.articles.page(query=query.strip(), limit=4 * SHOWN)
    return [row.story_id for row in rows if row.story_id is not None]


def _alike(unit: Unit, desk: Desk, story: Story) -> list[int]:
    """Recent stories whose titles share words with this one, most of them first."""
    recent = unit.stories.recent(desk.clock.now() - RECENT, limit=LOOKED_AT)
    shared = ((len(_shared(one.title, story.title)), one.story_id) for one in recent)
    best = sorted((pair for pair in shared if pair[0] >= SHARED_WORDS), key=lambda p: -p[0])
    return [story_id for _, story_id in best]


def _others(unit: Unit, story: Story, found: Iterable[int]) -> tuple[OtherStory, ...]:
    wanted = [key for key in dict.fromkeys(found) if key != story.story_id][:SHOWN]
    stories = [unit.stories.get(key) for key in wanted]
    leads = {a.article_id: a for a in unit.articles.many([one.lead_id for one in stories])}
    return tuple(
        OtherStory(
            story=one,
            find=unit.finds.of_story(one.story_id),
            leads=leads[one.lead_id],
            shared=_shared(one.title, story.title),
        )
        for one in stories
    )


def _shared(one: str, other: str) -> tuple[str, ...]:
    mine, theirs = ({w for w in words(fold(text)) if len(w) > 3} for text in (one, other))
    return tuple(sorted(mine & theirs))


def _to_take_back(events: Sequence[AuditEvent]) -> tuple[Merged, ...]:
    """The merges that were not taken back since; events come latest first."""
    last: dict[str, AuditEvent] = {}
    for event in events:
        if event.action in ("merged", "unmerged"):
            last.setdefault(event.after, event)
    return tuple(
        Merged(event=event, other=int(after.removeprefix("story ")))
        for after, event in last.items()
        if event.action == "merged" and event.before
    )
