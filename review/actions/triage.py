"""Moving finds: approve, hold, reject, restore, and taking the last move back."""

from collections import deque
from datetime import date, datetime

from core.errors import MoveRefused, Refused
from core.find import AuthorKind, CheckLevel, Find, Revision
from core.people import Role, User
from core.workflow import MOVES, FindState, Move, RejectReason
from review.actions.permissions import require
from storage.unit import Unit

# Printing is the business of editions; the other moves are made by hand.
BY_HAND = (Move.APPROVE, Move.HOLD, Move.REJECT, Move.RESTORE)


def move_by_hand(
    unit: Unit,
    user: User,
    move: Move,
    find_id: int,
    *,
    seen: int,
    reason: str,
    now: datetime,
    due_on: date | None = None,
) -> Find:
    """The find after the move; `due_on` is until when it is held.

    Raises `StaleRevision` when it was saved since it was seen, `MoveRefused` when it cannot make
    that move, `Refused` when it is to be approved while a check blocks it.
    """
    require(user, Role.EDITOR, "move finds")
    if move not in BY_HAND:
        raise Refused(f"“{move}” is not done by hand.", ["Editions do it when they leave."])
    if move is Move.REJECT and reason not in set(RejectReason):
        raise Refused("A rejection needs one of the reasons.", ["Choose one of them."])
    if move is Move.APPROVE:
        _refuse_blocked(unit.finds.get(find_id))
    return unit.finds.move(
        find_id, move, seen=seen, reason=reason, due_on=due_on, actor=user.name, now=now
    )


def why_blocked(revision: Revision) -> str:
    """Why this revision may not be approved, as sentences; empty when it may."""
    reasons = [check.reason for check in revision.checks if check.level is CheckLevel.BLOCK]
    untouched = revision.verbatim or revision.author.kind is AuthorKind.EXTRACT
    if untouched and not reasons:
        reasons = ["It is an extract in the source's own words: rewrite it first."]
    return " ".join(dict.fromkeys(reasons))


def recall(unit: Unit, user: User, find_id: int, *, reason: str, now: datetime) -> Find:
    """A published find back among the approved, with the reason for taking it back."""
    require(user, Role.EDITOR, "move finds")
    return unit.finds.move(find_id, Move.RECALL, reason=reason, actor=user.name, now=now)


def undo(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    to: FindState,
    back_from: FindState,
    now: datetime,
    due_on: date | None = None,
) -> Find:
    """The find in the state it had before the last move, by the moves that lead back there;
    `due_on` is until when it was held then.

    Raises `Refused` when it has moved on since, or no way leads back, and `StaleRevision` when it
    was saved since: an undo may approve, and nobody approves a text they have not seen.
    """
    require(user, Role.EDITOR, "move finds")
    find = unit.finds.get(find_id)
    if find.state is not back_from:
        what = f"Find {find_id} has moved on: it is {find.state} now."
        raise Refused(what, ["Open it to move it again."])
    way = way_back(find_id, find.state, to)
    if Move.APPROVE in way:
        _refuse_blocked(find)
    for move in way:
        reason = RejectReason.OTHER if move is Move.REJECT else ""
        find = unit.finds.move(
            find_id, move, seen=seen, reason=reason, due_on=due_on, actor=user.name, now=now
        )
    return find


def way_back(find_id: int, here: FindState, there: FindState) -> tuple[Move, ...]:
    """The fewest moves by hand from one state to another. Raises `MoveRefused`."""
    ways: deque[tuple[FindState, tuple[Move, ...]]] = deque([(here, ())])
    seen = {here}
    while ways:
        state, way = ways.popleft()
        if state is there:
            return way
        for (start, move), after in MOVES.items():
            if start is state and move in BY_HAND and after not in seen:
                seen.add(after)
                ways.append((after, (*way, move)))
    raise MoveRefused(find_id, here, f"go back to {there}", "No move by hand leads there.")


def _refuse_blocked(find: Find) -> None:
    why = why_blocked(find.revision)
    if why:
        raise Refused(f"Find {find.find_id} cannot be approved yet.", [why])
