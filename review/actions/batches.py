"""Several finds at once: moved or placed together, and taken back together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from core.errors import NotFound, Refused
from core.find import Find
from core.people import Role, User
from core.workflow import Move, MovedFind
from review.actions import editions, triage
from review.actions.permissions import require
from storage.unit import Unit

MOST = 200
"""More than a page holds: so many never come from the desk's own form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A find that was ticked, at the revision that was shown."""

    find_id: int
    seen: int


Item = TypeVar("Item", Pick, MovedFind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A find that stayed as it was, and why."""

    find_id: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`batch_id` takes back what was done; None when nothing was."""

    batch_id: int | None
    done: tuple[int, ...]
    left: tuple[Left, ...]


def move_together(
    unit: Unit,
    user: User,
    move: Move,
    picks: Sequence[Pick],
    *,
    reason: str,
    now: datetime,
    due_on: date | None = None,
) -> Batch:
    """Every pick that can make the move makes it; the others stay, each with its reason."""

    def act(pick: Pick) -> MovedFind:
        before = unit.finds.get(pick.find_id)
        after = triage.move_by_hand(
            unit, user, move, pick.find_id, seen=pick.seen, reason=reason, due_on=due_on, now=now
        )
        return _moved(pick, before, after)

    return _each(unit, user, picks, act, now)


def place_together(
    unit: Unit, user: User, edition_id: int, picks: Sequence[Pick], now: datetime
) -> Batch:
    """Every approved pick that stands in no edition goes to the end of this one."""

    def act(pick: Pick) -> MovedFind:
        find = unit.finds.get(pick.find_id)
        if find.edition_id is not None:
            raise Refused(f"Find {pick.find_id} stands in an edition already.", [])
        editions.place_find(unit, user, edition_id, pick.find_id, now)
        return MovedFind(
            find_id=pick.find_id, seen=pick.seen, before=find.state, after=find.state,
            placed_in=edition_id,
        )  # fmt: skip

    return _each(unit, user, picks, act, now)


def undo_together(unit: Unit, user: User, batch_id: int, now: datetime) -> Batch:
    """Takes a batch back, once. Finds that have moved on since stay where they are."""
    require(user, Role.EDITOR, "move finds")
    moved = unit.batches.take(batch_id, now)
    if not moved:
        raise Refused("This was taken back before.", ["Nothing was changed."])
    done, left = _gather(moved, lambda one: _take_back(unit, user, one, now))
    return Batch(batch_id=None, done=tuple(one.find_id for one in done), left=left)


def _each(
    unit: Unit,
    user: User,
    picks: Sequence[Pick],
    act: Callable[[Pick], MovedFind],
    now: datetime,
) -> Batch:
    require(user, Role.EDITOR, "move finds")
    if not 0 < len(picks) <= MOST:
        raise Refused("No find is ticked." if not picks else "These are too many at once.", [])
    done, left = _gather(picks, act)
    batch_id = unit.batches.add(done, user.name, now) if done else None
    return Batch(batch_id=batch_id, done=tuple(one.find_id for one in done), left=left)


def _gather(
    items: Sequence[Item], act: Callable[[Item], MovedFind]
) -> tuple[tuple[MovedFind, ...], tuple[Left, ...]]:
    done: list[MovedFind] = []
    left: list[Left] = []
    for item in items:
        # Each of these is raised before anything of this find is written.
        try:
            done.append(act(item))
        except (Refused, NotFound) as refused:
            left.append(Left(find_id=item.find_id, why=str(refused)))
    return tuple(done), tuple(left)


def _take_back(unit: Unit, user: User, moved: MovedFind, now: datetime) -> MovedFind:
    if moved.placed_in is not None:
        editions.take_out(unit, user, moved.placed_in, moved.find_id, now)
        return moved
    triage.undo(
        unit, user, moved.find_id, seen=moved.seen, to=moved.before, back_from=moved.after,
        due_on=moved.due_on, now=now,
    )  # fmt: skip
    return moved


def _moved(pick: Pick, before: Find, after: Find) -> MovedFind:
    return MovedFind(
        find_id=pick.find_id,
        seen=pick.seen,
        before=before.state,
        after=after.state,
        due_on=before.due_on,
    )
