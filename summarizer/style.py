"""House style by rule: length, sentences, paragraphs, words that the house does not use."""

import re
from collections.abc import Iterable, Sequence

from config.beat import HouseStyle
from core.find import Check, CheckLevel, Sentence
from core.text import count_words, paragraphs
from core.text import sentences as split_sentences
from summarizer.speech import without_quoted

_MARKUP = re.compile(r"</?[a-z!][^<>]{0,200}>|\[[^\]]{1,200}\]\([^)]{1,400}\)", re.IGNORECASE)


def check_style(text: str | Sequence[Sentence], style: HouseStyle) -> tuple[Check, ...]:
    """The house's rules on a Find; direct speech is left as it was said."""
    found = as_sentences(text)
    checks = [*_lengths(found, style)]
    for index, sentence in enumerate(found):
        checks += _words(index, sentence.text, style)
    return tuple(checks)


def as_sentences(text: str | Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Running text as sentences without evidence, paragraphs counted from 0."""
    if not isinstance(text, str):
        return tuple(text)
    return tuple(
        Sentence(text=span.text, paragraph=number)
        for number, paragraph in enumerate(paragraphs(text))
        for span in split_sentences(paragraph.text)
    )


def _lengths(found: Sequence[Sentence], style: HouseStyle) -> Iterable[Check]:
    count = sum(count_words(sentence.text) for sentence in found)
    if not style.min_words <= count <= style.max_words:
        yield _whole("length", f"{count} words: a Find has {style.min_words} to {style.max_words}.")
    if not style.min_sentences <= len(found) <= style.max_sentences:
        yield _whole(
            "sentences",
            f"{_count(len(found), 'sentence')}: a Find has {style.min_sentences} to "
            f"{style.max_sentences}.",
        )
    number = len({sentence.paragraph for sentence in found})
    if number > style.max_paragraphs:
        yield _whole(
            "paragraphs", f"{number} paragraphs: a Find has {style.max_paragraphs} at most."
        )


def _words(index: int, text: str, style: HouseStyle) -> Iterable[Check]:
    plain = without_quoted(text)
    for word in style.banned_words:
        for match in _whole_word(word, re.IGNORECASE).finditer(plain):
            yield _flag(
                "hype", index, match.group(), f"The house does not write “{match.group()}”."
            )
    for word in style.first_person:
        for match in _whole_word(word, re.IGNORECASE).finditer(plain):
            if not _is_acronym(match.group()):
                yield _flag(
                    "first_person", index, match.group(), "A Find is written in the third person."
                )
    for wrong, right in style.acronyms:
        for match in _whole_word(wrong, gap=r"\s+").finditer(plain):
            yield _flag("acronym", index, match.group(), f"The house spells it “{right}”.")
    if "!" in plain:
        yield _flag("exclamation", index, "!", "A Find has no exclamation mark.")
    for match in _MARKUP.finditer(text):
        reason = "This looks like markup: a Find is plain text."
        yield Check(
            rule="markup",
            level=CheckLevel.BLOCK,
            reason=reason,
            sentence=index,
            quote=match.group(),
        )


def _whole_word(word: str, flags: int = 0, *, gap: str = r"[\s-]+") -> re.Pattern[str]:
    pattern = gap.join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])", flags)


def _is_acronym(word: str) -> bool:
    """`US` is a country where `us` is first person."""
    return len(word) > 1 and word.isupper()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _whole(rule: str, reason: str) -> Check:
    return Check(rule=rule, level=CheckLevel.FLAG, reason=reason)


def _flag(rule: str, index: int, quote: str, reason: str) -> Check:
    return Check(rule=rule, level=CheckLevel.FLAG, reason=reason, sentence=index, quote=quote)
