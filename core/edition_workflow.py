"""The states of an edition and the moves between them. No other place knows them.

    open ── export ──> exported ── correct ──> correcting ── export ──> exported

What is exported is frozen: whoever wants to change it begins a correction and says why, and the
next export is another revision that carries this note.
"""

from enum import StrEnum

from core.edition import EditionState
from core.errors import Refused


class EditionMove(StrEnum):
    EXPORT = "export"
    CORRECT = "correct"


EDITION_MOVES: dict[tuple[EditionState, EditionMove], EditionState] = {
    (EditionState.OPEN, EditionMove.EXPORT): EditionState.EXPORTED,
    (EditionState.EXPORTED, EditionMove.CORRECT): EditionState.CORRECTING,
    (EditionState.CORRECTING, EditionMove.EXPORT): EditionState.EXPORTED,
}

FROZEN = frozenset({EditionState.EXPORTED})
NEEDS_NOTE = frozenset({EditionMove.CORRECT})


def move_edition(
    number: str, state: EditionState, move: EditionMove, *, note: str = ""
) -> EditionState:
    """The state after the move. Raises `Refused` when it cannot be made."""
    after = EDITION_MOVES.get((state, move))
    if after is None:
        what = f"{number} is {state}: this is no time to {move} it."
        raise Refused(what, ["Look again: someone else may have been faster."])
    if move in NEEDS_NOTE and not note.strip():
        raise Refused(f"{number} went out as it is.", ["A correction needs a note that says why."])
    return after


def refuse_frozen(number: str, state: EditionState) -> None:
    """Raises `Refused` while the edition may not change."""
    if state in FROZEN:
        what = f"{number} is exported: what stands in it is frozen."
        raise Refused(what, ["Begin a correction on the edition's page, and say why."])
