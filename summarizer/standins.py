"""A name or date of the story that stands where the sentence's own passage has another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from core.text import sentences
from summarizer.days import Day
from summarizer.names import Known, Name, known, names, unknown_words
from summarizer.wording import Word, read_words

NEXT = 2
"""Words beside a name that have to be the same for two names to be in one place."""
LONGEST = 6
"""Words that a stretch on either side may have to be taken for an exchange of names."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """`mine` of the text stands where the passage has `theirs`."""

    mine: str
    theirs: str


def stand_ins(text: str, near: str, story: Known) -> Iterator[StandIn]:
    """Names of the story in a text that no passage of `near` has, where it has another that the
    text has not: between the same words, or where the two are lined up word by word."""
    passage, own = known(near), known(text)
    strange = [n for n in names(text, story.small, proper=story.proper) if _is_new(n, passage)]
    strange = [name for name in strange if not unknown_words(name, story)]
    if not strange:
        return
    words = read_words(text)
    for span in sentences(near):
        theirs = read_words(span.text)
        found = names(span.text, story.small, proper=story.proper)
        rivals = [_place(n, theirs) for n in found if not _is_whole(n, own)]
        for name in strange:
            mine = _place(name, words)
            for other in rivals:
                if _is_exchanged(words, mine, theirs, other):
                    yield StandIn(
                        name.text, span.text[theirs[other[0]].start : theirs[other[1]].end]
                    )
                    break


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


def _place(name: Name, words: tuple[Word, ...]) -> tuple[int, int]:
    """The first and the last of the words that a name covers."""
    covered = [i for i, w in enumerate(words) if w.start < name.end and name.start < w.end]
    return covered[0], covered[-1]


def _is_exchanged(
    words: tuple[Word, ...],
    mine: tuple[int, int],
    theirs: tuple[Word, ...],
    other: tuple[int, int],
) -> bool:
    keys, others = [w.key for w in words], [w.key for w in theirs]
    before = keys[max(0, mine[0] - NEXT) : mine[0]]
    behind = keys[mine[1] + 1 : mine[1] + 1 + NEXT]
    if before and before == others[max(0, other[0] - NEXT) : other[0]]:
        return True
    if behind and behind == others[other[1] + 1 : other[1] + 1 + NEXT]:
        return True
    return any(
        low <= mine[0] < high and first <= other[0] < last
        for low, high, first, last in _exchanges(tuple(keys), tuple(others))
    )


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
