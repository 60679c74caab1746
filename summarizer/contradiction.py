"""What a sentence turns round: it uses a passage's words and says something else with them.

A sentence is laid beside the passages it is closest to. Looked at are negation, opposites,
hedges, quantifiers, and alternatives of one kind; each finding names both sides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log

from core.find import Check, CheckLevel
from core.text import sentences
from summarizer.contrasts import (
    SHARED,
    Hit,
    alternative_hits,
    are_comparable,
    content_places,
    likeness,
    opposite_hits,
    quantified,
    said,
    shared,
)
from summarizer.speech import without_quoted
from summarizer.wording import Word, denials, phrase_keys, read_words, tables

CLOSE = 0.4
"""The share of a sentence's weight in words that a passage must hold to be laid beside it."""
MOST_PASSAGES = 3
VERY_CLOSE = 0.6
"""The share of words from which on a passage must deny what the sentence denies."""
SURER = 2.0
"""How much more alike the surroundings of the opposite must be than those of the word itself."""
_CERTAIN = {"": 0, "future": 1, "plan": 2, "may": 2}

Finding = tuple[str, str, str]
"""Rule, the bit of the text it is about, reason."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """A sentence and the passages it is laid beside; `known` are the words of all articles."""

    text: str
    words: tuple[Word, ...]
    passages: tuple[tuple[str, tuple[Word, ...]], ...]
    known: frozenset[str]
    tied: bool


def check_contradictions(
    index: int, text: str, near: str, story: str, *, tied: bool
) -> Iterable[Check]:
    """`near` are the sentence's own passages; when it is `tied` to none, the whole story, of
    which the closest sentences are taken."""
    passages = tuple((p, read_words(p)) for p in closest(text, near, least=0.0 if tied else CLOSE))
    beside = _Beside(text, read_words(text), passages, _keys(story), tied)
    rules = (_opposites, _negations, _dropped_hedges, _quantifiers, _alternatives)
    findings = {f[:2]: f for rule in rules for f in rule(beside)}
    for rule_name, quote, reason in findings.values():
        yield Check(
            rule=rule_name, level=CheckLevel.FLAG, reason=reason, sentence=index, quote=quote
        )


def closest(text: str, near: str, *, least: float = CLOSE) -> tuple[str, ...]:
    """The sentences of `near` that hold most of the text's weight in words, best first."""
    wanted = _content_keys(text)
    found = [span.text for span in sentences(near)]
    if not wanted or not found:
        return ()
    keyed = [_content_keys(sentence) for sentence in found]
    weight = {key: log(1 + len(found) / (1 + sum(key in keys for keys in keyed))) for key in wanted}
    total = sum(weight.values())
    shares = [sum(weight[key] for key in wanted & keys) / total for keys in keyed]
    ranked = sorted(range(len(found)), key=lambda place: -shares[place])
    return tuple(found[place] for place in ranked[:MOST_PASSAGES] if shares[place] >= least)


def _opposites(beside: _Beside) -> Iterator[Finding]:
    """`rose` where the passage says `fell`, of the same thing as far as the words around tell."""
    for hit in opposite_hits(beside.words):
        rivals = [
            (likeness(hit, other), other, passage)
            for passage, words in beside.passages
            for other in opposite_hits(words)
            if other.row == hit.row
        ]
        same = max((like for like, other, _ in rivals if other.side == hit.side), default=0.0)
        against = [rival for rival in rivals if rival[1].side != hit.side]
        like, other, passage = max(against, key=lambda r: r[0], default=(0.0, hit, ""))
        if like > same * SURER and are_comparable(hit, other):
            rule = "direction" if hit.denied == other.denied else "negation"
            reason = _both(said(beside.text, hit), said(passage, other))
            yield rule, beside.text[hit.start : hit.end], reason


def _negations(beside: _Beside) -> Iterator[Finding]:
    """A word that is denied on one side only, or a denial where a very close passage has none."""
    yield from _denied_words(beside)
    denied = denials(read_words(without_quoted(beside.text)))
    if not denied or not beside.tied or not beside.passages:
        return
    if _share(beside.text, beside.passages[0][0]) < VERY_CLOSE:
        return
    if any(denials(words) or _is_negative(words) for _, words in beside.passages):
        return
    at, length = denied[0]
    mine = Hit(beside.words, at, length)
    quote = beside.text[mine.start : mine.end]
    yield "negation", quote, f"The text says “{quote}”; the passage denies nothing."


