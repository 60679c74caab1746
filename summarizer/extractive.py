"""The embedded writer: the best sentences of the articles themselves. No key, no network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from config.beat import HouseStyle
from core.article import Article
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Author, AuthorKind, Draft, Evidence, Sentence
from core.text import count_words, sentences, words
from summarizer.checks import check_find
from summarizer.passages import opening
from summarizer.speech import without_quoted

NAME = "extract"
LONGEST_SENTENCE_WORDS = 60
READ_CHARS = 20_000
"""How much of one article is considered: what is news stands at its beginning."""
REPEATS = 0.55
"""Two sentences this alike (cosine) say the same."""

_JUNK = re.compile(
    r"\b(?:cookies?|subscribe|newsletter|sign up|log in|click here|read more|read also|"
    r"all rights reserved|copyright|©|photo(?:graph)? by|image credit|picture:|follow us|"
    r"share this|advertisement|terms of use|privacy policy|your (?:inbox|browser)|"
    r"(?:media|press) contact|for more information|forward-looking statements|"
    r"lees ook|lees meer|mehr lesen|lesen sie auch)\b|https?://|www\.|@\w+\.\w",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:by|from|van|von|par)\s+[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3}\W*$")
_PRONOUN = re.compile(
    r"^(?:he|she|it|they|this|that|these|those|his|her|its|their|such|but|and|or|so|also|"
    r"however|meanwhile|moreover|in addition|additionally|for example)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’ -]{2,30}(?:,[^—–]{2,50}?)?(?:\s\([^)]{2,30}\))?\s?)?[—–]\s?|^-{1,2}\s"
)
_END = re.compile(r"[.!…][\"'”’)\]]*$")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    evidence: Evidence
    order: int
    words: int


class ExtractiveWriter:
    """Chooses sentences by how central they are, how early they stand, whether they carry
    numbers and the beat's terms; leaves out repetition and page furniture; keeps the order.

    The draft is verbatim: it has to be rewritten before it may be published.
    """

    name = NAME

    def __init__(self, style: HouseStyle, beat_terms: Sequence[str] = ()) -> None:
        self._style = style
        self._terms = tuple(term.lower() for term in beat_terms)

    def estimate_cost(self, brief: Brief) -> int:  # noqa: ARG002  # an extract costs nothing
        return 0

    def write(self, brief: Brief) -> WriterResult:
        candidates = self._candidates(brief.articles)
        if not candidates:
            reason = "The articles hold no sentence that could stand in a Find."
            return WriterResult(draft=None, outcome=CallOutcome.EMPTY, reason=reason)
        chosen = self._choose(candidates)
        written = tuple(
            Sentence(text=" ".join(c.evidence.quote.split()), evidence=(c.evidence,))
            for c in chosen
        )
        draft = Draft(
            headline=brief.title,
            sentences=written,
            author=Author(kind=AuthorKind.EXTRACT, name=NAME),
            checks=check_find(written, brief.articles, self._style, verbatim=True),
            verbatim=True,
        )
        return WriterResult(draft=draft, outcome=CallOutcome.OK)

    def _candidates(self, articles: Sequence[Article]) -> list[_Candidate]:
        """The lead's sentences; the others' too when the lead alone is too short."""
        found: list[_Candidate] = []
        for article in articles:
            if sum(candidate.words for candidate in found) >= self._style.min_words:
                break
            found.extend(_usable(article, len(found)))
        return found

    def _choose(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        alike = _similarities([candidate.evidence.quote for candidate in candidates])
        scores = self._scores(candidates, alike)
        chosen: list[int] = []
        total = 0
        for index in sorted(range(len(candidates)), key=lambda i: -scores[i]):
            words = candidates[index].words
            if total + words > self._style.max_words and chosen:
                continue
            if any(alike[index, other] >= REPEATS for other in chosen):
                continue
            chosen.append(index)
            total += words
            if len(chosen) == self._style.max_sentences or (
                total >= self._enough and len(chosen) >= self._style.min_sentences
            ):
                break
        return [candidates[index] for index in sorted(chosen)]

    @property
    def _enough(self) -> int:
        return (2 * self._style.min_words + self._style.max_words) // 3

    def _scores(self, candidates: Sequence[_Candidate], alike: np.ndarray) -> list[float]:
        central = alike.mean(axis=1)
        central = central / (central.max() or 1)
        return [
            float(central[index]) + self._own_score(candidate)
            for index, candidate in enumerate(candidates)
        ]

    def _own_score(self, candidate: _Candidate) -> float:
        quote = candidate.evidence.quote
        score = 0.8 / (1 + candidate.order)
        score += 0.15 if _NUMBER.search(quote) else 0.0
        score += 0.15 * min(2, sum(term in quote.lower() for term in self._terms))
        score -= 0.6 if _PRONOUN.match(quote) else 0.0
        score -= 0.6 if self._in_first_person(quote) else 0.0
        return score - (0.2 if candidate.words < 8 else 0.0)

    def _in_first_person(self, quote: str) -> bool:
        spoken = set(words(without_quoted(quote)))
        return any({word, word.capitalize()} & spoken for word in self._style.first_person)


def _usable(article: Article, first_order: int) -> list[_Candidate]:
    found: list[_Candidate] = []
    for span in sentences(opening(article.text, READ_CHARS)):
        dateline = _DATELINE.match(span.text)
        start = span.start + (dateline.end() if dateline else 0)
        quote = article.text[start : span.end]
        count = count_words(quote)
        if 4 <= count <= LONGEST_SENTENCE_WORDS and not _is_junk(quote):
            evidence = Evidence(
                article_id=article.article_id, start=start, end=span.end, quote=quote
            )
            found.append(_Candidate(article, evidence, first_order + len(found), count))
    return found


def _is_junk(text: str) -> bool:
    if _JUNK.search(text) or _BYLINE.match(text) or not _END.search(text):
        return True
    balanced = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    return not balanced or not any(ch.islower() for ch in text)


def _similarities(texts: Sequence[str]) -> np.ndarray:
    """Cosine of the texts' TF-IDF vectors, 0 on the diagonal; all zero when no word counts."""
    try:
        vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    except ValueError:
        return np.zeros((len(texts), len(texts)))
    alike = (vectors @ vectors.T).toarray()
    np.fill_diagonal(alike, 0.0)
    return np.asarray(alike)
