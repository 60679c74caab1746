"""Where a sentence holds a word of the shipped tables, and whether two such places agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from summarizer.wording import Word, denials, hedges, phrase_keys, phrases, tables

REACH = 7
"""How many words around a word make up its context."""
SHARED = 2
"""Words of context that two places must share to be about the same thing."""

Table = dict[tuple[str, ...], list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or phrase in a sentence: its place, and the row and member of its table."""

    words: tuple[Word, ...]
    at: int
    length: int = 1
    row: int = 0
    member: str = ""

    @property
    def first(self) -> Word:
        return self.words[self.at]

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.words[self.at + self.length - 1].end

    @property
    def denied(self) -> bool:
        return any(word.denied for word in self.words[self.at : self.at + self.length])

    @property
    def is_comparison(self) -> bool:
        """Whether the hit is `more than`, which says nothing without what comes next."""
        return self.words[self.at + self.length - 1].text.lower() == "than"

    @property
    def is_converse(self) -> bool:
        return self.member != "" and self.row >= len(tables()["opposites"])

    @property
    def next_key(self) -> str:
        behind = self.words[self.at + self.length :]
        return next((word.key for word in behind if word.is_content), "")

    @property
    def side(self) -> bool:
        """Which of two opposite families is meant: `not approved` stands with `rejected`."""
        return (self.member == "one") != self.denied


def content_places(words: tuple[Word, ...]) -> dict[str, list[Hit]]:
    """Every word of content by its plain form."""
    found: dict[str, list[Hit]] = {}
    for index, word in enumerate(words):
        if word.is_content and not word.key.isdigit():
            found.setdefault(word.key, []).append(Hit(words, index))
    return found


def opposite_hits(words: tuple[Word, ...]) -> list[Hit]:
    """Words of a family of opposites, without those in an idiom or in a name."""
    idle = {i for at, length in phrases(words, _idioms()) for i in range(at, at + length)}
    return [
        hit
        for hit in _hits(words, _opposites())
        if hit.at not in idle and not (hit.at and hit.first.text[0].isupper())
    ]


def alternative_hits(words: tuple[Word, ...]) -> list[Hit]:
    return _hits(words, _alternatives())


def quantified(words: tuple[Word, ...]) -> Iterator[tuple[Hit, str]]:
    """Each quantifier with the plain form of the noun it stands before."""
    for hit in _hits(words, _quantifiers()):
        noun = next((w.key for w in words[hit.at + 1 : hit.at + 5] if w.is_content), "")
        if noun and not noun.isdigit():
            yield hit, noun


def shared(hit: Hit, other: Hit) -> int:
    """How many words of content stand around both."""
    return len(_context(hit).keys() & _context(other).keys())


def likeness(hit: Hit, other: Hit) -> float:
    """How much the surroundings agree, near words counting more."""
    mine, theirs = _context(hit), _context(other)
    return sum(1 / max(mine[key], theirs[key]) for key in mine.keys() & theirs.keys())


def are_comparable(hit: Hit, other: Hit) -> bool:
    """Whether one denies what the other says: `wasting time` does not deny `not waste time`."""
    if hit.is_converse and not _is_same_end(hit, other):
        return False
    if hit.is_comparison and hit.next_key != other.next_key:
        return False
    if hit.first.key == other.first.key and _is_gerund(hit.first) != _is_gerund(other.first):
        return False
    return shared(hit, other) >= SHARED


def said(text: str, hit: Hit, *, more: int = 0) -> str:
    """The hit as it stands, from its negation or hedge on, with `more` words behind it."""
    start = hit.start
    end = hit.words[min(len(hit.words), hit.at + hit.length + more) - 1].end
    if hit.first.denied or hit.first.hedge:
        cues = [*denials(hit.words), *(cue for kind in hedges(hit.words).values() for cue in kind)]
        before = [at for at, _ in cues if at < hit.at and hit.at - at <= REACH]
        start = hit.words[max(before)].start if before else start
    return text[start:end]


def _hits(words: tuple[Word, ...], table: Table) -> list[Hit]:
    return [
        Hit(words, at, length, row, member)
        for at, length in phrases(words, table)
        for row, member in table[tuple(word.key for word in words[at : at + length])]
    ]


def _context(hit: Hit) -> dict[str, int]:
    """The words of content around a hit, with their distance."""
    found: dict[str, int] = {}
    last = hit.at + hit.length - 1
    for index in range(max(0, hit.at - REACH), min(len(hit.words), last + REACH + 1)):
        word = hit.words[index]
        if word.is_content and not hit.at <= index <= last:
            distance = hit.at - index if index < hit.at else index - last
            found[word.key] = min(distance, found.get(word.key, distance))
    return found


def _is_same_end(hit: Hit, other: Hit) -> bool:
    """Whether both stand behind or before the same word, and neither is the other's passive."""
    if _is_passive(hit) != _is_passive(other):
        return False
    return hit.next_key == other.next_key or _key_before(hit) == _key_before(other)


def _key_before(hit: Hit) -> str:
    return next((word.key for word in hit.words[: hit.at][::-1] if word.is_content), "")


def _is_passive(hit: Hit) -> bool:
    before = {word.text.lower() for word in hit.words[max(0, hit.at - 2) : hit.at]}
    return bool(before & {"is", "are", "was", "were", "be", "been", "being"})


def _is_gerund(word: Word) -> bool:
    return word.text.lower().endswith("ing")


@lru_cache(maxsize=1)
def _opposites() -> Table:
    found: Table = {}
    for row, families in enumerate([*tables()["opposites"], *tables()["converses"]]):
        for member, family in zip(("one", "other"), families, strict=True):
            _enter(found, row, member, family)
    return found


@lru_cache(maxsize=1)
def _alternatives() -> Table:
    found: Table = {}
    for row, members in enumerate(tables()["alternatives"]):
        for member, family in members.items():
            _enter(found, row, member, family)
    return found


@lru_cache(maxsize=1)
def _quantifiers() -> Table:
    found: Table = {}
    for member, family in tables()["quantifiers"].items():
        _enter(found, 0, member, family)
    return found


@lru_cache(maxsize=1)
def _idioms() -> frozenset[tuple[str, ...]]:
    return frozenset(phrase_keys(phrase) for phrase in tables()["idioms"])


def _enter(table: Table, row: int, member: str, family: list[str]) -> None:
    for phrase in family:
        table.setdefault(phrase_keys(phrase), []).append((row, member))
