"""Editing a find's text, and what happens when someone else saved in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from config.beat import HouseStyle
from core.errors import Refused, StaleRevision
from core.find import Find, Revision
from core.people import Role, User
from core.text import clean_text, count_words
from core.writing import Presence, WorkingCopy
from review.actions.editing import CHANGEABLE, save_text
from review.actions.three_way import Choice, Row, compose, three_way
from review.actions.working import OPENED, be_there, keep_copy, others_there
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.differences import Change, word_changes
from review.web.marks import Note, number_notes
from review.web.pages.find import SourceText, source_texts
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import STATES, count
from storage.read_models import FindPage
from storage.unit import Unit

router = APIRouter(prefix="/finds/{find_id}/edit")

Headline = Annotated[str, Form(max_length=400)]
Text = Annotated[str, Form(max_length=20_000)]
NoteText = Annotated[str, Form(max_length=400)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of a text that two people changed, and from their words to yours."""

    number: int
    row: Row
    changes: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Someone saved in between: `began` is the revision the text in the field began with."""

    began: Revision
    places: tuple[Place, ...]
    clashes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditView:
    """`seen` is the revision that a save of the field counts as having seen."""

    find: Find
    seen: int
    headline: str
    text: str
    note: str
    words: int
    style: HouseStyle
    notes: tuple[Note, ...]
    kept: WorkingCopy | None
    there: tuple[Presence, ...]
    sources: tuple[SourceText, ...]
    at: int
    conflict: Conflict | None
    may_edit: bool = True
    editing: bool = True


@router.get("")
@needs(Role.EDITOR)
def edit_page(request: Request, desk: TheDesk, user: TheUser, find_id: int) -> Response:
    now = desk.clock.now()
    with desk.database.unit() as unit:
        page = unit.desk.find_page(find_id)
        _refuse_finished(page.find)
        be_there(unit, user, find_id, editing=True, now=now, stays=OPENED)
        view = _load(unit, desk, user, page, unit.working_copies.get(find_id, user.user_id))
    return show(request, "find_edit.html", view)


@router.post("")
@needs(Role.EDITOR)
def save(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Annotated[int, Form()],
    headline: Headline,
    text: Text,
    note: NoteText = "",
) -> Response:
    typed = _Typed(seen=seen, headline=headline, text=text, note=note)
    return _save(request, desk, user, find_id, typed, against=seen)


async def chosen_places(request: Request) -> dict[int, Choice]:
    """What the form chose for each place: fields `place-0`, `place-1`, …"""
    form = await request.form()
    return {
        int(name.removeprefix("place-")): Choice(value)
        for name, value in form.items()
        if name.removeprefix("place-").isdecimal() and value in set(Choice)
    }


@router.post("/choose")
@needs(Role.EDITOR)
def choose(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    began: Annotated[int, Form()],
    seen: Annotated[int, Form()],
    headline: Headline,
    text: Text,
    chosen: Annotated[Mapping[int, Choice], Depends(chosen_places)],
    note: NoteText = "",
) -> Response:
    """The text put together from what two people saved, place by place."""
    with desk.database.read() as unit:
        revisions = {revision.number: revision for revision in unit.finds.revisions(find_id)}
    if began not in revisions or seen not in revisions:
        raise Refused("This form names a revision that is not there.", ["Open the find again."])
    rows = three_way(revisions[began].text, revisions[seen].text, clean_text(text))
    typed = _Typed(seen=began, headline=headline, text=compose(rows, chosen), note=note)
    return _save(request, desk, user, find_id, typed, against=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What stands in the form; `seen` is the revision it began with."""

    seen: int
    headline: str
    text: str
    note: str


def _save(
    request: Request, desk: Desk, user: User, find_id: int, typed: _Typed, *, against: int
) -> Response:
    try:
        with desk.database.unit() as unit:
            find = save_text(
                unit,
                user,
                find_id,
                seen=against,
                headline=typed.headline,
                text=typed.text,
                note=typed.note,
                style=desk.beat.style,
                now=desk.clock.now(),
            )
            be_there(unit, user, find_id, editing=False, now=desk.clock.now())
    except StaleRevision:
        return _conflict_page(request, desk, user, find_id, typed)
    return see_other(f"/finds/{find_id}", Toast(text=_saved(find)))


def _saved(find: Find) -> str:
    notes = len(number_notes(find.revision.checks))
    marks = f" with {count(notes, 'note')} in the margin" if notes else ", nothing in the margin"
    return f"Saved as revision {find.revision.number}{marks}."


def _conflict_page(
    request: Request, desk: Desk, user: User, find_id: int, typed: _Typed
) -> Response:
    """Both texts; what was typed is kept as a working copy too, should the window be closed."""
    with desk.database.unit() as unit:
        copy = keep_copy(
            unit,
            user,
            find_id,
            seen=typed.seen,
            headline=typed.headline,
            text=typed.text,
            note=typed.note,
            now=desk.clock.now(),
        )
        page = unit.desk.find_page(find_id)
        view = _load(unit, desk, user, page, copy, typed=typed)
    return show(request, "find_edit.html", view, status=409)


def _load(
    unit: Unit,
    desk: Desk,
    user: User,
    page: FindPage,
    copy: WorkingCopy | None,
    *,
    typed: _Typed | None = None,
) -> EditView:
    """The page with what was typed, else the working copy, else the text as saved."""
    revision = page.find.revision
    given = typed or copy or _Typed(
        seen=revision.number, headline=revision.headline, text=revision.text, note=""
    )  # fmt: skip
    conflict = _conflict(page, given.seen, given.text) if given.seen != revision.number else None
    return EditView(
        find=page.find,
        seen=revision.number if conflict else given.seen,
        headline=given.headline,
        text=given.text,
        note=given.note,
        words=count_words(given.text),
        style=desk.beat.style,
        notes=number_notes(revision.checks),
        kept=copy,
        there=others_there(unit, user, page.find.find_id, desk.clock.now()),
        sources=source_texts(page),
        at=-1,
        conflict=conflict,
    )


def _conflict(page: FindPage, seen: int, text: str) -> Conflict | None:
    """None when the revision that was begun with is unknown: then the field alone is shown."""
    began = next((one for one in page.revisions if one.number == seen), None)
    if began is None:
        return None
    rows = three_way(began.text, page.find.revision.text, clean_text(text))
    places = (
        Place(number=number, row=row, changes=_from_theirs(row)) for number, row in enumerate(rows)
    )
    return Conflict(began=began, places=tuple(places), clashes=sum(row.clashes for row in rows))


def _from_theirs(row: Row) -> list[Change]:
    theirs, yours = (one.text if one else "" for one in (row.theirs, row.yours))
    return word_changes(theirs, yours)


def _refuse_finished(find: Find) -> None:
    if find.state not in CHANGEABLE:
        what = f"This find is {STATES[find.state].lower()}: it cannot be edited."
        raise Refused(what, ["Bring it back first."])
