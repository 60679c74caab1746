"""Red flags by rule: what a sentence says and its passages do not.

A flag is a question to the editor, never a score: no flag does not mean that a sentence is
true. What is looked at: numbers with their units, money, dates, names, direct speech,
addresses, and new facts in sentences marked as analysis.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.article import Article
from core.find import Check, CheckLevel, Sentence, SentenceKind
from core.url import url_key
from summarizer.contradiction import check_contradictions
from summarizer.days import Day, days, supported
from summarizer.exchanges import exchanged_names
from summarizer.figures import Figure, agree, in_english, same_value, turns_bound
from summarizer.names import Known, Name, known, names, unknown_words
from summarizer.passages import as_sequence, surrounding
from summarizer.plain import figures_outside_dates, without_figures
from summarizer.roles import turned_deeds
from summarizer.speech import is_said, quoted
from summarizer.standins import other_day, stand_ins

RULES = ("number", "date", "name", "quote", "address", "new_fact",
         "negation", "direction", "hedge", "quantity", "swap", "role")  # fmt: skip
"""The rules that compare a sentence with the articles; `unproved` asks for evidence as such."""

_ADDRESS = re.compile(
    r"(?:\b(?:https?|ftp|javascript|data|file):|\bwww\.)[^\s<>\"“”]+|"
    r"\b(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|info|biz|news|xyz|ru|cn|co|eu|ai)\b(?:/[^\s<>\"“”]*)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\w.-]+")
_PAST_EDITION = re.compile(r"\bVolume \d+ \| Issue \d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a sentence may rest on: its own passages first, then the whole story."""

    near: str
    story: str
    known: Known
    published: tuple[date, ...]
    addresses: frozenset[str]
    tied: bool = False


def check_grounding(
    sentences: Sequence[Sentence], articles: Mapping[str, Article] | Sequence[Article]
) -> tuple[Check, ...]:
    """One check for each thing that a sentence says and the articles do not."""
    story = as_sequence(articles)
    by_id = {article.article_id: article for article in story}
    whole = "\n\n".join(_everything(article) for article in story)
    base = _Ground(
        near=whole,
        story=whole,
        known=known(whole),
        published=tuple(evidence.day for article in story for evidence in article.dates),
        addresses=frozenset(url_key(article.url) for article in story),
    )
    return tuple(
        check
        for index, sentence in enumerate(sentences)
        for check in _check_sentence(index, sentence, _own_ground(sentence, by_id, base))
    )


def _check_sentence(index: int, sentence: Sentence, ground: _Ground) -> Iterable[Check]:
    text = _PAST_EDITION.sub(lambda match: " " * len(match.group()), sentence.text)
    if sentence.kind is SentenceKind.ANALYSIS:
        yield from _new_facts(index, text, ground)
    else:
        yield from _unproved(index, sentence)
        yield from _numbers(index, text, ground)
        yield from _dates(index, text, ground)
        yield from _names(index, text, ground)
        yield from _roles(index, text, ground)
        yield from check_contradictions(index, text, ground.near, ground.story, tied=ground.tied)
    yield from _speech(index, text, ground)
    yield from _addresses(index, text, ground)


def _unproved(index: int, sentence: Sentence) -> Iterable[Check]:
    if sentence.evidence:
        return
    if sentence.accepted:
        reason = f"No passage is tied to this sentence; accepted by an editor: {sentence.accepted}"
        yield Check(rule="unproved", level=CheckLevel.OK, reason=reason, sentence=index)
        return
    reason = "No passage of the articles is tied to this sentence."
    yield _flag("unproved", index, sentence.text, reason)


