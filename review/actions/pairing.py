"""Which sentence of one text stands for which of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.find import Sentence
from core.text import fold, words

ALIKE = 0.35
"""Two sentences with a smaller share of words in common are two, not one rewritten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence of the old text and what stands for it in the new one; either may be missing."""

    old: Sentence | None
    new: Sentence | None

    @property
    def same(self) -> bool:
        return (
            self.old is not None and self.new is not None and _plain(self.old) == _plain(self.new)
        )


def pair_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[Pair, ...]:
    """Both texts in reading order, sentence beside sentence; nothing of either is left out."""
    pairs: list[Pair] = []
    at_old = at_new = 0
    for i, j in [*_matches(old, new), (len(old), len(new))]:
        pairs.extend(Pair(old=sentence, new=None) for sentence in old[at_old:i])
        pairs.extend(Pair(old=None, new=sentence) for sentence in new[at_new:j])
        if i < len(old) and j < len(new):
            pairs.append(Pair(old=old[i], new=new[j]))
        at_old, at_new = i + 1, j + 1
    return tuple(pairs)


def same_text(one: Sentence, other: Sentence) -> bool:
    """Whether they read the same, whatever their white space, quotes and dashes."""
    return _plain(one) == _plain(other)


def _matches(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The pairing in order that has most in common (the longest common subsequence, weighted)."""
    alike = [[_alike(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _alike(one: Sentence, other: Sentence) -> float:
    if _plain(one) == _plain(other):
        return 1.0
    mine, theirs = words(fold(one.text)), words(fold(other.text))
    return min(0.99, SequenceMatcher(a=mine, b=theirs, autojunk=False).ratio())


def _plain(sentence: Sentence) -> list[str]:
    return fold(sentence.text).split()
