"""What editors change in drafts: how much, and which words again and again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from core.house import Change, EditedFind, PenRow, Replacement
from core.text import fold, words

LIGHT = 0.75
"""Texts this alike (share of words in order) were edited; below, they were rewritten."""
MOST_WORDS = 4
"""A rule of style is about a few words; a longer change is about the story."""
LEAST_FINDS = 3
LEAST_LETTERS = 4


def change_of(drafted: str, printed: str) -> Change:
    """How much of a draft an editor let stand; white space and typography count for nothing."""
    mine, theirs = _tokens(drafted), _tokens(printed)
    if mine == theirs:
        return Change.UNCHANGED
    ratio = SequenceMatcher(a=mine, b=theirs, autojunk=False).ratio()
    return Change.LIGHT if ratio >= LIGHT else Change.REWRITTEN


def tally(finds: Iterable[EditedFind]) -> tuple[PenRow, ...]:
    """How many finds went through unchanged, lightly edited and rewritten: by who wrote the
    draft and with which prompt, by source, and by editor; the most finds first in each."""
    counted: dict[tuple[str, str], dict[Change, int]] = defaultdict(lambda: defaultdict(int))
    for find in finds:
        change = change_of(find.drafted, find.printed)
        prompt = f"{find.author.name} {find.author.prompt_version}".strip()
        keys = [("all", ""), ("writer", prompt), ("source", find.source)]
        for key in [*keys, ("editor", find.editor)] if find.editor else keys:
            counted[key][change] += 1
    rows = [
        PenRow(
            by=by,
            name=name,
            unchanged=found[Change.UNCHANGED],
            light=found[Change.LIGHT],
            rewritten=found[Change.REWRITTEN],
        )
        for (by, name), found in counted.items()
    ]
    order = ["all", "writer", "source", "editor"]
    return tuple(sorted(rows, key=lambda row: (order.index(row.by), -row.total, row.name)))


def find_replacements(
    finds: Sequence[EditedFind], *, least: int = LEAST_FINDS
) -> tuple[Replacement, ...]:
    """Words that editors replaced, or took out, in at least so many finds: the most frequent
    first. What holds a digit or a name is about one story and never a rule."""
    seen: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for find in finds:
        for pair in _changes(find.drafted, find.printed):
            seen[pair][find.find_id] = find.editor
    often = [(pair, where) for pair, where in seen.items() if len(where) >= least]
    often.sort(key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Replacement(
            wrong=wrong,
            right=right,
            find_ids=tuple(sorted(where)),
            editors=tuple(sorted(set(where.values()) - {""})),
        )
        for (wrong, right), where in often
    )


def _changes(drafted: str, printed: str) -> Iterator[tuple[str, str]]:
    mine, theirs = words(drafted), words(printed)
    folded = [fold(word) for word in mine], [fold(word) for word in theirs]
    matcher = SequenceMatcher(a=folded[0], b=folded[1], autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind in ("replace", "delete") and a2 - a1 <= MOST_WORDS and b2 - b1 <= MOST_WORDS:
            before, after = mine[a1:a2], theirs[b1:b2]
            if _is_style(before) and _is_style(after) and sum(map(len, before)) >= LEAST_LETTERS:
                yield " ".join(folded[0][a1:a2]), " ".join(folded[1][b1:b2])


def _is_style(found: Sequence[str]) -> bool:
    """No digit, no name: neither is a matter of style."""
    return not any(any(ch.isdigit() for ch in word) or word[:1].isupper() for word in found)


def _tokens(text: str) -> list[str]:
    return fold(text).split()
