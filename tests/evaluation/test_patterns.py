"""No pattern of the project goes with the square of what it is given, or worse."""

import re

import pytest

from evaluation.hostile_texts import hostile_texts
from evaluation.pattern_speed import OurPattern, measure, our_patterns, seconds

SHORT, LONG = 300, 1_200
WORTH_A_LOOK = 0.003
# A length four times as long takes four times as long, or sixteen times with the square.
MOST_GROWTH = 10.0
ENDLESS = 10.0


def grows(ours: OurPattern) -> str:
    """The beginning of the text that shows it, "" when none does. Seconds are the processor's."""
    for long in hostile_texts(ours.pattern, LONG):
        if seconds(ours, long) < WORTH_A_LOOK:
            continue
        if seconds(ours, long) > ENDLESS:
            return repr(long[:60])
        took, before = (min(seconds(ours, text) for _ in range(3)) for text in (long, long[:SHORT]))
        if took > WORTH_A_LOOK and took > MOST_GROWTH * before:
            return repr(long[:60])
    return ""


@pytest.mark.parametrize("written", [r"\s+x", r"(a|b)*c\d", r"<!--(?:.|\n)*?-->", r"(?:a+,?)+$"])
def test_patterns_that_grow_with_the_square_are_found(written: str) -> None:
    assert grows(OurPattern(place="here", pattern=re.compile(written), anchored=False))


@pytest.mark.slow
def test_patterns_of_the_project_grow_with_the_length_alone() -> None:
    ours = our_patterns()
    assert len(ours) > 200
    assert {one.place: text for one in ours if (text := grows(one))} == {}


def test_patterns_are_measured() -> None:
    figures = measure(size=100).figures
    assert figures["patterns"] == len(our_patterns())
    assert "worst_ms" in figures
