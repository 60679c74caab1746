"""A name or date of the story that stands where the sentence's own passage has another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from core.text import sentences
from summarizer.days import Day
from summarizer.names import Known, Name, known, names, unknown_words
from summarizer.plain import without_figures
from summarizer.wording import Word, read_words

NEXT = 2
"""Words beside a name that have to be the same for two names to be in one place."""
LONGEST = 6
"""Words that a stretch on either side may have to be taken for an exchange of names."""
REACH = 8
"""How far from a name the words that tell its part are looked for."""
TELLING = 3
"""Words of content on either side of a name that tell its part."""
ANY_SIDE = 2
"""Words that two names must share to have one part, whatever side of them they stand on."""
_PREPOSITIONS = frozenset(
    """to from over against for of in into at on onto by under through toward towards about with
    near between""".split()
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """`mine` of the text stands where the passage has `theirs`."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence as words, with its names."""

    words: tuple[Word, ...]
    names: tuple[Name, ...]

    @classmethod
    def read(cls, text: str, story: Known) -> "_Line":
        return cls(read_words(text), names(text, story.small, proper=story.proper))

    def place(self, name: Name) -> tuple[int, int]:
        """The first and the last of the words that a name covers."""
        covered = [i for i, w in enumerate(self.words) if w.start < name.end and name.start < w.end]
        return covered[0], covered[-1]

    def next_to(self, name: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The plain forms of the words right before a name and right behind it."""
        first, last = self.place(name)
        keys = tuple(word.key for word in self.words[max(0, first - NEXT) : last + 1 + NEXT])
        start = first - max(0, first - NEXT)
        return keys[:start], keys[start + last + 1 - first :]

    def preposition(self, name: Name) -> str:
        """What stands right before a name and its article; empty when that is no preposition."""
        before = [word.text.lower() for word in self.words[: self.place(name)[0]]]
        while before and before[-1] in ("the", "a", "an", "its", "their"):
            before.pop()
        return before[-1] if before and before[-1] in _PREPOSITIONS else ""

    def beside(self, name: Name) -> tuple[frozenset[str], frozenset[str]]:
        """The nearest words of content before a name and behind it, without other names."""
        first, last = self.place(name)
        return (
            self._nearest(self.words[max(0, first - REACH) : first][::-1]),
            self._nearest(self.words[last + 1 : last + 1 + REACH]),
        )

    def _nearest(self, words: Iterable[Word]) -> frozenset[str]:
        telling = (word.key for word in words if word.is_content and not self._is_named(word))
        return frozenset(islice(telling, TELLING))

    def _is_named(self, word: Word) -> bool:
        return any(name.start < word.end and word.start < name.end for name in self.names)


def stand_ins(text: str, near: str, story: Known) -> Iterator[StandIn]:
    """Names of the story in a text that no passage of `near` has, where it has another that the
    text has not: between the same words, where the two are lined up word by word, or in the same
    part. Each name once, beside the first that it stands for. `text` is without figures."""
    passage, own = known(near), known(text)
    mine = _Line.read(text, story)
    strange = [name for name in mine.names if _is_new(name, passage)]
    strange = [name for name in strange if not unknown_words(name, story)]
    if not strange:
        return
    told: set[str] = set()
    for span in sentences(near):
        theirs = _Line.read(without_figures(span.text), story)
        rivals = [name for name in theirs.names if not _is_whole(name, own)]
        others = [name for name in rivals if unknown_words(name, own)]
        for name in [name for name in strange if name.text not in told]:
            lone = len(strange) == 1 and _is_all_new(name, passage)
            parted = [
                rival
                for rival in (others if lone else ())
                if _is_same_part(mine, name, theirs, rival, only=len(others) == 1)
            ]
            placed = [rival for rival in rivals if _is_exchanged(mine, name, theirs, rival)]
            framed = [rival for rival in theirs.names if _is_framed(mine, name, theirs, rival)]
            if found := [*placed, *framed, *parted]:
                told.add(name.text)
                yield StandIn(name.text, found[0].text)


def other_day(claim: Day, near: Sequence[Day]) -> Day | None:
    """A date of the passage that says of a month, a year or a weekday something else than the
    claim; None when one agrees, or none speaks of it."""
    rivals = [day for day in near if _same_parts(claim, day)]
    if not rivals or any(_agrees(claim, day) for day in rivals):
        return None
    return rivals[0]


def _is_new(name: Name, source: Known) -> bool:
    """Whether a source has less than half of a name: `School` alone is no school district."""
    return 2 * len(unknown_words(name, source)) >= len(name.words)


def _is_whole(name: Name, source: Known) -> bool:
    """Whether a text has every word of a name; what an alias covers is another name here."""
    return all(word.lower() in source.words for word in name.words)


def _is_all_new(name: Name, source: Known) -> bool:
    """Whether a source has no word of a name: it may well call a person by half of it."""
    return len(unknown_words(name, source)) == len(name.words)


def _is_exchanged(mine: _Line, name: Name, theirs: _Line, rival: Name) -> bool:
    before, behind = mine.next_to(name)
    their_before, their_behind = theirs.next_to(rival)
    if (before and before == their_before) or (behind and behind == their_behind):
        return True
    at, other = mine.place(name)[0], theirs.place(rival)[0]
    keys = (tuple(w.key for w in mine.words), tuple(w.key for w in theirs.words))
    return any(
        low <= at < high and first <= other < last for low, high, first, last in _exchanges(*keys)
    )


def _is_framed(mine: _Line, name: Name, theirs: _Line, rival: Name) -> bool:
    """Whether another name stands between the same words, so that the text may well have the rival
    elsewhere too. One that is a part of the name is none: a report that gave the whole name once
    goes on with half of it."""
    shared = {word.lower() for word in name.words} & {word.lower() for word in rival.words}
    return not shared and mine.next_to(name) == theirs.next_to(rival)


def _is_same_part(mine: _Line, name: Name, theirs: _Line, rival: Name, *, only: bool) -> bool:
    """Whether two names are told of with the same words, in a sentence told in other words: both
    behind the same preposition or behind none, and with a word before both or behind both when
    the rival is the `only` one, else with any two."""
    if mine.preposition(name) != theirs.preposition(rival):
        return False
    before, behind = mine.beside(name)
    their_before, their_behind = theirs.beside(rival)
    if only and (before & their_before or behind & their_behind):
        return True
    return len((before | behind) & (their_before | their_behind)) >= ANY_SIDE


@lru_cache(maxsize=256)
def _exchanges(
    mine: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[tuple[int, int, int, int], ...]:
    """Short stretches that differ, between words that both sentences have in order."""
    codes = SequenceMatcher(a=mine, b=theirs, autojunk=False).get_opcodes()
    return tuple(
        (low, high, first, last)
        for tag, low, high, first, last in codes
        if tag == "replace" and high - low <= LONGEST and last - first <= LONGEST
    )


def _same_parts(claim: Day, other: Day) -> bool:
    """Whether two dates speak of the same parts, so that they can differ in them."""
    mine = (claim.month, claim.weekday, claim.part or None)
    theirs = (other.month, other.weekday, other.part or None)
    if not any(part is not None for part in mine):
        return claim.year is not None and other.year is not None
    return all((one is None) == (two is None) for one, two in zip(mine, theirs, strict=True))


def _agrees(claim: Day, other: Day) -> bool:
    pairs = (
        (claim.month, other.month),
        (claim.day, other.day),
        (claim.year, other.year),
        (claim.weekday, other.weekday),
        (claim.part or None, other.part or None),
    )
    return all(one is None or two is None or one == two for one, two in pairs) or (
        (claim.swapped or other.swapped) and (claim.month, claim.day) == (other.day, other.month)
    )
