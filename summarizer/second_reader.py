"""Another model, or the same one with another task, that reads a draft against its articles."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any, Literal

from pydantic import BaseModel

from core.article import Article
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Check, CheckLevel, Sentence
from core.log import Log
from core.reading import Reading, ReadingVerdict
from core.spend import Purpose
from core.text import clean_line
from summarizer.answer import AnswerUnreadable, read_as, strict_schema
from summarizer.asking import Asked, Model
from summarizer.passages import locate_in
from summarizer.question import Question, prompt_file
from summarizer.trimming import trim
from summarizer.writer import Writer

VERSION = "judge.v1"
RULE = "second_reader"
MAX_ARTICLES = 5
ARTICLE_TOKENS = 3_500
MAX_REASON_CHARS = 300

log = Log(__name__)


class ReadingAnswer(BaseModel):
    sentence: int
    verdict: Literal["supported", "contradicted", "not_found"]
    quote: str
    reason: str


class ReadingsAnswer(BaseModel):
    sentences: list[ReadingAnswer]


SCHEMA: dict[str, Any] = strict_schema(ReadingsAnswer.model_json_schema())


class SecondReader:
    """Answers sentence by sentence; every call is held, counted and recorded like a draft's."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def read(
        self, sentences: Sequence[Sentence], articles: Sequence[Article], *, story_id: int = 0
    ) -> Asked[tuple[Reading, ...]]:
        question = reading_question(sentences, articles, story_id=story_id)

        def read_them(content: str) -> tuple[Reading, ...]:
            answer = read_as(ReadingsAnswer, content)
            return self._readings(answer, len(sentences), articles)

        return self.model.ask(question, read_them)

    def _readings(
        self, answer: ReadingsAnswer, count: int, articles: Sequence[Article]
    ) -> tuple[Reading, ...]:
        """One for each sentence; raises `AnswerUnreadable` when one is missing."""
        by_number = {entry.sentence: entry for entry in answer.sentences}
        if set(by_number) != set(range(1, count + 1)):
            reason = f"The reader answered for {sorted(by_number)} of {count} sentences."
            raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
        return tuple(self._reading(by_number[number], articles) for number in range(1, count + 1))

    def _reading(self, entry: ReadingAnswer, articles: Sequence[Article]) -> Reading:
        """A passage that no article has does not support anything."""
        found = locate_in(entry.quote, articles) if entry.quote.strip() else None
        verdict = ReadingVerdict(entry.verdict)
        if verdict is ReadingVerdict.SUPPORTED and found is None:
            verdict = ReadingVerdict.NOT_FOUND
        return Reading(
            sentence=entry.sentence - 1,
            verdict=verdict,
            quote=found.quote if found else "",
            reason=clean_line(entry.reason)[:MAX_REASON_CHARS],
            reader=self.model.name,
            prompt_version=VERSION,
        )


class ReadTwice:
    """A writer whose drafts are read once more. When the reader gives no answer the draft comes
    without its verdicts: the rules' stand in any case."""

    def __init__(self, writer: Writer, reader: SecondReader) -> None:
        self.name, self.workers = writer.name, writer.workers
        self.writer, self._reader = writer, reader

    def write(self, brief: Brief) -> WriterResult:
        result = self.writer.write(brief)
        if result.draft is None:
            return result
        asked = self._reader.read(result.draft.sentences, brief.articles, story_id=brief.story_id)
        if asked.value is None:
            log.warning("second reader gave no answer", outcome=asked.outcome)
        checks = (*result.draft.checks, *as_checks(asked.value or ()))
        draft = replace(result.draft, checks=checks)
        return replace(result, draft=draft, calls=(*result.calls, *asked.calls))


def as_checks(readings: Sequence[Reading]) -> tuple[Check, ...]:
    """The verdicts as they stand beside the rules' own, with who gave them."""
    return tuple(
        Check(
            rule=RULE,
            level=CheckLevel.OK if reading.verdict is ReadingVerdict.SUPPORTED else CheckLevel.FLAG,
            reason=_sentence(reading),
            sentence=reading.sentence,
        )
        for reading in readings
    )


def kept_readings(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The second reader's verdicts among checks."""
    return tuple(check for check in checks if check.rule == RULE)


def reading_question(
    sentences: Sequence[Sentence], articles: Sequence[Article], *, story_id: int = 0
) -> Question:
    file = prompt_file(VERSION)
    shown = articles[:MAX_ARTICLES]
    mark = blake2b("".join(a.text for a in shown).encode("utf8", "replace"), digest_size=8)
    line = f"===== {mark.hexdigest()}"
    text = "\n".join(f"{n}. {clean_line(s.text)}" for n, s in enumerate(sentences, 1))
    blocks = [
        f"{line} begin untrusted article id={article.article_id} =====\n"
        f"title: {clean_line(article.title)}\n\n{trim(article.text, ARTICLE_TOKENS, text)}\n"
        f"{line} end untrusted article id={article.article_id} ====="
        for article in shown
    ]
    return Question(
        instructions=file.filled({"schema": json.dumps(SCHEMA, ensure_ascii=False)}),
        material="\n\n".join(
            [
                *blocks,
                f"{line} begin text =====\n{text}\n{line} end text =====",
                "Give a verdict on every numbered sentence, as one JSON object.",
            ]
        ),
        version=file.version,
        hash=file.hash,
        schema=SCHEMA,
        schema_name="readings",
        purpose=Purpose.JUDGEMENT,
        story_id=story_id or None,
    )


def _sentence(reading: Reading) -> str:
    said = {
        ReadingVerdict.SUPPORTED: "says supported",
        ReadingVerdict.CONTRADICTED: "says contradicted",
        ReadingVerdict.NOT_FOUND: "did not find this in the articles",
    }[reading.verdict]
    passage = f" Passage: “{reading.quote}”" if reading.quote else ""
    who = f"The second reader ({reading.reader}, {reading.prompt_version})"
    return f"{who} {said}. {reading.reason}{passage}".strip()
