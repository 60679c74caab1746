"""The states of a find and the moves between them. No other place knows them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import MoveRefused


class FindState(StrEnum):
    DRAFTED = "drafted"
    APPROVED = "approved"
    HELD = "held"
    REJECTED = "rejected"
    PUBLISHED = "published"


class Move(StrEnum):
    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"
    RESTORE = "restore"
    PUBLISH = "publish"
    RECALL = "recall"


class RejectReason(StrEnum):
    OFF_BEAT = "off the beat"
    DUPLICATE = "duplicate"
    COVERED = "covered before"
    UNRELIABLE = "unreliable source"
    OLD = "old news"
    ADVERTISEMENT = "advertisement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFind:
    """One find of several that moved together; `seen` is the revision that was moved, `due_on`
    until when it was held before, `placed_in` the edition that it was put into instead."""

    find_id: int
    seen: int
    before: FindState
    after: FindState
    due_on: date | None = None
    placed_in: int | None = None


MOVES: dict[tuple[FindState, Move], FindState] = {
    (FindState.DRAFTED, Move.APPROVE): FindState.APPROVED,
    (FindState.DRAFTED, Move.HOLD): FindState.HELD,
    (FindState.DRAFTED, Move.REJECT): FindState.REJECTED,
    (FindState.HELD, Move.APPROVE): FindState.APPROVED,
    (FindState.HELD, Move.REJECT): FindState.REJECTED,
    (FindState.HELD, Move.RESTORE): FindState.DRAFTED,
    (FindState.REJECTED, Move.RESTORE): FindState.DRAFTED,
    (FindState.APPROVED, Move.HOLD): FindState.HELD,
    (FindState.APPROVED, Move.REJECT): FindState.REJECTED,
    (FindState.APPROVED, Move.RESTORE): FindState.DRAFTED,
    (FindState.APPROVED, Move.PUBLISH): FindState.PUBLISHED,
    (FindState.PUBLISHED, Move.RECALL): FindState.APPROVED,
}

NEEDS_REASON = frozenset({Move.REJECT, Move.RECALL})


def moves_from(state: FindState) -> tuple[Move, ...]:
    return tuple(move for (start, move) in MOVES if start is state)


def move_find(find_id: int, state: FindState, move: Move, *, reason: str = "") -> FindState:
    """The state after the move. Raises `MoveRefused` when it cannot be made."""
    after = MOVES.get((state, move))
    if after is None:
        possible = ", ".join(moves_from(state)) or "nothing"
        raise MoveRefused(find_id, state, move, f"From there it can {possible}.")
    if move in NEEDS_REASON and not reason.strip():
        raise MoveRefused(find_id, state, move, "This move needs a reason.")
    return after
