"""Small things while one writes: keeping what is typed, mending one sentence, being there."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from config.beat import HouseStyle
from core.find import Find
from core.people import Role
from core.text import clean_text, count_words
from core.writing import Presence, WorkingCopy
from review.actions.editing import articles_of, checks_of, mend_sentence
from review.actions.working import be_there, drop_copy, keep_copy, others_there
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.marks import Note, number_notes
from review.web.pages.find_edit import Headline, NoteText, Text
from review.web.rendering import see_other, show
from review.web.toasts import Toast

router = APIRouter(prefix="/finds/{find_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksView:
    """What the rules say of a text that is being written, and that it is kept."""

    words: int
    style: HouseStyle
    notes: tuple[Note, ...]
    kept: WorkingCopy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceView:
    """Who else has the find open."""

    find: Find
    there: tuple[Presence, ...]
    editing: bool
    may_edit: bool = True
    asked_again: bool = True


@router.post("/edit/copy")
@needs(Role.EDITOR)
def keep(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Annotated[int, Form()],
    headline: Headline = "",
    text: Text = "",
    note: NoteText = "",
    began: Annotated[int, Form()] = 0,
) -> Response:
    """Keeps what is typed; a script gets the marks of the house's rules on it in return.

    While two versions stand side by side `began` is the revision the text began with: what is
    kept then must not look as if the other's text had been seen.
    """
    now = desk.clock.now()
    with desk.database.unit() as unit:
        kept = keep_copy(
            unit,
            user,
            find_id,
            seen=began or seen,
            headline=headline,
            text=text,
            note=note,
            now=now,
        )
        be_there(unit, user, find_id, editing=True, now=now)
        find = unit.finds.get(find_id)
        articles, past = articles_of(unit, find), unit.coverage.of_story(find.story_id)
    if request.headers.get("hx-request") != "true":
        said = "Kept for you, not saved yet." if kept else "This is the saved text."
        return see_other(f"/finds/{find_id}/edit", Toast(text=said))
    style = desk.beat.style
    checks = checks_of(clean_text(text), find, articles, style, past)
    view = MarksView(words=count_words(text), style=style, notes=number_notes(checks), kept=kept)
    return show(request, "find_marks.html", view)


@router.post("/edit/drop")
@needs(Role.EDITOR)
def drop(desk: TheDesk, user: TheUser, find_id: int) -> Response:
    with desk.database.unit() as unit:
        drop_copy(unit, user, find_id)
    return see_other(f"/finds/{find_id}/edit", Toast(text="Back to the text as it is saved."))


@router.post("/mend")
@needs(Role.EDITOR)
def mend(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Annotated[int, Form()],
    sentence: Annotated[int, Form()],
    text: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    with desk.database.unit() as unit:
        mend_sentence(
            unit,
            user,
            find_id,
            seen=seen,
            sentence=sentence,
            text=text,
            style=desk.beat.style,
            now=desk.clock.now(),
        )
    return see_other(f"/finds/{find_id}?at={sentence}", Toast(text="The sentence is mended."))


@router.post("/presence")
@needs(Role.EDITOR)
def presence(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    editing: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Says that one is still there, and gets who else is."""
    now, is_editing = desk.clock.now(), editing == "yes"
    with desk.database.unit() as unit:
        be_there(unit, user, find_id, editing=is_editing, now=now)
        find = unit.finds.get(find_id)
        there = others_there(unit, user, find_id, now)
    view = PresenceView(find=find, there=there, editing=is_editing)
    return show(request, "find_presence.html", view)
