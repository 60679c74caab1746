"""The beat: its terms, its false friends, and its house style, as values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class TermKind(StrEnum):
    """`core` alone makes an article core; `support` counts towards it; `adjacent` makes it
    adjacent; `false_friend` counts against; `advertisement` marks market-research adverts."""

    CORE = "core"
    SUPPORT = "support"
    ADJACENT = "adjacent"
    FALSE_FRIEND = "false_friend"
    ADVERTISEMENT = "advertisement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`text` is a word or phrase, matched whole-word, hyphens and blanks alike, case-insensitive
    unless it is written in capitals; a final `*` stands for any ending, and a plural `s` is
    allowed for. `languages` is empty for all. `weight` counts in the body,
    three times in the title. `needs` names words of which one must stand in the article too:
    `V2X` needs a word of energy."""

    text: str
    kind: TermKind
    weight: float = 1.0
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What a Find has to look like. `acronyms` maps wrong spellings to the beat's own."""

    min_words: int = 90
    max_words: int = 180
    min_sentences: int = 3
    max_sentences: int = 7
    max_paragraphs: int = 2
    max_verbatim_words: int = 12
    banned_words: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()

    def with_rules(self, rules: Sequence[tuple[str, str]]) -> Self:
        """The style with more rules: words and what stands in their place, nothing for words
        that the house does not write."""
        banned = [wrong for wrong, right in rules if not right]
        instead = [(wrong, right) for wrong, right in rules if right]
        return replace(
            self,
            banned_words=(*self.banned_words, *banned),
            acronyms=(*self.acronyms, *instead),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    name: str
    description: str
    terms: tuple[Term, ...]
    style: HouseStyle

    @property
    def phrases(self) -> tuple[str, ...]:
        """Of these, one has to stand in an article that is to be core or adjacent."""
        return tuple(term.text for term in self.of(TermKind.CORE, TermKind.ADJACENT))

    def of(self, *kinds: TermKind) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.kind in kinds)
