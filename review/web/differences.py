"""Two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+(?:[’'&/.-]\w+)*|[^\w\s]")


class ChangeKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: ChangeKind
    text: str


def word_changes(old: str, new: str) -> list[Change]:
    """What was kept, removed and added, in reading order; joining all but the removed gives
    the new text, joining all but the added the old one."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    changes: list[Change] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            changes.append(Change(kind=ChangeKind.SAME, text="".join(left[i:j])))
            continue
        if i < j:
            changes.append(Change(kind=ChangeKind.REMOVED, text="".join(left[i:j])))
        if k < m:
            changes.append(Change(kind=ChangeKind.ADDED, text="".join(right[k:m])))
    return changes
