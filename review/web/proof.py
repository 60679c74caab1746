"""The proof of a find: each sentence with the passages it rests on and what the rules say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.article import Article
from core.find import AuthorKind, Evidence, Revision, Sentence, SentenceKind
from core.story import Part
from core.text import paragraphs
from review.web.marks import Bit, Note, mark_sentence
from storage.read_models import StoryArticle

CONTEXT = 220
"""Characters shown on each side of a passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Evidence as it stands in its article. `number` counts the articles from 1; `before` and
    `after` are the rest of its paragraph, cut at a word."""

    number: int
    outlet: str
    part: Part
    day: date | None
    language: str
    url: str
    before: str
    quote: str
    after: str
    rendering: str
    article_id: str
    earlier: bool
    """Whether the article was corrected since, and no longer says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of the proof. `whole` are the notes that speak of all of it; `opens` says that
    it begins a paragraph."""

    index: int
    text: str
    bits: tuple[Bit, ...]
    whole: tuple[int, ...]
    notes: tuple[Note, ...]
    passages: tuple[Passage, ...]
    accepted: str
    analysis: bool
    opens: bool

    @property
    def unproved(self) -> bool:
        return any(note.check.rule == "unproved" for note in self.notes)

    @property
    def open(self) -> bool:
        """Whether an editor has still to look at it."""
        return bool(self.notes)

    @property
    def mark(self) -> str:
        """What the margin says of it in one word."""
        if any(note.blocks for note in self.notes):
            return "blocked"
        if self.notes:
            return "open"
        if self.accepted:
            return "accepted"
        return "proved" if self.passages else "analysis"


def proof_lines(
    revision: Revision, notes: Sequence[Note], articles: Sequence[StoryArticle]
) -> tuple[Line, ...]:
    """The sentences in order, each cut at its flagged bits."""
    known = {found.article.article_id: (n, found) for n, found in enumerate(articles, start=1)}
    lines: list[Line] = []
    for index, sentence in enumerate(revision.sentences):
        about = tuple(note for note in notes if note.check.sentence == index)
        bits = mark_sentence(index, sentence, tuple(notes))
        shown = {number for bit in bits for number in bit.ends}
        before = revision.sentences[index - 1].paragraph if index else sentence.paragraph
        lines.append(
            Line(
                index=index,
                text=sentence.text,
                bits=tuple(bits),
                whole=tuple(note.number for note in about if note.number not in shown),
                notes=about,
                passages=_passages(sentence, known),
                accepted=sentence.accepted,
                analysis=sentence.kind is SentenceKind.ANALYSIS,
                opens=sentence.paragraph != before,
            )
        )
    return tuple(lines)


def writer_of(revisions: Sequence[Revision]) -> Revision | None:
    """The latest revision that a model wrote: what it thought of the region is asked there."""
    return next((r for r in revisions if r.author.kind is not AuthorKind.HUMAN), None)


def _passages(
    sentence: Sentence, known: dict[str, tuple[int, StoryArticle]]
) -> tuple[Passage, ...]:
    """One for each place, however many bits of the sentence rest on it; evidence that does not
    stand where it says it does is left out."""
    found = (
        _passage(evidence, *known[evidence.article_id])
        for evidence in dict.fromkeys(sentence.evidence)
        if evidence.article_id in known
    )
    return tuple(passage for passage in found if passage is not None)


def _passage(evidence: Evidence, number: int, found: StoryArticle) -> Passage | None:
    article = found.article
    if evidence.version is not None:
        left, right = "", ""
    elif article.text[evidence.start : evidence.end] != evidence.quote or not evidence.quote:
        return None
    else:
        left, right = _surroundings(article, evidence)
    return Passage(
        number=number,
        outlet=article.outlet,
        part=found.member.part,
        day=article.dates[0].day if article.dates else None,
        language=article.language or "en",
        url=article.url,
        before=left,
        quote=evidence.quote,
        after=right,
        rendering=evidence.rendering or "",
        article_id=article.article_id,
        earlier=evidence.version is not None,
    )


def _surroundings(article: Article, evidence: Evidence) -> tuple[str, str]:
    around = next((p for p in paragraphs(article.text) if p.start <= evidence.start < p.end), None)
    if around is None:
        return "", ""
    left = article.text[around.start : evidence.start]
    right = article.text[evidence.end : max(around.end, evidence.end)]
    if len(left) > CONTEXT:
        left = "… " + left[-CONTEXT:].partition(" ")[2]
    if len(right) > CONTEXT:
        right = right[:CONTEXT].rpartition(" ")[0] + " …"
    return left, right
