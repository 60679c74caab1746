"""The second reader against a real server on loopback: a verdict a sentence, beside the rules'."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from config.settings import ModelSettings
from core.clock import FixedClock
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Author, AuthorKind, CheckLevel, Draft, Sentence
from core.guard import AddressPolicy
from core.reading import ReadingVerdict
from core.spend import Purpose
from summarizer.asking import Model
from summarizer.ladder import MemoryBook
from summarizer.purse import OpenPurse
from summarizer.second_reader import (
    RULE,
    ReadTwice,
    SecondReader,
    as_checks,
    kept_readings,
    reading_question,
)
from tests.model_server import Fault, ModelServer
from tests.summarizer.make import MOMENT, PRICES, make_article, make_brief

SENTENCES = (
    Sentence(text="Utrecht runs forty two-way chargers in Lombok."),
    Sentence(text="Each gives 44 kW."),
    Sentence(text="Penguins like them."),
)
PASSAGE = "Utrecht has switched on forty bidirectional chargers in the Lombok district"


def entry(sentence: int, verdict: str, quote: str = "", reason: str = "") -> dict[str, Any]:
    return {"sentence": sentence, "verdict": verdict, "quote": quote, "reason": reason}


GOOD = {
    "sentences": [
        entry(1, "supported", PASSAGE, "The article says so."),
        entry(2, "contradicted", "each rated at 22 kW", "44 kW here, 22 kW there."),
        entry(3, "not_found"),
    ]
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(json.dumps(GOOD)) as running:
        yield running


@pytest.fixture
def purse() -> OpenPurse:
    return OpenPurse()


@pytest.fixture
def reader(server: ModelServer, purse: OpenPurse) -> SecondReader:
    model = Model(
        ModelSettings(base_url=server.base_url, model="judge-model", max_attempts=1),
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,)),
        clock=FixedClock(at=MOMENT),
        purse=purse,
        book=MemoryBook(),
        prices=PRICES,
    )
    return SecondReader(model)


def test_read_gives_a_verdict_with_our_own_passage_for_each_sentence(
    reader: SecondReader, purse: OpenPurse
) -> None:
    readings = reader.read(SENTENCES, (make_article(),), story_id=7).value
    assert readings is not None
    assert [reading.verdict for reading in readings] == [
        ReadingVerdict.SUPPORTED, ReadingVerdict.CONTRADICTED, ReadingVerdict.NOT_FOUND,
    ]  # fmt: skip
    assert [reading.quote for reading in readings] == [PASSAGE, "each rated at 22 kW", ""]
    assert {(r.reader, r.prompt_version) for r in readings} == {("judge-model", "judge.v1")}
    call = purse.calls[0]
    assert (call.purpose, call.story_id, call.prompt_version) == (Purpose.JUDGEMENT, 7, "judge.v1")


def test_read_support_without_a_passage_of_the_articles_is_not_found(
    reader: SecondReader, server: ModelServer
) -> None:
    invented = entry(1, "supported", "Nobody in any article ever wrote these words at all.")
    server.content = json.dumps({"sentences": [invented]})
    readings = reader.read(SENTENCES[:1], (make_article(),)).value
    assert readings is not None
    assert (readings[0].verdict, readings[0].quote) == (ReadingVerdict.NOT_FOUND, "")


@pytest.mark.parametrize("entries", [[], GOOD["sentences"][:2], [entry(9, "supported")]])
def test_read_answer_for_other_sentences_is_a_wrong_schema(
    reader: SecondReader, server: ModelServer, entries: list[dict[str, Any]]
) -> None:
    server.content = json.dumps({"sentences": entries})
    asked = reader.read(SENTENCES, (make_article(),))
    assert (asked.value, asked.outcome) == (None, CallOutcome.WRONG_SCHEMA)


def test_question_fences_text_and_articles_behind_the_instructions() -> None:
    question = reading_question(SENTENCES, (make_article(),))
    assert "2. Each gives 44 kW." in question.material
    assert question.material.count("begin untrusted article") == 1
    assert "Utrecht" not in question.instructions


def test_checks_name_the_reader_and_keep_support_apart_from_doubt(reader: SecondReader) -> None:
    readings = reader.read(SENTENCES, (make_article(),)).value
    checks = as_checks(readings or ())
    assert [check.level for check in checks] == [
        CheckLevel.OK, CheckLevel.FLAG, CheckLevel.FLAG,
    ]  # fmt: skip
    assert {check.rule for check in checks} == {RULE}
    assert checks[1].reason.startswith(
        "The second reader (judge-model, judge.v1) says contradicted. 44 kW here, 22 kW there."
    )
    assert kept_readings(checks) == checks


class _Writer:
    name, workers = "writer", 1

    def write(self, brief: Brief) -> WriterResult:
        author = Author(kind=AuthorKind.MODEL, name=self.name)
        draft = Draft(headline=brief.title, sentences=SENTENCES, author=author)
        return WriterResult(draft=draft, outcome=CallOutcome.OK)


def test_read_twice_puts_the_verdicts_beside_the_draft(reader: SecondReader) -> None:
    result = ReadTwice(_Writer(), reader).write(make_brief())
    assert result.draft is not None
    assert [check.sentence for check in kept_readings(result.draft.checks)] == [0, 1, 2]
    assert [call.purpose for call in result.calls] == [Purpose.JUDGEMENT]


def test_read_twice_without_an_answer_keeps_the_draft(
    reader: SecondReader, server: ModelServer
) -> None:
    server.fail(Fault(content="no json"))
    result = ReadTwice(_Writer(), reader).write(make_brief())
    assert result.draft is not None
    assert kept_readings(result.draft.checks) == ()
    assert result.calls[0].outcome is CallOutcome.NOT_JSON
