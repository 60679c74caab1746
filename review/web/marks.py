"""Where evidence and flags stand in a text: the text cut into pieces that a template can mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from core.article import Article
from core.find import Check, CheckLevel, Sentence
from core.text import find_span, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of an article's text. `sentences` are the find's sentences that rest on it;
    `anchors` those of them whose evidence begins here."""

    text: str
    sentences: tuple[int, ...] = ()
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """A run of a sentence. `notes` are the numbers of the notes that speak of it; `ends` those
    of them that end here, so that each is numbered in the text once."""

    text: str
    notes: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A check that is not in order, numbered from 1 as printed in the margin."""

    number: int
    check: Check

    @property
    def quote(self) -> str:
        """The bit it speaks of, unless the reason names it itself."""
        return "" if self.check.quote in self.check.reason else self.check.quote

    @property
    def blocks(self) -> bool:
        return self.check.level is CheckLevel.BLOCK


def number_notes(checks: Iterable[Check]) -> tuple[Note, ...]:
    """The flags in the order of the text, those about the whole find last."""
    open_checks = [check for check in checks if check.level is not CheckLevel.OK]
    open_checks.sort(key=lambda c: (c.sentence is None, c.sentence or 0))
    return tuple(Note(number=i, check=check) for i, check in enumerate(open_checks, start=1))


def mark_article(article: Article, sentences: tuple[Sentence, ...]) -> list[list[Piece]]:
    """The article's paragraphs, each cut where evidence begins or ends. Evidence that does not
    stand where it says it does is left out: better no mark than a wrong one."""
    spans = [
        (evidence.start, evidence.end, index)
        for index, sentence in enumerate(sentences)
        for evidence in sentence.evidence
        if evidence.article_id == article.article_id
        and evidence.version is None
        and article.text[evidence.start : evidence.end] == evidence.quote != ""
    ]
    first = {index: min(s for s, _, i in spans if i == index) for _, _, index in spans}
    return [
        _cut(article.text, paragraph.start, paragraph.end, spans, first)
        for paragraph in paragraphs(article.text)
    ]


def _cut(
    text: str, start: int, end: int, spans: list[tuple[int, int, int]], first: dict[int, int]
) -> list[Piece]:
    edges = {start, end}
    edges.update(edge for s, e, _ in spans for edge in (s, e) if start < edge < end)
    ordered = sorted(edges)
    pieces = []
    for left, right in pairwise(ordered):
        inside = sorted({index for s, e, index in spans if s < right and e > left})
        anchors = [index for index in inside if left <= first[index] < right]
        pieces.append(Piece(text=text[left:right], sentences=tuple(inside), anchors=tuple(anchors)))
    return pieces


def mark_sentence(index: int, sentence: Sentence, notes: tuple[Note, ...]) -> list[Bit]:
    """The sentence, cut where a flagged bit begins or ends."""
    spans: list[tuple[int, int, int]] = []
    for note in notes:
        if note.check.sentence != index or not note.check.quote:
            continue
        span = find_span(note.check.quote, sentence.text)
        if span is not None:
            spans.append((span.start, span.end, note.number))
    edges = sorted({0, len(sentence.text), *(edge for s, e, _ in spans for edge in (s, e))})
    return [
        Bit(
            text=sentence.text[left:right],
            notes=tuple(n for s, e, n in spans if s < right and e > left),
            ends=tuple(n for _, e, n in spans if e == right),
        )
        for left, right in pairwise(edges)
    ]
