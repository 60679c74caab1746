"""A model's answer: its schema, reading it whatever is wrapped around it, and the draft.

Nothing a model says about where a passage stands is trusted: each quote is looked for in the
article, and one that is not there is dropped.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from core.article import Article
from core.draft import CallOutcome
from core.find import Author, Draft, Evidence, Sentence, SentenceKind
from core.place import Region
from core.text import clean_line
from summarizer.passages import evidence_at, locate, locate_in

MAX_ANSWER_CHARS = 100_000
MAX_SENTENCES = 30
MAX_SENTENCE_CHARS = 1_500
MAX_QUOTES = 6
MAX_HEADLINE_CHARS = 200

_FENCE = re.compile(r"```[a-z]*+\s*+(.*?)```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(
    r"<think(?:ing)?>[^<]*+(?:<(?!/?think)[^<]*+)*+</think(?:ing)?>", re.IGNORECASE
)


Answer = TypeVar("Answer", bound=BaseModel)


class QuoteAnswer(BaseModel):
    article: str
    quote: str


class SentenceAnswer(BaseModel):
    text: str
    kind: Literal["fact", "analysis"]
    paragraph: int = 0
    quotes: list[QuoteAnswer] = []


class FindAnswer(BaseModel):
    headline: str = ""
    sentences: list[SentenceAnswer]
    region: Literal["US", "Global", "unclear"] = "unclear"
    region_reason: str = ""


class AnswerUnreadable(Exception):
    """The answer is not what was asked for; `outcome` says in which way."""

    def __init__(self, reason: str, outcome: CallOutcome) -> None:
        self.outcome = outcome
        super().__init__(reason)


def read_answer(content: str) -> FindAnswer:
    """Raises `AnswerUnreadable`."""
    answer = read_as(FindAnswer, content)
    count = len(answer.sentences)
    if count > MAX_SENTENCES:
        reason = f"The answer has {count} sentences; {MAX_SENTENCES} are read at most."
        raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    if any(len(sentence.text) > MAX_SENTENCE_CHARS for sentence in answer.sentences):
        reason = f"A sentence has more than {MAX_SENTENCE_CHARS} characters."
        raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    if not any(clean_line(sentence.text) for sentence in answer.sentences):
        raise AnswerUnreadable("The answer holds no sentence.", CallOutcome.EMPTY)
    return answer


def read_as(kind: type[Answer], content: str) -> Answer:
    """A model's answer as a value of that kind. Raises `AnswerUnreadable`."""
    if len(content) > MAX_ANSWER_CHARS:
        reason = f"The answer has {len(content)} characters; {MAX_ANSWER_CHARS} are read at most."
        raise AnswerUnreadable(reason, CallOutcome.WRONG_SCHEMA)
    try:
        return kind.model_validate_json(unwrap(content))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        bad_json = first["type"] == "json_invalid"
        outcome = CallOutcome.NOT_JSON if bad_json else CallOutcome.WRONG_SCHEMA
        raise AnswerUnreadable(f"{where or 'answer'}: {first['msg']}", outcome) from None


def unwrap(content: str) -> str:
    """The JSON object in a text that may think aloud, fence it, or talk around it."""
    text = _THOUGHT.sub("", content).strip().removeprefix("\ufeff")
    if text.startswith("{"):
        return text
    fenced = _FENCE.search(text)
    if fenced:
        return fenced[1].strip()
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def make_draft(answer: FindAnswer, articles: Sequence[Article], author: Author) -> Draft:
    """The draft with our own offsets, not yet checked."""
    by_id = {article.article_id: article for article in articles}
    numbers = sorted({sentence.paragraph for sentence in answer.sentences})
    written = tuple(
        Sentence(
            text=clean_line(sentence.text),
            kind=SentenceKind(sentence.kind),
            evidence=_evidence(sentence.quotes, by_id),
            paragraph=numbers.index(sentence.paragraph),
        )
        for sentence in answer.sentences
        if clean_line(sentence.text)
    )
    return Draft(
        headline=clean_line(answer.headline)[:MAX_HEADLINE_CHARS],
        sentences=written,
        author=author,
        region=Region(answer.region),
    )


def _evidence(quotes: Sequence[QuoteAnswer], by_id: Mapping[str, Article]) -> tuple[Evidence, ...]:
    found = []
    for quote in quotes[:MAX_QUOTES]:
        evidence = _find(quote, by_id)
        if evidence is not None and evidence not in found:
            found.append(evidence)
    return tuple(found)


def _find(quote: QuoteAnswer, by_id: Mapping[str, Article]) -> Evidence | None:
    named = by_id.get(quote.article)
    span = locate(quote.quote, named.text) if named else None
    if named is not None and span is not None:
        return evidence_at(named, span)
    return locate_in(quote.quote, by_id.values())


def strict_schema(schema: Any) -> Any:
    """A JSON schema as strict endpoints want it: all required, nothing extra, no defaults."""
    if isinstance(schema, list):
        return [strict_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        k: strict_schema(v) for k, v in schema.items() if k != "default" and not _is_title(k, v)
    }
    if kept.get("type") == "object":
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _is_title(key: str, value: object) -> bool:
    return key == "title" and isinstance(value, str)


SCHEMA: dict[str, Any] = strict_schema(FindAnswer.model_json_schema())
