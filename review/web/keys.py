"""The keys of the desk: one list gives the sheet, `aria-keyshortcuts`, the palette and the
handlers. A person may give an action another key, or none: WCAG 2.1.4 asks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import Refused


class Scope(StrEnum):
    EVERYWHERE = "Everywhere"
    QUEUE = "In the queue"
    FIND = "On a find's page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """`does` names what happens: a built-in of `keys.js`, or the element that carries
    `data-does` with that name, which is then clicked. `keys` are as `KeyboardEvent.key` has
    them; two in a row ("g q") are typed one after the other; with `Control+` in front the key
    works in text fields too."""

    keys: tuple[str, ...]
    does: str
    label: str
    scopes: tuple[Scope, ...]

    @property
    def aria(self) -> str:
        """The value of `aria-keyshortcuts`; it knows no sequences."""
        return " ".join(key for key in self.keys if " " not in key)

    @property
    def may_change(self) -> bool:
        """Keys with a modifier, or without a character, disturb nobody: they stay."""
        return not self.keys or is_plain(self.keys[0])


QUEUE, FIND = (Scope.QUEUE,), (Scope.FIND,)
BOTH, EVERYWHERE = (Scope.QUEUE, Scope.FIND), (Scope.EVERYWHERE,)

KEYS: tuple[Key, ...] = (
    Key(keys=("j", "ArrowDown"), does="next", label="Next find", scopes=QUEUE),
    Key(keys=("k", "ArrowUp"), does="previous", label="Previous find", scopes=QUEUE),
    Key(keys=("o",), does="open", label="Open the find (or Enter)", scopes=QUEUE),
    Key(keys=("s",), does="select", label="Select the find, or not", scopes=QUEUE),
    Key(keys=("J",), does="select-next", label="Select it and go on", scopes=QUEUE),
    Key(keys=("K",), does="select-previous", label="Select it and go back", scopes=QUEUE),
    Key(keys=("*",), does="select-all", label="Select all, or none", scopes=QUEUE),
    Key(keys=("a",), does="approve", label="Approve", scopes=BOTH),
    Key(keys=("x",), does="reject", label="Reject: then 1 to 7 for the reason", scopes=BOTH),
    Key(keys=("h",), does="hold", label="Hold", scopes=BOTH),
    Key(keys=("H",), does="hold-until", label="Hold until an edition or a day", scopes=BOTH),
    Key(keys=("b",), does="restore", label="Back to the drafts", scopes=BOTH),
    Key(keys=("z",), does="undo", label="Undo the last move", scopes=BOTH),
    Key(keys=("e",), does="edit", label="Edit the text", scopes=BOTH),
    Key(keys=("i",), does="place", label="Place into an edition", scopes=BOTH),
    Key(keys=("r",), does="redraft", label="Ask for another draft", scopes=BOTH),
    Key(keys=("j",), does="next-find", label="Next find in the queue", scopes=FIND),
    Key(keys=("k",), does="previous-find", label="Previous find in the queue", scopes=FIND),
    Key(keys=("n",), does="next-sentence", label="Next sentence", scopes=FIND),
    Key(keys=("N",), does="previous-sentence", label="Previous sentence", scopes=FIND),
    Key(keys=("]",), does="next-flag", label="Next flagged or unproved bit", scopes=FIND),
    Key(keys=("[",), does="previous-flag", label="Previous flagged or unproved bit", scopes=FIND),
    Key(keys=("u",), does="region-us", label="It happens in the US", scopes=BOTH),
    Key(keys=("g",), does="region-global", label="It happens elsewhere: Global", scopes=BOTH),
    Key(keys=("d",), does="date", label="Print another date", scopes=FIND),
    Key(keys=("t",), does="read", label="Full texts of the articles", scopes=FIND),
    Key(keys=("v",), does="original", label="Original page of the passage", scopes=FIND),
    Key(keys=("m",), does="regroup", label="Merge, split, lead of the story", scopes=FIND),
    Key(keys=("Escape",), does="back", label="Back to the queue", scopes=FIND),
    Key(keys=("p",), does="preview", label="Preview the edition", scopes=EVERYWHERE),
    Key(keys=("/",), does="search", label="Search", scopes=EVERYWHERE),
    Key(keys=("?",), does="sheet", label="This sheet of keys", scopes=EVERYWHERE),
    Key(keys=("Control+k",), does="palette", label="Go to, or do, anything", scopes=EVERYWHERE),
    Key(keys=("g q",), does="go-queue", label="Go to the queue", scopes=EVERYWHERE),
    Key(keys=("g e",), does="go-editions", label="Go to the editions", scopes=EVERYWHERE),
    Key(keys=("g s",), does="go-sources", label="Go to the sources", scopes=EVERYWHERE),
    Key(keys=("g r",), does="go-runs", label="Go to the runs", scopes=EVERYWHERE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard:
    """The keys as one person has them."""

    keys: tuple[Key, ...] = KEYS

    def shortcut(self, does: str) -> str:
        """What `aria-keyshortcuts` says on the element that does this; empty for no key."""
        return next((key.aria for key in self.keys if key.does == does), "")

    def within(self, scope: Scope) -> tuple[Key, ...]:
        return tuple(key for key in self.keys if scope in key.scopes)


def keyboard_of(own: Mapping[str, str]) -> Keyboard:
    """The desk's keys with those of one's own in their place; an empty one is switched off.
    What was stored for an action that is no more is ignored."""
    return Keyboard(keys=tuple(_with_own(key, own) for key in KEYS))


def check_own(wished: Mapping[str, str]) -> dict[str, str]:
    """What differs from the desk's own keys, ready to be stored. Raises `Refused` when a key
    cannot be typed as one, or two actions of one page would have the same."""
    changeable = {key.does: key for key in KEYS if key.may_change}
    own = {
        does: " ".join(typed.split())
        for does, typed in wished.items()
        if does in changeable and " ".join(typed.split()) != changeable[does].keys[0]
    }
    problems = [
        f"“{typed}” for “{changeable[does].label}” is not a key."
        for does, typed in own.items()
        if typed and not is_plain(typed)
    ]
    problems += list(_collisions(keyboard_of(own)))
    if problems:
        raise Refused("These keys were not saved.", problems)
    return own


def is_plain(typed: str) -> bool:
    """One sign, or two typed one after the other. Digits choose in menus, so none begins."""
    parts = typed.split(" ")
    fits = all(len(part) == 1 and part.isprintable() for part in parts)
    return 1 <= len(parts) <= 2 and fits and not parts[0].isdigit()


def _with_own(key: Key, own: Mapping[str, str]) -> Key:
    if key.does not in own or not key.may_change:
        return key
    rest = key.keys[1:]
    return replace(key, keys=(own[key.does], *rest) if own[key.does] else ())


def _collisions(keyboard: Keyboard) -> Iterator[str]:
    for at, one in enumerate(keyboard.keys):
        for other in keyboard.keys[at + 1 :]:
            shared = set(one.keys) & set(other.keys)
            if shared and _meet(one, other):
                yield f"“{min(shared)}” is asked for twice: “{one.label}” and “{other.label}”."


def _meet(one: Key, other: Key) -> bool:
    scopes = {*one.scopes, *other.scopes}
    return bool(set(one.scopes) & set(other.scopes)) or Scope.EVERYWHERE in scopes
