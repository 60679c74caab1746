"""Several finds of the queue at once: one form with their ticks, one undo for all of them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response

from core.errors import Refused
from core.people import Role
from core.workflow import Move
from review.actions import batches
from review.actions.batches import Batch, Pick
from review.actions.holding import hold_options, why_held
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import see_other
from review.web.security import safe_next
from review.web.toasts import Toast
from review.web.wording import MOVED, count
from storage.unit import Unit

router = APIRouter(prefix="/queue")

Picks = Annotated[Sequence[str], Form(max_length=batches.MOST)]
Text = Annotated[str, Form(max_length=2048)]

PLACE = "place"


@router.post("/move")
@needs(Role.EDITOR)
def move(
    desk: TheDesk,
    user: TheUser,
    do: Text,
    pick: Picks = (),
    back: Text = "",
) -> Response:
    """`do` is a move, with what it needs behind a colon: `reject:duplicate`, `hold:2026-02-18`,
    `place:3`. One button of a form can say no more."""
    name, _, detail = do.partition(":")
    picks = read_picks(pick)
    with desk.database.unit() as unit:
        if name == PLACE:
            what, batch = _place(unit, desk, user, picks, detail)
        elif name in set(Move):
            what, batch = _move(unit, desk, user, Move(name), picks, detail)
        else:
            raise Refused("This cannot be done with several finds.", [])
    return see_other(safe_next(back), _toast(what, batch))


@router.post("/undo")
@needs(Role.EDITOR)
def undo(
    desk: TheDesk, user: TheUser, batch_id: Annotated[int, Form()], back: Text = ""
) -> Response:
    with desk.database.unit() as unit:
        batch = batches.undo_together(unit, user, batch_id, desk.clock.now())
    return see_other(safe_next(back), _toast("Undone", batch))


def read_picks(raw: Sequence[str]) -> tuple[Pick, ...]:
    """Ticks as the rows write them: the find and the revision shown, `42:3`."""
    picks = []
    for one in dict.fromkeys(raw):
        find_id, _, seen = one.partition(":")
        if not (find_id.isdecimal() and seen.isdecimal()):
            raise Refused("These ticks cannot be read.", ["Load the page again."])
        picks.append(Pick(find_id=int(find_id), seen=int(seen)))
    return tuple(picks)


def _place(
    unit: Unit, desk: Desk, user: TheUser, picks: Sequence[Pick], detail: str
) -> tuple[str, Batch]:
    if not detail.isdecimal():
        raise Refused("This names no edition.", ["Load the page again."])
    edition = unit.editions.get(int(detail))
    batch = batches.place_together(unit, user, edition.edition_id, picks, desk.clock.now())
    return f"Placed into {edition.number}", batch


def _move(
    unit: Unit, desk: Desk, user: TheUser, move: Move, picks: Sequence[Pick], detail: str
) -> tuple[str, Batch]:
    now, reason, due_on = desk.clock.now(), detail, None
    if move is Move.HOLD and detail:
        due_on = _day(detail)
        options = hold_options(desk.newsletter, unit.editions.dates(), now.date())
        reason = why_held(due_on, options, now.date())
    batch = batches.move_together(unit, user, move, picks, reason=reason, due_on=due_on, now=now)
    return MOVED.get(move, move) + (f" ({reason})" if reason else ""), batch


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Refused("This is no day.", ["Load the page again."]) from None


def _toast(what: str, batch: Batch) -> Toast:
    text = f"{what}: {count(len(batch.done), 'find')}." if batch.done else "Nothing was changed."
    if batch.left:
        stayed = count(len(batch.left), "stays", "stay")
        why = " ".join(dict.fromkeys(left.why for left in batch.left))
        text += f" {stayed} as before: {why}"
    return Toast(text=text, bad=not batch.done, batch_id=batch.batch_id)
