"""The keys of the desk: one list gives the sheet, `aria-keyshortcuts`, and the handlers."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    EVERYWHERE = "Everywhere"
    QUEUE = "In the queue"
    FIND = "On a find's page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """`does` names what happens: a built-in of `keys.js`, or the element that carries
    `data-does` with that name, which is then clicked. `keys` are as `KeyboardEvent.key` has
    them; two in a row ("g q") are typed one after the other."""

    keys: tuple[str, ...]
    does: str
    label: str
    scope: Scope

    @property
    def aria(self) -> str:
        """The value of `aria-keyshortcuts`; it knows no sequences."""
        return " ".join(key for key in self.keys if " " not in key)


KEYS: tuple[Key, ...] = (
    Key(keys=("j", "ArrowDown"), does="next", label="Next find", scope=Scope.QUEUE),
    Key(keys=("k", "ArrowUp"), does="previous", label="Previous find", scope=Scope.QUEUE),
    Key(keys=("o",), does="open", label="Open the find (or Enter)", scope=Scope.QUEUE),
    Key(keys=("a",), does="approve", label="Approve", scope=Scope.QUEUE),
    Key(keys=("x",), does="reject", label="Reject: then 1 to 7 for the reason", scope=Scope.QUEUE),
    Key(keys=("h",), does="hold", label="Hold", scope=Scope.QUEUE),
    Key(keys=("r",), does="restore", label="Back to the drafts", scope=Scope.QUEUE),
    Key(keys=("e",), does="edit", label="Edit the text", scope=Scope.QUEUE),
    Key(keys=("z",), does="undo", label="Undo the last move", scope=Scope.QUEUE),
    Key(keys=("j",), does="next-find", label="Next find in the queue", scope=Scope.FIND),
    Key(keys=("k",), does="previous-find", label="Previous find in the queue", scope=Scope.FIND),
    Key(keys=("n",), does="next-sentence", label="Next sentence", scope=Scope.FIND),
    Key(keys=("p",), does="previous-sentence", label="Previous sentence", scope=Scope.FIND),
    Key(keys=("]",), does="next-flag", label="Next flagged bit", scope=Scope.FIND),
    Key(keys=("[",), does="previous-flag", label="Previous flagged bit", scope=Scope.FIND),
    Key(keys=("a",), does="approve", label="Approve the revision shown", scope=Scope.FIND),
    Key(keys=("x",), does="reject", label="Reject: then 1 to 7 for the reason", scope=Scope.FIND),
    Key(keys=("h",), does="hold", label="Hold", scope=Scope.FIND),
    Key(keys=("r",), does="restore", label="Back to the drafts", scope=Scope.FIND),
    Key(keys=("e",), does="edit", label="Edit the text", scope=Scope.FIND),
    Key(keys=("z",), does="undo", label="Undo the last move", scope=Scope.FIND),
    Key(keys=("u",), does="back", label="Back to the queue", scope=Scope.FIND),
    Key(keys=("/",), does="search", label="Search", scope=Scope.EVERYWHERE),
    Key(keys=("?",), does="sheet", label="This sheet of keys", scope=Scope.EVERYWHERE),
    Key(keys=("g q",), does="go-queue", label="Go to the queue", scope=Scope.EVERYWHERE),
    Key(keys=("g e",), does="go-editions", label="Go to the editions", scope=Scope.EVERYWHERE),
    Key(keys=("g s",), does="go-sources", label="Go to the sources", scope=Scope.EVERYWHERE),
    Key(keys=("g r",), does="go-runs", label="Go to the runs", scope=Scope.EVERYWHERE),
)


def shortcut(does: str) -> str:
    """What `aria-keyshortcuts` says on the element that does this."""
    return next((key.aria for key in KEYS if key.does == does), "")
