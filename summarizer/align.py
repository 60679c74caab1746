"""After a human edit: which passage carries which sentence now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from core.article import Article
from core.find import Evidence, Sentence
from core.text import fold, words
from summarizer.passages import as_sequence, best_support, locate_in
from summarizer.speech import quoted
from summarizer.style import as_sentences

LIGHT = 0.6
"""An edited sentence this alike (share of words in order) keeps its passages."""
UNTOUCHED = 0.95


def align_text(
    text: str,
    previous: Sequence[Sentence],
    articles: Mapping[str, Article] | Sequence[Article],
) -> tuple[Sentence, ...]:
    """The sentences of an edited text with their evidence.

    An unchanged sentence keeps everything; a lightly changed one keeps kind and passages; for
    any other the articles are searched: what it quotes, then the passage that supports it best.
    """
    story = as_sequence(articles)
    return tuple(_align(sentence, previous, story) for sentence in as_sentences(text))


def _align(sentence: Sentence, previous: Sequence[Sentence], story: Sequence[Article]) -> Sentence:
    merged = [old for old in previous if old.evidence and _holds(sentence.text, old.text)]
    if len(merged) > 1:
        return replace(sentence, evidence=_all_evidence(merged))
    likeness = [_alike(sentence.text, old.text) for old in previous]
    best = max(range(len(previous)), key=likeness.__getitem__, default=None)
    if best is not None and likeness[best] >= LIGHT:
        old = previous[best]
        accepted = old.accepted if likeness[best] >= UNTOUCHED else ""
        evidence = old.evidence or (() if accepted else _search(sentence.text, story))
        return replace(sentence, kind=old.kind, evidence=evidence, accepted=accepted)
    return replace(sentence, evidence=_all_evidence(merged) or _search(sentence.text, story))


def _all_evidence(sentences: Sequence[Sentence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for sentence in sentences for e in sentence.evidence))


def _search(text: str, story: Sequence[Article]) -> tuple[Evidence, ...]:
    whole = locate_in(text, story)
    if whole is not None:
        return (whole,)
    said = [locate_in(span.text, story) for span in quoted(text) if len(words(span.text)) > 2]
    found = [evidence for evidence in said if evidence is not None]
    support = best_support(text, story)
    if support is not None and not any(_covers(support, evidence) for evidence in found):
        found.append(support)
    return tuple(found)


def _covers(one: Evidence, other: Evidence) -> bool:
    same = one.article_id == other.article_id
    return same and one.start <= other.start and other.end <= one.end


def _alike(one: str, other: str) -> float:
    if fold(one).split() == fold(other).split():
        return 1.0
    mine, theirs = words(fold(one)), words(fold(other))
    return min(0.99, SequenceMatcher(a=mine, b=theirs, autojunk=False).ratio())


def _holds(text: str, old: str) -> bool:
    """Whether most of an old sentence went into this one, as when two are merged."""
    mine, theirs = words(fold(text)), words(fold(old))
    blocks = SequenceMatcher(a=mine, b=theirs, autojunk=False).get_matching_blocks()
    return bool(theirs) and sum(b.size for b in blocks if b.size > 1) >= LIGHT * len(theirs)
