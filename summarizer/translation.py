"""English beside the passages of a draft that are in another language, as a model renders them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel

from core.article import Article
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Draft, Evidence
from core.log import Log
from core.spend import Purpose
from core.text import clean_line
from summarizer.answer import AnswerUnreadable, read_as, strict_schema
from summarizer.asking import Asked, Model
from summarizer.question import Question, prompt_file
from summarizer.writer import Writer

VERSION = "translate.v1"
MAX_PASSAGES = 40
"""More stay as they are; a draft rests on a dozen or two."""
LONGER_MOST = 3
"""A rendering so many times as long as its passage, and `ROOM`, is something else."""
ROOM = 80

log = Log(__name__)


class RenderingAnswer(BaseModel):
    passage: int
    english: str


class RenderingsAnswer(BaseModel):
    passages: list[RenderingAnswer]


SCHEMA: dict[str, Any] = strict_schema(RenderingsAnswer.model_json_schema())


class Translator:
    """Renders passages; every call is held, counted and recorded like a draft's."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def render(
        self, passages: Sequence[Evidence], articles: Sequence[Article], *, story_id: int = 0
    ) -> Asked[tuple[str, ...]]:
        """One line of English for each passage, in their order."""
        question = translation_question(passages, articles, story_id=story_id)

        def read_them(content: str) -> tuple[str, ...]:
            return _renderings(read_as(RenderingsAnswer, content), passages)

        return self.model.ask(question, read_them)


class Translated:
    """A writer whose drafts get English beside what they rest on in other languages. When there
    is no answer the draft comes without it: the call is on record, the passages say it all."""

    def __init__(self, writer: Writer, translator: Translator) -> None:
        self.name, self.workers = writer.name, writer.workers
        self.writer, self._translator = writer, translator

    def write(self, brief: Brief) -> WriterResult:
        result = self.writer.write(brief)
        foreign = foreign_passages(result.draft, brief.articles) if result.draft else ()
        if result.draft is None or not foreign:
            return result
        asked = self._translator.render(foreign, brief.articles, story_id=brief.story_id)
        calls = (*result.calls, *asked.calls)
        if asked.value is None:
            log.warning("passages not translated", story=brief.story_id, outcome=asked.outcome)
            return replace(result, calls=calls)
        draft = with_renderings(result.draft, dict(zip(foreign, asked.value, strict=True)))
        return replace(result, draft=draft, calls=calls)


def foreign_passages(draft: Draft, articles: Sequence[Article]) -> tuple[Evidence, ...]:
    """What the draft rests on in articles that are not in English, each once, in order."""
    foreign = {article.article_id for article in articles if not article.is_english}
    bits = (bit for sentence in draft.sentences for bit in sentence.evidence)
    return tuple(dict.fromkeys(bit for bit in bits if bit.article_id in foreign))[:MAX_PASSAGES]


def with_renderings(draft: Draft, english: Mapping[Evidence, str]) -> Draft:
    """The draft with a rendering at each passage that has one; nothing else changes."""
    sentences = tuple(
        replace(
            sentence,
            evidence=tuple(
                replace(bit, rendering=english.get(bit, bit.rendering)) for bit in sentence.evidence
            ),
        )
        for sentence in draft.sentences
    )
    return replace(draft, sentences=sentences)


def translation_question(
    passages: Sequence[Evidence], articles: Sequence[Article], *, story_id: int = 0
) -> Question:
    file = prompt_file(VERSION)
    languages = {article.article_id: article.language for article in articles}
    text = "\n".join(
        f"{number}. [{languages.get(bit.article_id, '')}] {clean_line(bit.quote)}"
        for number, bit in enumerate(passages, 1)
    )
    mark = blake2b(text.encode("utf8", "replace"), digest_size=8).hexdigest()
    return Question(
        instructions=file.filled({"schema": json.dumps(SCHEMA, ensure_ascii=False)}),
        material=(
            f"===== {mark} begin untrusted passages =====\n{text}\n"
            f"===== {mark} end untrusted passages =====\n\n"
            "Render every numbered passage in English, as one JSON object."
        ),
        version=file.version,
        hash=file.hash,
        schema=SCHEMA,
        schema_name="renderings",
        purpose=Purpose.TRANSLATION,
        story_id=story_id or None,
    )


def _renderings(answer: RenderingsAnswer, passages: Sequence[Evidence]) -> tuple[str, ...]:
    """Raises `AnswerUnreadable` when one is missing, empty, or far longer than its passage."""
    english = {entry.passage: clean_line(entry.english) for entry in answer.passages}
    if set(english) != set(range(1, len(passages) + 1)):
        reason = f"The answer renders {sorted(english)} of {len(passages)} passages."
        raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    for number, bit in enumerate(passages, 1):
        if not 0 < len(english[number]) <= LONGER_MOST * len(bit.quote) + ROOM:
            reason = f"The rendering of passage {number} is empty or far longer than the passage."
            raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    return tuple(english[number] for number in range(1, len(passages) + 1))
