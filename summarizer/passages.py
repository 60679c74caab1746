"""Where a sentence stands in the articles: verbatim, nearly so, or best supported."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product
from math import log

from core.article import Article
from core.find import Evidence
from core.text import Span, find_span, fold, paragraphs, sentences, words

ALIKE = 0.95
"""The share of characters a passage must have in common with a quote to be taken for it."""

SEARCHED_CHARS = 60_000
"""How far into an article a supporting passage is looked for; news is far shorter."""

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_LONGEST_QUOTE = 2000
_COMMON = 40
"""A word that stands this often in an article says little about where a quote is."""


def as_sequence(articles: Mapping[str, Article] | Sequence[Article]) -> tuple[Article, ...]:
    values = articles.values() if isinstance(articles, Mapping) else articles
    return tuple(values)


def locate(quote: str, text: str) -> Span | None:
    """The passage of `text` that a quote names: normalised verbatim, else alike by 95 %."""
    if not _TOKEN.search(quote) or len(quote) > _LONGEST_QUOTE:
        return None
    return find_span(quote, text) or _locate_alike(quote, text)


def evidence_at(article: Article, span: Span) -> Evidence:
    return Evidence(article_id=article.article_id, start=span.start, end=span.end, quote=span.text)


def locate_in(quote: str, articles: Iterable[Article]) -> Evidence | None:
    """The quote in the first article that holds it."""
    for article in articles:
        span = locate(quote, article.text)
        if span is not None:
            return evidence_at(article, span)
    return None


def best_support(text: str, articles: Sequence[Article], *, least: float = 0.5) -> Evidence | None:
    """The article sentence that shares most of this sentence's weight in words, rare words
    counting more; None when the best shares less than `least`."""
    wanted = set(_keys(text))
    spans = [
        (article, span)
        for article in articles
        for span in sentences(opening(article.text, SEARCHED_CHARS))
    ]
    if not wanted or not spans:
        return None
    keyed = [set(_keys(span.text)) for _, span in spans]
    seen_in = {key: sum(key in keys for keys in keyed) for key in wanted}
    weight = {key: log(1 + len(spans) / (1 + count)) for key, count in seen_in.items()}
    total = sum(weight.values())
    shares = [sum(weight[key] for key in wanted & keys) / total if total else 0 for keys in keyed]
    best = max(range(len(spans)), key=shares.__getitem__)
    return evidence_at(*spans[best]) if shares[best] >= least else None


def surrounding(evidence: Evidence, article: Article) -> str:
    """The whole sentences that a passage lies in; the passage alone, when the article was
    corrected and no longer holds it."""
    if evidence.version is not None:
        return evidence.quote
    touched = [
        Span(paragraph.start + span.start, paragraph.start + span.end, span.text)
        for paragraph in paragraphs(article.text)
        if paragraph.start < evidence.end and paragraph.end > evidence.start
        for span in sentences(paragraph.text)
        if paragraph.start + span.start < evidence.end
        and paragraph.start + span.end > evidence.start
    ]
    if not touched:
        return evidence.quote
    return article.text[touched[0].start : touched[-1].end]


def opening(text: str, limit: int) -> str:
    """The paragraphs that begin within the first `limit` characters; offsets stay true."""
    if len(text) <= limit:
        return text
    end = text.find("\n", limit)
    return text if end < 0 else text[:end]


def longest_run(text: str, source: str) -> tuple[int, str]:
    """The longest run of words that both texts hold, with its length in words."""
    mine, theirs = _spans(text), _keys(source)
    keys = [key for key, _, _ in mine]
    match = SequenceMatcher(a=keys, b=theirs, autojunk=False).find_longest_match()
    if not match.size:
        return 0, ""
    start, end = mine[match.a][1], mine[match.a + match.size - 1][2]
    return len(words(text[start:end])), text[start:end]


def _locate_alike(quote: str, text: str) -> Span | None:
    wanted = [key for key, _, _ in _spans(quote)]
    found = _spans(text)
    if len(wanted) < 4:
        return None
    best: tuple[float, Span] | None = None
    for start, size in product(_likely_starts(wanted, found), _sizes(len(wanted))):
        window = found[start : start + size]
        span = Span(window[0][1], window[-1][2], text[window[0][1] : window[-1][2]])
        matcher = SequenceMatcher(a=fold(span.text), b=fold(quote).strip(" .,"), autojunk=False)
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
            continue
        ratio = matcher.ratio()
        if ratio >= ALIKE and (best is None or ratio > best[0]):
            best = ratio, span
    return best[1] if best else None


def _sizes(count: int) -> range:
    """Lengths in words of windows that could be as alike as they must."""
    slack = max(1, round(count * (1 - ALIKE)))
    return range(count - slack, count + slack + 1)


def _likely_starts(wanted: Sequence[str], found: Sequence[tuple[str, int, int]]) -> list[int]:
    """The starts at which a window lines up most of the quote's words, and their neighbours."""
    places: dict[str, list[int]] = {}
    for index, (key, _, _) in enumerate(found):
        places.setdefault(key, []).append(index)
    votes = Counter(
        index - at
        for at, key in enumerate(wanted)
        if len(places.get(key, ())) <= _COMMON
        for index in places.get(key, ())
    )
    near = {start + shift for start, _ in votes.most_common(8) for shift in (-1, 0, 1)}
    return sorted(start for start in near if 0 <= start < len(found))


def _spans(text: str) -> list[tuple[str, int, int]]:
    folded = fold(text)
    return [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]


def _keys(text: str) -> list[str]:
    return _TOKEN.findall(fold(text))
