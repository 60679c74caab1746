"""The opening of an edition says nothing that the edition does not."""

import json
from dataclasses import replace
from datetime import date

import pytest

from core.draft import CallOutcome
from core.edition import Feature
from core.introduction import IntroductionBrief, PlacedFind
from core.place import Region
from core.spend import Purpose
from summarizer.answer import AnswerUnreadable
from summarizer.introduction import check_introduction, introduction_question, read_introduction
from tests.model_server import Fault, ModelServer
from tests.summarizer.make import UTRECHT
from tests.summarizer.test_model_writer import Desk

BRIEF = IntroductionBrief(
    newsletter="V2G News",
    number="Volume 2 | Issue 3",
    features=(
        Feature(
            kind="V2G Insights",
            title="From Yards to Markets: Dana Ruiz on School Buses",
            dated=date(2026, 2, 3),
            body="Dana Ruiz of Loopwise explains how 22 school buses in Oakland sell power.",
        ),
    ),
    finds=(PlacedFind(headline="Utrecht", text=UTRECHT, region=Region.GLOBAL),),
    earlier=("We opened the year with a look at Ghent.",),
)
GOOD = [
    "This edition of V2G News looks at how parked vehicles become something that a grid can count "
    "on. In our interview, Dana Ruiz of Loopwise explains how 22 school buses in Oakland came to "
    "sell power, and what it took to write a contract that leaves the schools whole.",
    "Our Finds follow the same thread abroad, where Utrecht has switched on forty bidirectional "
    "chargers in the Lombok district and pays drivers for each kilowatt-hour they give back.",
]


def test_question_shows_the_edition_and_its_voice_behind_fixed_instructions() -> None:
    question = introduction_question(BRIEF, beat="Vehicle-to-grid.")
    other = introduction_question(replace(BRIEF, finds=()), beat="Vehicle-to-grid.")
    assert question.instructions == other.instructions
    assert "{{" not in question.instructions
    assert question.purpose is Purpose.INTRODUCTION
    for shown in ("Dana Ruiz", "Lombok", "Volume 2 | Issue 3", "We opened the year"):
        assert shown in question.material


def test_write_introduction_is_checked_against_the_edition() -> None:
    with ModelServer(json.dumps({"paragraphs": GOOD})) as server:
        desk = Desk(server)
        result = desk.writer.write_introduction(BRIEF)
        assert result.outcome is CallOutcome.OK
        assert result.text == "\n\n".join(GOOD)
        assert result.checks == ()
        assert result.author.prompt_version == "intro.v1"
        assert [call.purpose for call in desk.recorded] == [Purpose.INTRODUCTION]


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [("22 school buses", "32 school buses", "32"), ("Loopwise", "Voltado", "Voltado"),
     ("Utrecht", "Eindhoven", "Eindhoven"), ("forty", "ninety", "ninety")],
)  # fmt: skip
def test_check_introduction_flags_what_stands_in_no_piece(old: str, new: str, quote: str) -> None:
    text = "\n\n".join(GOOD).replace(old, new)
    assert any(quote in check.quote for check in check_introduction(text, BRIEF))


def test_check_introduction_counts_words() -> None:
    assert [check.rule for check in check_introduction("V2G News opens.", BRIEF)] == ["length"]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        ('{"paragraphs": []}', CallOutcome.EMPTY),
        ('{"paragraphs": ["a", "b", "c", "d", "e"]}', CallOutcome.WRONG_SCHEMA),
        ('{"text": "a"}', CallOutcome.WRONG_SCHEMA),
        ("Here you are.", CallOutcome.NOT_JSON),
    ],
)
def test_read_introduction_of_anything_else_is_refused(content: str, outcome: CallOutcome) -> None:
    with pytest.raises(AnswerUnreadable) as refused:
        read_introduction(content)
    assert refused.value.outcome is outcome


def test_write_introduction_that_fails_says_why() -> None:
    with ModelServer("{}") as server:
        server.fail(Fault(refusal="No."))
        result = Desk(server).writer.write_introduction(BRIEF)
    assert (result.text, result.outcome, result.checks) == ("", CallOutcome.REFUSED, ())
    assert result.reason
