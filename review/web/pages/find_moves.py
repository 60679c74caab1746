"""What is done to a find from its page or the queue: one form each, answered with 303."""

from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Response

from core.people import Role
from core.place import Region
from core.workflow import FindState, Move
from review.actions import asking, editing, editions, triage
from review.actions.holding import hold_options, why_held
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.forms import OptionalDay
from review.web.pages.find import LIMIT, in_print_order
from review.web.rendering import see_other
from review.web.security import safe_next
from review.web.toasts import NextFind, Toast, Undo
from review.web.wording import MOVED, REGIONS, STATES
from storage.read_models import QueueFilter
from storage.unit import Unit

router = APIRouter(prefix="/finds/{find_id}")

Text = Annotated[str, Form(max_length=2000)]
Number = Annotated[int, Form()]
StateName = Annotated[FindState, Form()]


@router.post("/approve")
@needs(Role.EDITOR)
def approve(desk: TheDesk, user: TheUser, find_id: int, seen: Number, back: Text = "") -> Response:
    return _move(desk, user, Move.APPROVE, find_id, seen=seen, back=back)


@router.post("/hold")
@needs(Role.EDITOR)
def hold(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Number,
    back: Text = "",
    until: OptionalDay = None,
) -> Response:
    return _move(desk, user, Move.HOLD, find_id, seen=seen, back=back, due_on=until)


@router.post("/reject")
@needs(Role.EDITOR)
def reject(
    desk: TheDesk, user: TheUser, find_id: int, seen: Number, reason: Text = "", back: Text = ""
) -> Response:
    return _move(desk, user, Move.REJECT, find_id, seen=seen, reason=reason, back=back)


@router.post("/restore")
@needs(Role.EDITOR)
def restore(desk: TheDesk, user: TheUser, find_id: int, seen: Number, back: Text = "") -> Response:
    return _move(desk, user, Move.RESTORE, find_id, seen=seen, back=back)


@router.post("/recall")
@needs(Role.EDITOR)
def recall(desk: TheDesk, user: TheUser, find_id: int, reason: Text) -> Response:
    with desk.database.unit() as unit:
        triage.recall(
            unit, user, find_id, reason=editing.needed_reason(reason), now=desk.clock.now()
        )
    return see_other(f"/finds/{find_id}", Toast(text="Recalled: it is approved again."))


@router.post("/undo")
@needs(Role.EDITOR)
def undo(
    desk: TheDesk, user: TheUser, find_id: int, seen: Number, to: StateName,
    back_from: StateName, back: Text = "", due_on: OptionalDay = None,
) -> Response:  # fmt: skip
    with desk.database.unit() as unit:
        find = triage.undo(
            unit, user, find_id, seen=seen, to=to, back_from=back_from, due_on=due_on,
            now=desk.clock.now(),
        )  # fmt: skip
    text = f"Undone. “{find.revision.headline}” is {STATES[find.state].lower()} again."
    return see_other(safe_next(back), Toast(text=text))


@router.post("/accept")
@needs(Role.EDITOR)
def accept(
    desk: TheDesk, user: TheUser, find_id: int, seen: Number, sentence: Number, reason: Text
) -> Response:
    with desk.database.unit() as unit:
        editing.accept_sentence(
            unit,
            user,
            find_id,
            seen=seen,
            sentence=sentence,
            reason=reason,
            style=desk.beat.style,
            now=desk.clock.now(),
        )
    return see_other(f"/finds/{find_id}", Toast(text=f"Sentence {sentence + 1} may stand."))


@router.post("/region")
@needs(Role.EDITOR)
def region(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    region: Annotated[Region, Form()],
    reason: Text,
    back: Text = "",
) -> Response:
    with desk.database.unit() as unit:
        editing.set_region(unit, user, find_id, region=region, reason=reason, now=desk.clock.now())
    there = safe_next(back, f"/finds/{find_id}")
    return see_other(there, Toast(text=f"Moved to {REGIONS[region]}."))


@router.post("/date")
@needs(Role.EDITOR)
def printed_date(
    desk: TheDesk, user: TheUser, find_id: int, day: Annotated[date, Form()], reason: Text
) -> Response:
    with desk.database.unit() as unit:
        editing.set_date(unit, user, find_id, day=day, reason=reason, now=desk.clock.now())
    return see_other(f"/finds/{find_id}", Toast(text="The date is changed."))


@router.post("/redraft")
@needs(Role.EDITOR)
def redraft(
    desk: TheDesk, user: TheUser, find_id: int, instruction: Text = "", back: Text = ""
) -> Response:
    with desk.database.unit() as unit:
        asking.ask_for_draft(unit, user, find_id, instruction=instruction, now=desk.clock.now())
    text = "Asked for another draft. It comes with the next run; see Runs."
    return see_other(safe_next(back, f"/finds/{find_id}"), Toast(text=text))


@router.post("/place")
@needs(Role.EDITOR)
def place(desk: TheDesk, user: TheUser, find_id: int, edition_id: Number) -> Response:
    with desk.database.unit() as unit:
        edition = editions.place_find(unit, user, edition_id, find_id, desk.clock.now())
    return see_other(f"/finds/{find_id}", Toast(text=f"Placed into {edition.number}."))


def _move(
    desk: Desk,
    user: TheUser,
    move: Move,
    find_id: int,
    *,
    seen: int,
    back: str,
    reason: str = "",
    due_on: date | None = None,
) -> Response:
    there = safe_next(back, f"/finds/{find_id}")
    with desk.database.unit() as unit:
        found = unit.finds.get(find_id)
        before, was_due = found.state, found.due_on
        if due_on is not None:
            today = desk.clock.now().date()
            options = hold_options(desk.newsletter, unit.editions.dates(), today)
            reason = why_held(due_on, options, today)
        on_its_page = urlsplit(there).path == f"/finds/{find_id}"
        next_find = _next_after(unit, find_id, before) if on_its_page else None
        find = triage.move_by_hand(
            unit, user, move, find_id, seen=seen, reason=reason, due_on=due_on,
            now=desk.clock.now(),
        )  # fmt: skip
    why = f" ({reason})" if reason else ""
    toast = Toast(
        text=f"{MOVED[move]}{why}: {find.revision.headline}",
        undo=Undo(
            find_id=find_id,
            seen=seen,
            to=before,
            back_from=find.state,
            due_on=was_due.isoformat() if was_due else "",
        ),
        next_find=next_find,
    )
    return see_other(there, toast)


def _next_after(unit: Unit, find_id: int, state: FindState) -> NextFind | None:
    rows = in_print_order(unit.desk.queue(QueueFilter(states=(state,)), limit=LIMIT))
    ids = [row.find_id for row in rows]
    here = ids.index(find_id) if find_id in ids else -1
    if not 0 <= here < len(rows) - 1:
        return None
    return NextFind(find_id=rows[here + 1].find_id, headline=rows[here + 1].headline[:80])
