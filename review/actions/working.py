"""What a person has under their hands: an unsaved text, and being there at all."""

from datetime import datetime, timedelta

from core.errors import Refused
from core.people import Role, User
from core.text import strip_invisible
from core.writing import Presence, WorkingCopy
from review.actions.editing import CHANGEABLE, MAX_CHARACTERS
from review.actions.permissions import require
from storage.unit import Unit

STAYS = timedelta(seconds=75)
"""How long someone counts as there after their browser last said so."""

OPENED = timedelta(minutes=5)
"""The same for a page without script, which says so only once."""


def keep_copy(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    headline: str,
    text: str,
    note: str,
    now: datetime,
) -> WorkingCopy | None:
    """What was typed and not saved yet, for this person alone; None when it is, but for white
    space, the text as saved: then nothing needs to be kept."""
    require(user, Role.EDITOR, "edit finds")
    if len(text) > 2 * MAX_CHARACTERS:
        raise Refused("This text is too long to keep.", [f"At most {MAX_CHARACTERS:,} characters."])
    find = unit.finds.get(find_id)
    if find.state not in CHANGEABLE:
        raise Refused(f"Find {find_id} is {find.state}: it cannot be changed.", [])
    saved = find.revision
    if (headline.split(), text.split()) == (saved.headline.split(), saved.text.split()):
        unit.working_copies.drop(find_id, user.user_id)
        return None
    copy = WorkingCopy(
        find_id=find_id,
        user_id=user.user_id,
        seen=seen,
        headline=strip_invisible(headline)[:400],
        text=strip_invisible(text),
        note=strip_invisible(note)[:400],
        saved_at=now,
    )
    unit.working_copies.keep(copy)
    return copy


def drop_copy(unit: Unit, user: User, find_id: int) -> None:
    require(user, Role.EDITOR, "edit finds")
    unit.working_copies.drop(find_id, user.user_id)


def be_there(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    editing: bool,
    now: datetime,
    stays: timedelta = STAYS,
) -> None:
    """Shows the person at the find. Raises `NotFound` for a find that is not there."""
    require(user, Role.EDITOR, "work on finds")
    unit.finds.get(find_id)
    unit.presences.show(find_id, user.user_id, editing=editing, now=now, until=now + stays)


def others_there(unit: Unit, user: User, find_id: int, now: datetime) -> tuple[Presence, ...]:
    """Who else has the find open, those who edit it first."""
    there = unit.presences.there([find_id], now)
    others = [one for one in there if one.user_id != user.user_id]
    return tuple(sorted(others, key=lambda one: not one.editing))
