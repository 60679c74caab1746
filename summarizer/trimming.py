"""What of an article a model sees: whole passages, those that matter most, in their order."""

from collections.abc import Sequence

from core.article import Article
from core.text import Span, clean_text, paragraphs, sentences, words
from summarizer.question import estimate_tokens

GAP = "[…]"
"""Stands where passages were left out."""
LEAD_PARTS = 3
"""The lead gets as much as three others."""
OPENING_PASSAGES = 2
"""What is news stands there: these come first, whatever the budget leaves for the rest."""


def share_out(articles: Sequence[Article], tokens: int) -> list[int]:
    """Tokens for each article: three parts for the lead, one for each other; what a short one
    leaves goes to those after it, and to the lead at last."""
    needs = [estimate_tokens(article.text) for article in articles]
    if sum(needs) <= tokens:
        return needs
    parts = LEAD_PARTS + len(needs) - 1
    shares = [min(needs[0], tokens * LEAD_PARTS // parts)]
    for place in range(1, len(needs)):
        left = tokens - sum(shares)
        shares.append(min(needs[place], left // (len(needs) - place)))
    shares[0] = min(needs[0], shares[0] + tokens - sum(shares))
    return shares


def trim(text: str, tokens: int, about: str = "") -> str:
    """The passages of a text within a budget, never cut inside a sentence: the opening first,
    then those that share most words with it and with `about`."""
    clean = clean_text(text)
    if estimate_tokens(clean) <= tokens:
        return clean
    found = paragraphs(clean)
    subject = {word.lower() for word in words(f"{about} {clean[:600]}") if len(word) > 3}
    order = sorted(range(len(found)), key=lambda place: _weight(found[place], place, subject))
    kept: dict[int, str] = {}
    for place in order:
        passage = _within(found[place].text, tokens)
        if passage:
            kept[place] = passage
            tokens -= estimate_tokens(passage)
    return _joined(kept, found)


def _weight(passage: Span, place: int, subject: set[str]) -> tuple[bool, float, int]:
    """Smaller comes first."""
    if place < OPENING_PASSAGES:
        return (False, 0.0, place)
    mine = [word.lower() for word in words(passage.text)]
    shared = sum(word in subject for word in mine) / max(1, len(mine))
    return (True, -shared, place)


def _within(passage: str, tokens: int) -> str:
    """The passage, or its first sentences when it is too long for what is left."""
    if estimate_tokens(passage) <= tokens:
        return passage
    end = 0
    for sentence in sentences(passage):
        if estimate_tokens(passage[: sentence.end]) > tokens:
            break
        end = sentence.end
    return passage[:end]


def _joined(kept: dict[int, str], found: Sequence[Span]) -> str:
    pieces: list[str] = []
    last = -1
    for place in sorted(kept):
        if place != last + 1:
            pieces.append(GAP)
        pieces.append(kept[place])
        last = place
    if kept and last != len(found) - 1:
        pieces.append(GAP)
    return "\n\n".join(pieces)
