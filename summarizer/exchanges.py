"""Two names of a sentence that stand in each other's place, between the words of its passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from core.text import sentences
from summarizer.names import Known, Name, names
from summarizer.roles import LONGEST, MUTUAL, Deed, told_deeds
from summarizer.wording import Word, read_words

_SLOT = "="
"""Stands for any name; no plain form of a word is like it."""
_LEVEL = frozenset(f"={word}" for word in "and or nor with between".split()) | {
    "alongsid", "besid", "versu", "plu",
}  # fmt: skip
"""Words between two names that may as well change places."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence as the plain forms of its words, with one slot for each name."""

    text: str
    keys: tuple[str, ...]
    slots: tuple[Name | None, ...]

    @classmethod
    def read(cls, text: str, story: Known) -> "Frame":
        found = names(text, story.small, proper=story.proper)
        keys: list[str] = []
        slots: list[Name | None] = []
        words = read_words(text)
        for before, word in zip((None, *words), words, strict=False):
            name = next((n for n in found if word.start < n.end and n.start < word.end), None)
            if before and slots[-1] and _goes_on(text, before, word):
                continue
            if name is None or not slots or name is not slots[-1]:
                keys.append(word.key if name is None else _SLOT)
                slots.append(name)
        return cls(text, tuple(keys), tuple(slots))

    def names_both(self, deed: Deed, first: int, last: int) -> bool:
        """Whether two slots are the doer and the target of a deed, or the other way round."""
        one, other = _words(self.slots[first]), _words(self.slots[last])
        return bool(
            (deed.doer & one and deed.target & other) or (deed.doer & other and deed.target & one)
        )

    def said(self, first: int, last: int) -> str:
        one, other = self.slots[first], self.slots[last]
        return self.text[one.start : other.end] if one and other else ""


def exchanged_names(text: str, near: str, story: Known) -> Iterator[tuple[str, str]]:
    """The words from one name to the other, in the text and in the passage that has the two the
    other way round, when no passage has them as the text does or tells the same of them: each two
    names once, however many passages have them so."""
    if len(text) > LONGEST:
        return
    mine = Frame.read(text, story)
    pairs = [pair for theirs in _frames(near, story) for pair in _pairs(mine, theirs)]
    kept = {at for at, turned, _ in pairs if not turned}
    told: dict[tuple[int, int], str] = {}
    for at, _, said in pairs:
        if at not in kept:
            told.setdefault(at, said)
    known_deeds = told_deeds(text, near, story) if told else ()
    for at, said in told.items():
        if not any(mine.names_both(deed, *at) for deed in known_deeds):
            yield mine.said(*at), said


def _goes_on(text: str, before: Word, word: Word) -> bool:
    """Whether a word with a capital belongs to the name before it: `Orwell Power`."""
    return word.text[0].isupper() and text[before.end : word.start] == " "


@lru_cache(maxsize=64)
def _frames(near: str, story: Known) -> tuple[Frame, ...]:
    return tuple(
        Frame.read(span.text, story) for span in sentences(near) if len(span.text) <= LONGEST
    )


def _pairs(mine: Frame, theirs: Frame) -> Iterator[tuple[tuple[int, int], bool, str]]:
    """Two names of the text that stand where the passage has the same two: where, whether they
    changed places, and what the passage says."""
    lined = _lined_up(mine, theirs)
    for index, (first, their_first) in enumerate(lined):
        for last, their_last in lined[index + 1 :]:
            if not _is_telling(mine.keys[first + 1 : last]) or not (
                mine.keys[first + 1] == theirs.keys[their_first + 1]
                and mine.keys[last - 1] == theirs.keys[their_last - 1]
            ):
                continue
            one, other = _words(mine.slots[first]), _words(mine.slots[last])
            their_one, their_other = (
                _words(theirs.slots[their_first]),
                _words(theirs.slots[their_last]),
            )
            if one & other or their_one & their_other:
                continue
            said = theirs.said(their_first, their_last)
            if one & their_other and other & their_one:
                yield (first, last), True, said
            elif one & their_one and other & their_other:
                yield (first, last), False, said


def _lined_up(mine: Frame, theirs: Frame) -> list[tuple[int, int]]:
    """The slots of both that stand between the same words, in order."""
    matcher = SequenceMatcher(a=mine.keys, b=theirs.keys, autojunk=False)
    return [
        (block.a + shift, block.b + shift)
        for block in matcher.get_matching_blocks()
        for shift in range(block.size)
        if mine.keys[block.a + shift] == _SLOT
    ]


def _is_telling(between: Sequence[str]) -> bool:
    """Whether it matters which of two names stands before these words and which behind."""
    return (
        bool(between)
        and between[0] not in _LEVEL | {_SLOT}
        and between[-1] not in _LEVEL | {_SLOT}
        and not MUTUAL & set(between)
    )


def _words(name: Name | None) -> frozenset[str]:
    return frozenset(word.lower() for word in name.words) if name else frozenset()
