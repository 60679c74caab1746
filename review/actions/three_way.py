"""Two people saved on one revision: both texts beside the one they began with, by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.find import Sentence, join_sentences
from review.actions.pairing import pair_sentences, same_text
from summarizer.style import as_sentences


class Choice(StrEnum):
    THEIRS = "theirs"
    YOURS = "yours"
    BOTH = "both"
    BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of the text: what stood there before, what they made of it, what you did. None
    means that it has no sentence there. `proposed` loses nothing that either of you wrote."""

    before: Sentence | None
    theirs: Sentence | None
    yours: Sentence | None

    @property
    def agreed(self) -> bool:
        return _same(self.theirs, self.yours)

    @property
    def clashes(self) -> bool:
        """Whether both changed it, each in another way."""
        return not (
            self.agreed or _same(self.before, self.theirs) or _same(self.before, self.yours)
        )

    @property
    def proposed(self) -> Choice:
        if self.clashes:
            return Choice.BOTH
        return Choice.THEIRS if _same(self.before, self.yours) else Choice.YOURS

    def chosen(self, choice: Choice) -> tuple[Sentence, ...]:
        taken = {
            Choice.THEIRS: (self.theirs,),
            Choice.YOURS: (self.yours,),
            Choice.BOTH: (self.theirs, self.yours),
            Choice.BEFORE: (self.before,),
        }[choice]
        return tuple(sentence for sentence in taken if sentence is not None)


def three_way(before: str, theirs: str, yours: str) -> tuple[Row, ...]:
    """The rows in reading order. Every sentence of the three texts stands in one of them."""
    base = as_sentences(before)
    left, right = _by_base(base, as_sentences(theirs)), _by_base(base, as_sentences(yours))
    rows: list[Row] = []
    for at in range(len(base) + 1):
        rows.extend(_inserted(left.added[at], right.added[at]))
        if at < len(base):
            rows.append(Row(before=base[at], theirs=left.kept[at], yours=right.kept[at]))
    return tuple(rows)


def compose(rows: Sequence[Row], choices: Mapping[int, Choice]) -> str:
    """The text that was chosen, by the number of the row; what was not chosen is as proposed."""
    sentences: list[Sentence] = []
    for number, row in enumerate(rows):
        for sentence in row.chosen(choices.get(number, row.proposed)):
            last = sentences[-1].paragraph if sentences else 0
            sentences.append(replace(sentence, paragraph=max(last, sentence.paragraph)))
    return join_sentences(tuple(sentences))


@dataclass(frozen=True, slots=True)
class _Against:
    """A text against its base: what became of each base sentence, what was added before each."""

    kept: list[Sentence | None]
    added: list[list[Sentence]]


def _by_base(base: Sequence[Sentence], other: Sequence[Sentence]) -> _Against:
    against = _Against([], [[]])
    for pair in pair_sentences(base, other):
        if pair.old is None:
            against.added[-1].extend([pair.new] if pair.new else [])
        else:
            against.kept.append(pair.new)
            against.added.append([])
    return against


def _inserted(theirs: Sequence[Sentence], yours: Sequence[Sentence]) -> list[Row]:
    """What both added stands beside one another where it is alike."""
    pairs = pair_sentences(theirs, yours)
    return [Row(before=None, theirs=pair.old, yours=pair.new) for pair in pairs]


def _same(one: Sentence | None, other: Sentence | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_text(one, other)
