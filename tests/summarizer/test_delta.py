"""What is new since the story ran, and the flag on a text that does not say where it ran."""

from datetime import date

import pytest

from config.beat import HouseStyle
from core.coverage import Coverage, CoverageKind, PastFind
from core.find import CheckLevel, Sentence
from summarizer.checks import check_find
from summarizer.delta import check_delta, delta_line
from summarizer.prompt import render_prompt
from tests.summarizer.make import make_article, make_brief


def ran(
    issue: int, kind: CoverageKind = CoverageKind.SAME_PROGRAMME, new: str = "60 more cars."
) -> Coverage:
    past = PastFind(volume=1, issue=issue, text="It began.", dated=date(2026, 1, 1), archive_id=1)
    return Coverage(kind=kind, ran=past, new=new, reasons=())


def rules(text: str, *covered: Coverage) -> list[str]:
    return [check.reason for check in check_delta((Sentence(text=text),), covered)]


@pytest.mark.parametrize(
    "text",
    [
        "Its start was covered in Volume 1 | Issue 8.",
        "Its start was covered in volume 1, issue 8.",
        "See Vol. 1 Issue 8 for its start.",
    ],
)
def test_delta_text_that_names_the_past_edition_is_not_flagged(text: str) -> None:
    assert rules(text, ran(8)) == []


@pytest.mark.parametrize(
    "text", ["It grows.", "See Volume 1 | Issue 80.", "See Volume 2 | Issue 8."]
)
def test_delta_text_that_names_none_is_flagged_with_the_edition(text: str) -> None:
    (reason,) = rules(text, ran(8))
    assert (
        reason
        == "The same programme ran in Volume 1 | Issue 8; the text does not name that edition."
    )


def test_delta_one_of_several_editions_is_enough_and_the_latest_is_asked_for() -> None:
    assert rules("As told in Volume 1 | Issue 3.", ran(3), ran(8)) == []
    assert "Issue 8" in rules("It grows.", ran(3), ran(8))[0]


def test_delta_same_subject_or_nothing_before_asks_for_no_edition() -> None:
    assert rules("It grows.", ran(8, CoverageKind.SAME_SUBJECT)) == []
    assert rules("It grows.") == []


def test_delta_line_is_one_line_on_the_latest_edition() -> None:
    assert delta_line((ran(3), ran(8, new="60 more\ncars."))) == (
        "New since Volume 1 | Issue 8: 60 more cars."
    )
    assert delta_line((ran(8, new=""),)) == delta_line(()) == ""


def test_delta_line_stands_in_the_prompt_before_the_articles() -> None:
    material = render_prompt(make_brief(past=(ran(8),)), HouseStyle()).material
    line = "New since Volume 1 | Issue 8: 60 more cars."
    assert material.index(line) < material.index("begin untrusted")
    assert "New since" not in render_prompt(make_brief(), HouseStyle()).material


def test_check_find_flags_a_missing_past_edition_once() -> None:
    found = check_find(
        (Sentence(text="It grows."),), (make_article(),), HouseStyle(), past=(ran(8),)
    )
    (flag,) = [check for check in found if check.rule == "past_edition"]
    assert (flag.level, flag.sentence) == (CheckLevel.FLAG, None)
