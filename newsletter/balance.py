"""What an edition leans on: how full its sections are, who and what comes up again and again, and
which parts of the world have not been seen for a while. Pure: from values to values."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.beat import HouseStyle
from config.newsletter import Named, Newsletter
from core.place import Region
from core.text import count_words

SHOWN = 4
"""How many companies, sources and topics are named at most."""
HEAVY = 3
"""A name in so many finds, and in more than a third of them, weighs too much."""

# Names of companies in English prose: capitalised words in a row, inside a sentence.
_NAME = re.compile(
    r"(?:[A-Z][\w&'’.-]*[A-Za-z0-9]|[A-Z]{2,})(?: (?:[A-Z][\w&'’.-]*[A-Za-z0-9]|[A-Z]{2,}))*"
)
_SHORTEST_NAME = 3
# What stands between two `\b`: a word that is all of these, the pattern finds nowhere else.
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedFind:
    """A placed find as the gauge looks at it; `source` is the outlet it links to, `sentences` are
    those of its text."""

    region: Region
    text: str
    source: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWeight:
    """Finds and words of a section beside what it should have."""

    title: str
    finds: int
    target: int
    words: int
    least_words: int
    most_words: int

    @property
    def share(self) -> int:
        """How full it is in per cent, 100 at most."""
        return min(100, 100 * self.finds // self.target) if self.target else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many of the finds a name comes up; `heavy` when that is too many."""

    name: str
    finds: int
    heavy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A part of the world that is not in this edition nor in the last `issues` ones; `ever` is
    false when it was in none of those we look back on."""

    area: str
    issues: int
    ever: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    sections: tuple[SectionWeight, ...]
    companies: tuple[Share, ...]
    sources: tuple[Share, ...]
    topics: tuple[Share, ...]
    unseen: tuple[Unseen, ...]


def weigh_balance(
    finds: Sequence[WeighedFind],
    newsletter: Newsletter,
    style: HouseStyle,
    past: Sequence[Sequence[str]],
    *,
    known_words: Iterable[str] = (),
) -> Balance:
    """`past` holds the finds' texts of the editions before, the latest first; `known_words` are
    the beat's own, which name no company."""
    no_company = _folded([*known_words, *(w for area in newsletter.areas for w in area.words)])
    return Balance(
        sections=tuple(_sections(finds, newsletter, style)),
        companies=_shares(_companies(finds, no_company)),
        sources=_shares([{find.source} - {""} for find in finds]),
        topics=_shares([named_in(newsletter.topics, find.text) for find in finds]),
        unseen=tuple(_unseen(newsletter, finds, past)),
    )


def named_in(subjects: Sequence[Named], text: str) -> set[str]:
    """Which of these a text speaks of."""
    folded = _read(text)
    return {subject.name for subject in subjects if _speaks_of(subject, folded)}


def _sections(
    finds: Sequence[WeighedFind], newsletter: Newsletter, style: HouseStyle
) -> Iterator[SectionWeight]:
    for section in newsletter.sections:
        here = [find for find in finds if find.region is section.region]
        yield SectionWeight(
            title=section.title,
            finds=len(here),
            target=section.target_finds,
            words=sum(count_words(find.text) for find in here),
            least_words=section.target_finds * style.min_words,
            most_words=section.target_finds * style.max_words,
        )


def _shares(names_of_finds: Sequence[set[str]]) -> tuple[Share, ...]:
    """Names in two finds or more, most often first."""
    counts = Counter(name for names in names_of_finds for name in names)
    often = [(name, number) for name, number in counts.items() if number > 1]
    often.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Share(name=name, finds=number, heavy=number >= HEAVY and number * 3 > len(names_of_finds))
        for name, number in often[:SHOWN]
    )


def _companies(finds: Sequence[WeighedFind], no_company: frozenset[str]) -> list[set[str]]:
    """The companies that each find speaks of. A name is known by standing inside a sentence, for
    any word may begin one; acronyms are the beat's or a unit's more often than a company's."""
    inside = (name for find in finds for name in _names_inside(find.sentences))
    names = {name for name in inside if len(name) >= _SHORTEST_NAME}
    companies = {name for name in names if no_company.isdisjoint(_folded([name, *name.split()]))}
    return [{name for name in companies if _holds(find.text, name)} for find in finds]


def _names_inside(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        for match in _NAME.finditer(sentence):
            name = match[0].removesuffix("'s").removesuffix("’s")
            if match.start() and (" " in name or name.upper() != name):
                yield name


def _holds(text: str, name: str) -> bool:
    """Whether the name stands there as a word. No pattern: names are many, and each would be made
    into one of its own."""
    at = text.find(name)
    while at >= 0:
        around = text[max(at - 1, 0) : at] + text[at + len(name) : at + len(name) + 1]
        if not any(char.isalnum() or char == "_" for char in around):
            return True
        at = text.find(name, at + 1)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A text in lower case, and the words in it."""

    folded: str
    words: frozenset[str]


@lru_cache(maxsize=128)
def _read(text: str) -> _Read:
    folded = text.lower()
    return _Read(folded=folded, words=frozenset(_WORD.findall(folded)))


def _speaks_of(subject: Named, text: _Read) -> bool:
    """Whether a text holds one of the subject's words. A word without a space or a sign in it is
    looked up; the others are looked for, and most are not even there by their letters."""
    words, phrases, pattern = _wanted(subject.words)
    if not words.isdisjoint(text.words):
        return True
    there = any(phrase in text.folded for phrase in phrases)
    return there and pattern.search(text.folded) is not None


@lru_cache(maxsize=512)
def _wanted(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str]]:
    lowered = [word.lower() for word in words]
    phrases = tuple(word for word in lowered if not _WORD.fullmatch(word))
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})\b")
    return frozenset(lowered).difference(phrases), phrases, pattern


def _unseen(
    newsletter: Newsletter, finds: Sequence[WeighedFind], past: Sequence[Sequence[str]]
) -> Iterator[Unseen]:
    """Parts of the world missing here and in the issue before. Without a past, nothing is said."""
    # One text of each edition: no word that is looked for goes over a line's end.
    here = _read("\n".join(find.text for find in finds))
    before = [_read("\n".join(texts)) for texts in past]
    for area in newsletter.areas:
        if not past or _speaks_of(area, here):
            continue
        seen = (n for n, text in enumerate(before) if _speaks_of(area, text))
        last = next(seen, None)
        if last != 0:
            missing = len(past) if last is None else last
            yield Unseen(area=area.name, issues=missing, ever=last is not None)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)