def _denied_words(beside: _Beside) -> Iterator[Finding]:
    for key, hit, others in _met(beside):
        alike = [(p, other) for p, other in others if are_comparable(hit, other)]
        if key and alike and all(other.denied != hit.denied for _, other in alike):
            passage, other = alike[0]
            reason = _both(said(beside.text, hit), said(passage, other))
            yield "negation", beside.text[hit.start : hit.end], reason


def _dropped_hedges(beside: _Beside) -> Iterator[Finding]:
    """A word told as a fact, or as sure to come, that the passage only hopes or plans for."""
    for _, hit, others in _met(beside):
        alike = [(p, other) for p, other in others if shared(hit, other) > SHARED]
        if not alike or not _is_asserted(hit):
            continue
        passage, other = min(alike, key=lambda found: _CERTAIN[found[1].first.hedge])
        if _CERTAIN[other.first.hedge] > _CERTAIN[hit.first.hedge]:
            yield "hedge", hit.first.text, _both(said(beside.text, hit), said(passage, other))


def _quantifiers(beside: _Beside) -> Iterator[Finding]:
    """`all` of what the passage says of `some`."""
    for hit, noun in quantified(beside.words):
        alike = [
            (passage, other)
            for passage, words in beside.passages
            for other, theirs in quantified(words)
            if theirs == noun and shared(hit, other) > SHARED
        ]
        if alike and all(other.member != hit.member for _, other in alike):
            passage, other = alike[0]
            reason = _both(said(beside.text, hit, more=1), said(passage, other, more=1))
            yield "quantity", beside.text[hit.start : hit.end], reason


def _alternatives(beside: _Beside) -> Iterator[Finding]:
    """A bus that no article has, where the passage has a truck."""
    mine = alternative_hits(beside.words)
    for hit in mine:
        family = tables()["alternatives"][hit.row][hit.member]
        if any(beside.known.issuperset(phrase_keys(phrase)) for phrase in family):
            continue
        named = {other.member for other in mine if other.row == hit.row}
        for passage, words in beside.passages:
            others = [o for o in alternative_hits(words) if o.row == hit.row]
            new = [o for o in others if o.member not in named and shared(hit, o) >= SHARED]
            if new:
                yield (
                    "swap",
                    said(beside.text, hit),
                    _both(said(beside.text, hit), said(passage, new[0])),
                )
                break


def _met(beside: _Beside) -> Iterator[tuple[str, Hit, list[tuple[str, Hit]]]]:
    """Each word of content that stands in a passage too, with all its places there."""
    theirs: dict[str, list[tuple[str, Hit]]] = {}
    for passage, words in beside.passages:
        for key, places in content_places(words).items():
            theirs.setdefault(key, []).extend((passage, place) for place in places)
    for key, hits in content_places(beside.words).items():
        for hit in hits:
            if key in theirs:
                yield key, hit, theirs[key]


def _is_asserted(hit: Hit) -> bool:
    """Whether a word is told as done or as sure to come: a past form, or behind `will`."""
    return hit.first.hedge == "future" or hit.first.text.lower().endswith("ed")


def _share(text: str, passage: str) -> float:
    """How much of the text's words of content a passage holds."""
    mine = _content_keys(text)
    return len(mine & _content_keys(passage)) / len(mine) if mine else 0.0


def _is_negative(words: tuple[Word, ...]) -> bool:
    """Whether a sentence says no without a `not`: rejected, fails, less."""
    return any(hit.member == "other" for hit in opposite_hits(words))


def _both(mine: str, theirs: str) -> str:
    return f"The text says “{mine}”; the passage says “{theirs}”."


@lru_cache(maxsize=4096)
def _content_keys(text: str) -> frozenset[str]:
    return frozenset(word.key for word in read_words(text) if word.is_content)


@lru_cache(maxsize=64)
def _keys(story: str) -> frozenset[str]:
    return frozenset(word.key for span in sentences(story) for word in read_words(span.text))
