"""The opening words of an edition, drafted from what stands in it, and held to it by rule."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from pydantic import BaseModel

from core.article import Article
from core.draft import CallOutcome
from core.find import Check, CheckLevel, Sentence, SentenceKind
from core.introduction import IntroductionBrief
from core.spend import Purpose
from core.text import clean_line, clean_text, count_words, paragraphs, sentences
from summarizer.answer import AnswerUnreadable, read_as, strict_schema
from summarizer.grounding import check_grounding
from summarizer.question import Question, prompt_file

VERSION = "intro.v1"
MIN_WORDS, MAX_WORDS = 60, 200
MOST_PARAGRAPHS = 4
FEATURE_CHARS = 1_500
"""Of a long piece, what stands at its beginning says what it is about."""
FIND_CHARS = 700
EARLIER = 2
GATED = frozenset({"new_fact", "number", "name", "date", "quote", "address"})
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class IntroductionAnswer(BaseModel):
    paragraphs: list[str]


def introduction_question(brief: IntroductionBrief, *, beat: str = "") -> Question:
    file = prompt_file(VERSION)
    schema = strict_schema(IntroductionAnswer.model_json_schema())
    values = {
        "newsletter": clean_line(brief.newsletter),
        "beat": clean_line(beat),
        "min_words": str(MIN_WORDS),
        "max_words": str(MAX_WORDS),
        "schema": json.dumps(schema),
    }
    return Question(
        instructions=file.filled(values),
        material=_material(brief),
        version=file.version,
        hash=file.hash,
        schema=schema,
        schema_name="introduction",
        purpose=Purpose.INTRODUCTION,
    )


def read_introduction(content: str) -> str:
    """The paragraphs, a blank line between them. Raises `AnswerUnreadable`."""
    written = [clean_line(one) for one in read_as(IntroductionAnswer, content).paragraphs]
    text = "\n\n".join(one for one in written if one)
    if not text:
        raise AnswerUnreadable("The answer holds no paragraph.", CallOutcome.EMPTY)
    if len(written) > MOST_PARAGRAPHS:
        reason = f"The answer has {len(written)} paragraphs; {MOST_PARAGRAPHS} are read at most."
        raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    return text


def check_introduction(text: str, brief: IntroductionBrief) -> tuple[Check, ...]:
    """What the text says beyond the edition: names, numbers, dates, quotes and addresses that
    stand in none of its pieces; and its length. An opening says what the pieces mean, so each
    sentence is held to all of them, not to one passage."""
    written = [
        Sentence(text=span.text, kind=SentenceKind.ANALYSIS, paragraph=number)
        for number, paragraph in enumerate(paragraphs(text))
        for span in sentences(paragraph.text)
    ]
    found = [c for c in check_grounding(written, _as_articles(brief)) if c.rule in GATED]
    count = count_words(text)
    if not MIN_WORDS <= count <= MAX_WORDS:
        reason = f"{count} words: an introduction has {MIN_WORDS} to {MAX_WORDS}."
        found.append(Check(rule="length", level=CheckLevel.FLAG, reason=reason))
    return tuple(found)


def _material(brief: IntroductionBrief) -> str:
    texts = _texts(brief)
    mark = _mark(texts)
    lines = [f"The edition: {clean_line(brief.newsletter)}, {brief.number}."]
    if brief.earlier:
        lines.append("Earlier openings, for the voice only; their facts are not yours:")
        lines += [clean_text(text) for text in brief.earlier[:EARLIER]]
    blocks = [
        f"===== {mark} begin {kind} =====\n{text}\n===== {mark} end {kind} =====\n"
        for kind, text in texts
    ]
    return "\n\n".join([*lines, *blocks, "Write the opening as instructed, as one JSON object."])


def _texts(brief: IntroductionBrief) -> list[tuple[str, str]]:
    long = [
        ("long piece", f"{one.kind}: {one.title}\n\n{clean_text(one.body)[:FEATURE_CHARS]}")
        for one in brief.features
    ]
    finds = [
        (f"find, {one.region}", f"{one.headline}\n\n{clean_text(one.text)[:FIND_CHARS]}")
        for one in brief.finds
    ]
    return [*long, *finds]


def _as_articles(brief: IntroductionBrief) -> Sequence[Article]:
    """The edition as the rules read it; its name and number are known as well."""
    whole = [f"{one.kind}: {one.title}\n\n{clean_text(one.body)}" for one in brief.features]
    whole += [f"{one.headline}\n\n{clean_text(one.text)}" for one in brief.finds]
    whole.append(f"{brief.newsletter}, {brief.number}.")
    return [
        Article(
            article_id=str(number),
            url="",
            source="edition",
            outlet=brief.newsletter,
            title="",
            text=text,
            language="en",
            first_seen_at=_LONG_AGO,
            fetched_at=_LONG_AGO,
        )
        for number, text in enumerate(whole)
    ]


def _mark(texts: Sequence[tuple[str, str]]) -> str:
    """A mark that none of the texts can carry: it depends on all of them."""
    digest = blake2b(digest_size=8)
    for _, text in texts:
        digest.update(text.encode("utf8", "replace"))
    return digest.hexdigest()
