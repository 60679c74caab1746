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
from summarizer.days import days
from summarizer.opener import news_start
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
    r"lees ook|lees meer|mehr lesen|lesen sie auch|"
    r"(?:story|article) continues (?:for|below)|sign in (?:or|to)|to read the rest|"
    r"already a (?:member|subscriber)|originally (?:published|appeared)|republished|"
    r"(?:report|story) from our partner|comments are closed)\b|https?://|www\.|@\w+\.\w",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:by|from|van|von|par)\s+[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3}\W*$")
# Openings that point back: without the sentence before, a reader asks who, what or when.
_LEANS = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|its|their|such|but|and|or|so|also|both|each|"
    r"another|others|however|meanwhile|moreover|instead|then|now|there|here|still|yet|nor|neither|"
    r"together|most|in addition|additionally|for example|for a sense|of (?:those|these|them)|"
    r"(?:after|before|for|with|against|at|in|under|on|by|until|since) "
    r"(?:that|this|it|them|then|all of them|the (?:remainder|rest|same|other hand))|"
    r"because (?:those|these|it|they|of (?:that|this))|none of (?:that|them|this)|"
    r"the (?:rest|remainder|former|latter|others?|couple|pair|rule|two|three)|"
    r"dat|dit|deze|daar\w*|zij|ze|hij|nu|toen|ook|maar|dies\w*|das|er|sie|dafür|dabei|damit|daran|"
    r"auch|aber|doch|und|zugleich)\b",
    re.IGNORECASE,
)
_OPENED = '"“”„«»‘'
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
    workers = 1

    def __init__(self, style: HouseStyle, beat_terms: Sequence[str] = ()) -> None:
        self._style = style
        self._terms = tuple(term.lower() for term in beat_terms)

    def write(self, brief: Brief) -> WriterResult:
        articles = self._reading_order(brief.articles)
        candidates = self._candidates(articles)
        if not candidates:
            reason = "The articles hold no sentence that could stand in a Find."
            return WriterResult(draft=None, outcome=CallOutcome.EMPTY, reason=reason)
        candidates, opens = self._from_the_news_on(candidates)
        chosen = self._choose(candidates, opens=opens)
        written = tuple(
            Sentence(text=" ".join(c.evidence.quote.split()), evidence=(c.evidence,))
            for c in chosen
        )
        draft = Draft(
            headline=brief.title if articles[0] is brief.articles[0] else articles[0].title,
            sentences=written,
            author=Author(kind=AuthorKind.EXTRACT, name=NAME),
            checks=check_find(written, brief.articles, self._style, verbatim=True),
            verbatim=True,
        )
        return WriterResult(draft=draft, outcome=CallOutcome.OK)

    def _reading_order(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        """The lead first. One in another language stands back behind the first English report
        that is long enough for a Find: the editors write in English."""
        if not articles or articles[0].is_english:
            return tuple(articles)
        for article in articles:
            if article.is_english and _count(_usable(article, 0)) >= self._style.min_words:
                return (article, *(other for other in articles if other is not article))
        return tuple(articles)

    def _candidates(self, articles: Sequence[Article]) -> list[_Candidate]:
        """The lead's sentences; the others' too when the lead alone is too short."""
        found: list[_Candidate] = []
        for article in articles:
            if _count(found) >= self._style.min_words:
                break
            found.extend(_usable(article, len(found)))
        return found

    def _from_the_news_on(self, candidates: list[_Candidate]) -> tuple[list[_Candidate], bool]:
        """Without the scene that an article may open on, when what follows is long enough; and
        whether the first one says the news."""
        lead = candidates[0].article
        # One that leans on what stands before cannot open.
        quotes = [
            "" if _LEANS.match(c.evidence.quote.lstrip(_OPENED)) else c.evidence.quote
            for c in candidates
            if c.article is lead
        ]
        start = news_start(quotes, lead.text, self._terms) if lead.is_english else None
        rest = candidates[start:]
        if start is None or _count(rest) < self._style.min_words:
            return candidates, start == 0
        return rest, True

    def _choose(self, candidates: Sequence[_Candidate], *, opens: bool) -> list[_Candidate]:
        """The best sentences together, the first among them when it `opens`; one that leans on
        the sentence before comes only behind it, unless the rest is too short."""
        alike = _similarities([candidate.evidence.quote for candidate in candidates])
        scores = self._scores(candidates, alike)
        order = sorted(range(len(candidates)), key=lambda index: -scores[index])
        chosen = [0] if opens else []
        for strict in (True, False):
            self._take(order, candidates, alike, chosen, strict=strict)
            if _count([candidates[index] for index in chosen]) >= self._style.min_words:
                break
        return [candidates[index] for index in sorted(chosen)]

    def _take(
        self,
        order: Sequence[int],
        candidates: Sequence[_Candidate],
        alike: np.ndarray,
        chosen: list[int],
        *,
        strict: bool,
    ) -> None:
        total = _count([candidates[index] for index in chosen])
        for index in order:
            enough = total >= self._enough and len(chosen) >= self._style.min_sentences
            if enough or len(chosen) == self._style.max_sentences:
                return
            words = candidates[index].words
            if index in chosen or (total + words > self._style.max_words and chosen):
                continue
            if any(alike[index, other] >= REPEATS for other in chosen):
                continue
            if strict and _hangs(candidates, index, chosen):
                continue
            chosen.append(index)
            total += words

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
        # What happened on a named day is the news; the rest tells about it.
        score += 0.25 if any(found.day and found.month for found in days(quote)) else 0.0
        score += 0.15 * min(2, sum(term in quote.lower() for term in self._terms))
        score -= 0.3 if _LEANS.match(quote) else 0.0
        score -= 1.0 if self._in_first_person(quote) else 0.0
        return score - (0.2 if candidate.words < 8 else 0.0)

    def _in_first_person(self, quote: str) -> bool:
        spoken = set(words(without_quoted(quote)))
        return any({word, word.capitalize()} & spoken for word in self._style.first_person)


def _count(candidates: Sequence[_Candidate]) -> int:
    return sum(candidate.words for candidate in candidates)


def _hangs(candidates: Sequence[_Candidate], index: int, chosen: Sequence[int]) -> bool:
    """Whether a sentence leans on one that is not among the chosen."""
    candidate = candidates[index]
    if not _LEANS.match(candidate.evidence.quote.lstrip(_OPENED)):
        return False
    if index - 1 not in chosen:
        return True
    before, text = candidates[index - 1], candidate.article.text
    if before.article is not candidate.article:
        return True
    return bool(text[before.evidence.end : candidate.evidence.start].strip())


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
    if text[0] in _OPENED and text[-1] in _OPENED and len(text) > 1:
        return True  # Somebody says it, and the sentence does not tell who.
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
