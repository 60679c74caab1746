"""Editing a find's text, and what happens when someone else saved in between."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from config.beat import HouseStyle
from core.errors import Refused, StaleRevision
from core.find import Find
from core.people import Role
from core.text import clean_text, count_words
from review.actions.editing import CHANGEABLE, save_text
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.differences import Change, word_changes
from review.web.marks import Note, number_notes
from review.web.pages.find import SourceText, source_texts
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import STATES, count

router = APIRouter(prefix="/finds/{find_id}/edit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Someone saved in between: what changes when the text in the field replaces theirs."""

    seen: int
    changes: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditView:
    find: Find
    headline: str
    text: str
    note: str
    words: int
    style: HouseStyle
    notes: tuple[Note, ...]
    sources: tuple[SourceText, ...]
    at: int
    conflict: Conflict | None


@router.get("")
@needs(Role.EDITOR)
def edit_page(request: Request, desk: TheDesk, find_id: int) -> Response:
    view = _load(desk, find_id)
    if view.find.state not in CHANGEABLE:
        what = f"This find is {STATES[view.find.state].lower()}: it cannot be edited."
        raise Refused(what, ["Bring it back first."])
    return show(request, "find_edit.html", view)


@router.post("")
@needs(Role.EDITOR)
def save(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Annotated[int, Form()],
    headline: Annotated[str, Form(max_length=400)],
    text: Annotated[str, Form(max_length=20_000)],
    note: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    try:
        with desk.database.unit() as unit:
            find = save_text(
                unit,
                user,
                find_id,
                seen=seen,
                headline=headline,
                text=text,
                note=note,
                style=desk.beat.style,
                now=desk.clock.now(),
            )
    except StaleRevision:
        view = _load(desk, find_id, headline=headline, text=text, note=note, seen=seen)
        return show(request, "find_edit.html", view, status=409)
    return see_other(f"/finds/{find_id}", Toast(text=_saved(find)))


def _saved(find: Find) -> str:
    notes = len(number_notes(find.revision.checks))
    marks = f" with {count(notes, 'note')} in the margin" if notes else ", nothing in the margin"
    return f"Saved as revision {find.revision.number}{marks}."


def _load(
    desk: Desk, find_id: int, *, headline: str = "", text: str = "", note: str = "", seen: int = 0
) -> EditView:
    """The page as it stands; with `seen`, the page of a conflict that keeps what was typed."""
    with desk.database.read() as unit:
        page = unit.desk.find_page(find_id)
    revision = page.find.revision
    shown = text if seen else revision.text
    return EditView(
        find=page.find,
        headline=headline if seen else revision.headline,
        text=shown,
        note=note,
        words=count_words(shown),
        style=desk.beat.style,
        notes=number_notes(revision.checks),
        sources=source_texts(page),
        at=-1,
        conflict=_conflict(revision.headline, revision.text, headline, text, seen),
    )


def _conflict(
    saved_headline: str, saved: str, headline: str, text: str, seen: int
) -> Conflict | None:
    if not seen:
        return None
    theirs, yours = f"{saved_headline}\n\n{saved}", f"{headline}\n\n{clean_text(text)}"
    return Conflict(seen=seen, changes=word_changes(theirs, yours))
