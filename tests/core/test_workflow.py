import pytest

from core.errors import MoveRefused
from core.workflow import MOVES, FindState, Move, move_find


@pytest.mark.parametrize(("state", "move"), [(s, m) for s in FindState for m in Move])
def test_move_find_every_pair_is_in_the_table_or_refused(state: FindState, move: Move) -> None:
    if (state, move) in MOVES:
        assert move_find(1, state, move, reason="because") is MOVES[state, move]
    else:
        with pytest.raises(MoveRefused, match=r"it cannot"):
            move_find(1, state, move, reason="because")


def test_move_find_reject_without_reason_is_refused() -> None:
    with pytest.raises(MoveRefused, match="needs a reason"):
        move_find(1, FindState.DRAFTED, Move.REJECT, reason="  ")


def test_moves_every_state_but_drafted_has_a_way_back() -> None:
    for state in set(FindState) - {FindState.DRAFTED}:
        assert any(start is state for start, _ in MOVES), state