def _numbers(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    near, story = figures_outside_dates(ground.near), figures_outside_dates(ground.story)
    for written in figures_outside_dates(text):
        figure = in_english(written)
        if figure.text.lower() == "one":
            continue
        same = [other for other in near if agree(figure, other)]
        if same:
            yield from _bounds(index, figure, same)
            continue
        if any(agree(figure, other) for other in story):
            reason = f"“{figure.text}” stands elsewhere in the articles, not in this passage."
        elif any(same_value(figure, other) for other in story):
            reason = f"The articles give this number in another unit than “{figure.text}”."
        else:
            reason = f"“{figure.text}” stands in none of the articles."
        yield _flag("number", index, figure.text, reason)


def _bounds(index: int, figure: Figure, same: Sequence[Figure]) -> Iterable[Check]:
    """`30` or `at least 30` where the passage says `up to 30`."""
    if all(other.values == figure.values and turns_bound(figure, other) for other in same):
        passage = f"{same[0].bound} {same[0].text}"
        mine = f"{figure.bound} {figure.text}".strip()
        reason = f"The text says “{mine}”; the passage says “{passage}”."
        yield _flag("quantity", index, figure.text, reason)


def _dates(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    for day in days(text):
        if not _is_dated(day, ground):
            reason = f"No article gives the date “{day.text}”."
            yield _flag("date", index, day.text, reason)
        elif ground.tied and (other := other_day(day, days(ground.near))):
            reason = (
                f"“{day.text}” stands elsewhere in the articles; this passage says “{other.text}”."
            )
            yield _flag("date", index, day.text, reason)


def _names(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    plain = without_figures(text)
    for name in names(plain, ground.known.words):
        missing = unknown_words(name, ground.known)
        if missing:
            quote = name.text if len(missing) == len(name.words) else " ".join(missing)
            reason = f"“{quote}” stands in none of the articles."
            yield _flag("name", index, quote if quote in text else name.text, reason)
    if ground.tied:
        for exchange in stand_ins(plain, ground.near, ground.known):
            reason = (
                f"“{exchange.mine}” stands elsewhere in the articles; "
                f"this passage says “{exchange.theirs}”."
            )
            yield _flag("name", index, exchange.mine, reason)


def _roles(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    deeds = [(m.said, t.said) for m, t in turned_deeds(text, ground.near, ground.known)]
    for mine, theirs in deeds or exchanged_names(text, ground.near, ground.known):
        reason = f"The text says “{mine}”; the passage says “{theirs}”."
        yield _flag("role", index, mine, reason)


def _speech(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    for span in quoted(text):
        if not is_said(span.text, ground.story):
            reason = "This is in quotation marks, but no article has it word for word."
            yield _flag("quote", index, span.text, reason)


def _addresses(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:)")
        if url_key(address) in ground.addresses:
            continue
        level, reason = CheckLevel.BLOCK, "This address is not one of the story's articles."
        if _BARE.fullmatch(address) and address in ground.story:
            level, reason = CheckLevel.FLAG, "This reads like an address. Is it a name?"
        yield Check(rule="address", level=level, reason=reason, sentence=index, quote=address)


def _new_facts(index: int, text: str, ground: _Ground) -> Iterable[Check]:
    story = figures_outside_dates(ground.story)
    new = [
        figure.text
        for figure in figures_outside_dates(text)
        if figure.text.lower() != "one" and not any(agree(figure, other) for other in story)
    ]
    new += [day.text for day in days(text) if not _is_dated(day, ground)]
    new += [
        name.text
        for name in names(without_figures(text), ground.known.words)
        if unknown_words(name, ground.known) and not _is_house_word(name)
    ]
    for quote in new:
        reason = f"Analysis may bring no new fact: “{quote}” stands in none of the articles."
        yield _flag("new_fact", index, quote, reason)


def _is_dated(day: Day, ground: _Ground) -> bool:
    return supported(day, days(ground.story), ground.published, ground.story)


def _is_house_word(name: Name) -> bool:
    """The beat's own words may stand in any analysis."""
    return all(
        word.upper() in ("V2G", "V2H", "V2B", "V2X", "V2L", "EV", "EVS", "NEWS")
        for word in name.words
    )


def _own_ground(sentence: Sentence, by_id: Mapping[str, Article], base: _Ground) -> _Ground:
    passages = [
        surrounding(evidence, by_id[evidence.article_id])
        for evidence in sentence.evidence
        if evidence.article_id in by_id
    ]
    if not passages:
        return base
    near = "\n\n".join(passages)
    return replace(base, near=near, tied=True)


def _everything(article: Article) -> str:
    """Whatever a reader of the article's page sees; each line ends, so that none runs on."""
    parts = (article.title, article.text, article.summary, article.outlet, *article.authors)
    return ".\n\n".join(part for part in parts if part)


def _flag(rule: str, index: int, quote: str, reason: str) -> Check:
    return Check(rule=rule, level=CheckLevel.FLAG, reason=reason, sentence=index, quote=quote)
