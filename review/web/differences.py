"""Two versions of a text, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from core.article import Article
from core.version import ArticleVersion, ParagraphKind, paragraph_changes

_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+(?:[’'&/.-]\w+)*|[^\w\s]")


LONGEST = 8_000
"""Characters of a paragraph of an article: to compare word by word takes the square of it."""


class ChangeKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphDifference:
    """A paragraph that came, went or changed, word by word."""

    kind: ParagraphKind
    changes: list[Change]


def text_differences(old: str, new: str) -> list[ParagraphDifference]:
    """What differs between two versions of an article, paragraph by paragraph; what is the same
    is left out."""
    return [
        ParagraphDifference(kind=one.kind, changes=_changes(one.before, one.after))
        for one in paragraph_changes(old, new)
        if one.kind is not ParagraphKind.SAME
    ]


def _changes(old: str, new: str) -> list[Change]:
    if max(len(old), len(new)) <= LONGEST:
        return word_changes(old, new)
    both = ((ChangeKind.REMOVED, old), (ChangeKind.ADDED, new))
    return [Change(kind=kind, text=text) for kind, text in both if text]


def texts_after(article: Article, versions: Sequence[ArticleVersion]) -> dict[int, str]:
    """By the number of each version, the text that took its place."""
    texts = {version.number - 1: version.text for version in versions}
    return {v.number: texts.get(v.number, article.text) for v in versions}


def differences(old: str, new: str) -> list[str]:
    """The same for a terminal, a line for each paragraph: `[-what went-]` and `{+what came+}`."""
    signs = {ChangeKind.SAME: "{}", ChangeKind.REMOVED: "[-{}-]", ChangeKind.ADDED: "{{+{}+}}"}
    return [
        "  " + "".join(signs[change.kind].format(change.text) for change in one.changes)
        for one in text_differences(old, new)
    ]


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
