"""Who did what to whom: two names of one verb that have changed places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.text import sentences
from summarizer.names import Known, Name, names
from summarizer.wording import Word, is_break, phrase_keys, read_words, stem, tables

BESIDE = 4
"""Words that may stand between a doer and the verb; an aside between commas is none of them."""
BEHIND = 6
"""Words that may stand between the verb and the name behind it."""
ASIDE = 10
"""Words that an aside between commas may have."""
LONGEST = 2000
"""Characters of the longest sentence that is read: what has more is a list, or an attack."""

_POSSESSIVE = re.compile(r"(?: [A-Z]\w{0,40}+){0,4}+['’]")
_BEING = frozenset("is are was were be been being gets got".split())
_BEFORE_BASE = frozenset(
    "to will would shall should may might can could must do does did not".split()
)
_BETWEEN = _BEFORE_BASE | _BEING | frozenset("has have had also now then just already".split())
_PREPOSITIONS = frozenset(
    "to from over against for of in into at on onto by under through toward towards about".split()
)
_ENDS = frozenset(
    """that which who whom whose when where while after before because since if unless until and
    but or as than like with alongside between among beside its their his her""".split()
)
"""Behind these begins another clause, or a name that does the same."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`doer` and `target` are the words of two names in small letters; `verb` is its plain form,
    `joint` the preposition before the target, `said` the text from one name to the other."""

    doer: frozenset[str]
    target: frozenset[str]
    verb: str
    joint: str
    said: str

    def is_same(self, other: "Deed") -> bool:
        return bool(self.doer & other.doer and self.target & other.target)

    def is_turned(self, other: "Deed") -> bool:
        return bool(self.doer & other.target and self.target & other.doer)


def turned_deeds(text: str, near: str, story: Known) -> Iterator[tuple[Deed, Deed]]:
    """What a text tells of two names beside what its passages tell the other way round, when
    none of them tells it as the text does."""
    for mine, alike in _compared(text, near, story):
        if mine.doer & mine.target or any(mine.is_same(other) for other in alike):
            continue
        turned = next((other for other in alike if mine.is_turned(other)), None)
        if turned is not None:
            yield mine, turned


def told_deeds(text: str, near: str, story: Known) -> tuple[Deed, ...]:
    """What a text tells as one of its passages does."""
    return tuple(
        mine
        for mine, alike in _compared(text, near, story)
        if any(mine.is_same(other) for other in alike)
    )


def _compared(text: str, near: str, story: Known) -> Iterator[tuple[Deed, list[Deed]]]:
    """What a text tells, each beside all that its passages tell with the same verb."""
    if not (claimed := deeds(text, story)):
        return
    theirs = _all_deeds(near, story)
    for mine in claimed:
        yield mine, [d for d in theirs if (d.verb, d.joint) == (mine.verb, mine.joint)]


@lru_cache(maxsize=64)
def _all_deeds(near: str, story: Known) -> tuple[Deed, ...]:
    return tuple(deed for span in sentences(near) for deed in deeds(span.text, story))


def deeds(text: str, story: Known) -> tuple[Deed, ...]:
    """Every verb of a sentence with a name that does it and a name behind it."""
    if len(text) > LONGEST:
        return ()
    words = read_words(text)
    sentence = _Sentence(text, words, _owners(names(text, story.small, proper=story.proper), words))
    found = (sentence.deed(at) for at in range(len(words)) if sentence.is_verb(at))
    return tuple(deed for deed in found if deed is not None)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`owners` has for each word the name that it is part of, if any."""

    text: str
    words: tuple[Word, ...]
    owners: tuple[Name | None, ...]

    def is_verb(self, at: int) -> bool:
        """Whether a word is a verb by its form and what stands before it."""
        word = self.words[at]
        lowered = word.text.lower()
        if self.owners[at] or not word.is_content or word.text != lowered or not at:
            return False
        if lowered in _past_forms() or (lowered.endswith("ed") and len(lowered) > 3):
            return True
        before = self.words[at - 1].text
        named = self.owners[at - 1] is not None or before[0].isupper()
        return before.lower() in _BEFORE_BASE or (named and lowered.endswith("s"))

    def deed(self, at: int) -> Deed | None:
        behind = self._behind(at)
        if behind is None:
            return None
        target_at, joint = behind
        doer_at = self._before(at, passive=joint == "by")
        if doer_at is None:
            return None
        doer, target = self.owners[doer_at], self.owners[target_at]
        verb = _verbs().get(self.words[at].key, self.words[at].key)
        if doer is None or target is None or verb in MUTUAL:
            return None
        said = self.text[doer.start : target.end]
        one, other = _keys(doer), _keys(target)
        if joint == "by":
            return Deed(other, one, verb, "", said)
        passive = any(w.text.lower() in _BEING for w in self.words[doer_at + 1 : at])
        return Deed(one, other, verb, f"{'was ' if passive else ''}{joint}", said)

    def _behind(self, at: int) -> tuple[int, str] | None:
        """The first word of the name behind a verb, and the preposition before it."""
        joint = ""
        for index in range(at + 1, min(len(self.words), at + BEHIND + 2)):
            lowered = self.words[index].text.lower()
            if is_break(self.text, self.words[index - 1], self.words[index]):
                return None
            if owner := self.owners[index]:
                return index, f"{joint}'s" if self._is_owner(owner) else joint
            if lowered in _ENDS or self.is_verb(index):
                return None
            if lowered in _PREPOSITIONS:
                joint = lowered
        return None

    def _before(self, at: int, *, passive: bool) -> int | None:
        """The last word of the name that a verb belongs to."""
        index = at - 1
        if passive and is_break(self.text, self.words[index], self.words[at]):
            return self._named(index)
        for _ in range(BESIDE + 1):
            if index < 0:
                return None
            if is_break(self.text, self.words[index], self.words[index + 1]):
                return self._before_aside(index)
            if self.owners[index]:
                return self._named(index)
            if not self._is_between(index):
                return None
            index -= 1
        return None

    def _before_aside(self, last: int) -> int | None:
        """`Beacon, the supplier, bought`, or `The supplier, Beacon, bought`."""
        for index in range(last, max(0, last - ASIDE), -1):
            if is_break(self.text, self.words[index - 1], self.words[index]):
                outer, inner = self._named(index - 1), self._named(index)
                return outer if inner is None else inner if outer is None else None
        return None

    def _named(self, at: int) -> int | None:
        owner = self.owners[at]
        return None if owner is None or self._is_owner(owner) else at

    def _is_owner(self, name: Name) -> bool:
        return _POSSESSIVE.match(self.text, name.end) is not None

    def _is_between(self, at: int) -> bool:
        word = self.words[at]
        lowered = word.text.lower()
        return (
            lowered in _BETWEEN
            or lowered.endswith("ly")
            or word.text[0].isupper()
            or self.is_verb(at)
        )


MUTUAL = frozenset(
    stem(verb)
    for verb in """meet marry merge face play match partner border adjoin resemble equal rival
    date divorce join link connect pair neighbor neighbour resemble call name become remain base
    compare team know""".split()
)
"""Verbs that say the same from either end, or tell what a name is."""


def _owners(found: Sequence[Name], words: Sequence[Word]) -> tuple[Name | None, ...]:
    return tuple(
        next((name for name in found if word.start < name.end and name.start < word.end), None)
        for word in words
    )


def _keys(name: Name) -> frozenset[str]:
    return frozenset(word.lower() for word in name.words)


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    """Verbs that mean the same by the first of their family: `acquire` is `buy`."""
    families = [family for row in tables()["converses"] for family in row]
    single = [[keys[0] for p in family if len(keys := phrase_keys(p)) == 1] for family in families]
    return {verb: family[0] for family in single for verb in family}


@lru_cache(maxsize=1)
def _past_forms() -> frozenset[str]:
    people = {"man", "woman", "child"}
    rows = tables()["irregular"].items()
    return frozenset(form for verb, forms in rows if verb not in people for form in forms)
