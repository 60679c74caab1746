"""English beside foreign passages, rendered by a model on a real server on loopback."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from config.settings import ModelSettings
from core.clock import FixedClock
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Author, AuthorKind, Draft, Evidence, Sentence
from core.guard import AddressPolicy
from core.spend import Purpose
from summarizer.align import align_text
from summarizer.asking import Model
from summarizer.ladder import MemoryBook
from summarizer.purse import OpenPurse
from summarizer.translation import Translated, Translator, foreign_passages, translation_question
from tests.model_server import Fault, ModelServer
from tests.summarizer.make import MOMENT, PRICES, make_article, make_brief

DUTCH = "De stad Utrecht betaalt de helft. Stedin rekent niets voor het netwerk."
NL = make_article("nl", DUTCH, language="nl-NL")
EN = make_article("en")
HALF = Evidence(article_id="nl", start=0, end=33, quote=DUTCH[:33])
FREE = Evidence(article_id="nl", start=34, end=71, quote=DUTCH[34:71])
ENGLISH = Evidence(article_id="en", start=0, end=7, quote="Utrecht")
SENTENCES = (
    Sentence(text="Utrecht pays half of it.", evidence=(HALF, ENGLISH)),
    Sentence(text="The grid is free, and half is paid.", evidence=(FREE, HALF)),
)
DRAFT = Draft(
    headline="Half",
    sentences=SENTENCES,
    author=Author(kind=AuthorKind.MODEL, name="m"),
)
GOOD = {
    "passages": [
        {"passage": 2, "english": "Stedin charges nothing for the grid."},
        {"passage": 1, "english": "The city of Utrecht pays half."},
    ]
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(json.dumps(GOOD)) as running:
        yield running


class _Writer:
    name, workers = "writer", 1

    def __init__(self, draft: Draft | None = DRAFT) -> None:
        self.draft = draft

    def write(self, brief: Brief) -> WriterResult:
        outcome = CallOutcome.OK if self.draft else CallOutcome.REFUSED
        return WriterResult(draft=self.draft, outcome=outcome)


def write(server: ModelServer, draft: Draft | None = DRAFT, brief: Brief | None = None) -> Any:
    model = Model(
        ModelSettings(base_url=server.base_url, model="m", max_attempts=1),
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,)),
        clock=FixedClock(at=MOMENT),
        purse=OpenPurse(),
        book=MemoryBook(),
        prices=PRICES,
    )
    return Translated(_Writer(draft), Translator(model)).write(brief or make_brief(NL, EN))


def renderings(draft: Draft) -> list[list[str | None]]:
    return [[bit.rendering for bit in sentence.evidence] for sentence in draft.sentences]


def test_foreign_passages_are_each_once_and_none_in_english() -> None:
    assert foreign_passages(DRAFT, (NL, EN)) == (HALF, FREE)
    assert foreign_passages(DRAFT, (replace(NL, language=""), EN)) == ()


def test_translated_puts_english_beside_passages_that_stay_as_they_are(server: ModelServer) -> None:
    result = write(server)
    half, free = "The city of Utrecht pays half.", "Stedin charges nothing for the grid."
    assert renderings(result.draft) == [[half, None], [free, half]]
    assert [bit.quote for bit in result.draft.sentences[1].evidence] == [FREE.quote, HALF.quote]
    call = result.calls[0]
    assert (call.purpose, call.story_id) == (Purpose.TRANSLATION, 7)
    assert (call.prompt_version, len(result.calls)) == ("translate.v1", 1)


@pytest.mark.parametrize(
    "entries",
    [
        [],
        GOOD["passages"][:1],
        [*GOOD["passages"], {"passage": 3, "english": "More."}],
        [GOOD["passages"][0], {"passage": 1, "english": " \u200b"}],
        [GOOD["passages"][0], {"passage": 1, "english": "The city pays. " * 30}],
    ],
)
def test_translated_bad_answer_leaves_the_draft_untranslated_and_recorded(
    server: ModelServer, entries: list[dict[str, Any]]
) -> None:
    server.content = json.dumps({"passages": entries})
    result = write(server)
    assert (result.outcome, result.draft) == (CallOutcome.OK, DRAFT)
    assert renderings(result.draft) == [[None, None], [None, None]]
    assert [call.outcome for call in result.calls] == [CallOutcome.WRONG_SCHEMA]


def test_translated_without_an_answer_keeps_the_draft(server: ModelServer) -> None:
    server.fail(Fault(status=500), Fault(status=500))
    result = write(server)
    assert (result.outcome, result.draft) == (CallOutcome.OK, DRAFT)
    assert result.calls[-1].outcome is CallOutcome.SERVER_ERROR


def test_translated_english_story_or_no_draft_makes_no_call(server: ModelServer) -> None:
    english = make_brief(replace(NL, language="en-GB"), EN)
    assert write(server, brief=english).draft == DRAFT
    assert write(server, draft=None).outcome is CallOutcome.REFUSED
    assert server.calls == 0


def test_question_fences_the_passages_and_names_their_language() -> None:
    question = translation_question((HALF, FREE), (NL, EN))
    assert f"1. [nl-NL] {HALF.quote}" in question.material
    assert question.material.count("untrusted passages") == 2
    assert "Utrecht" not in question.instructions


def test_rendering_stays_with_its_passage_after_an_edit(server: ModelServer) -> None:
    draft = write(server).draft
    kept = align_text("Utrecht pays one half of it.", draft.sentences, (NL, EN))
    assert kept[0].evidence[0].rendering == "The city of Utrecht pays half."
