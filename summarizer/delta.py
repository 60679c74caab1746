"""A story that ran before: what is new since then, and whether a draft says where it ran."""

import re
from collections.abc import Iterator, Sequence

from core.coverage import Coverage, CoverageKind, PastFind
from core.find import Check, CheckLevel, Sentence
from core.text import clean_line

TOLD = (CoverageKind.SAME_EVENT, CoverageKind.SAME_PROGRAMME)
"""Kinds that a Find has to refer to; of the same subject many pieces ran."""


def delta_line(covered: Sequence[Coverage]) -> str:
    """One line for the prompt: "New since Volume 1 | Issue 8: …". Empty when the story did not
    run before, or when nothing new was found."""
    told = _told(covered)
    line = clean_line(told[0].new) if told else ""
    return f"New since {told[0].ran.number}: {line}" if line else ""


def check_delta(sentences: Sequence[Sentence], covered: Sequence[Coverage]) -> Iterator[Check]:
    """A flag when the story ran before and the text names none of the editions it ran in."""
    told = _told(covered)
    text = " ".join(sentence.text for sentence in sentences)
    if not told or any(_names(text, one.ran) for one in told):
        return
    first = told[0]
    reason = f"The {first.kind} ran in {first.ran.number}; the text does not name that edition."
    yield Check(rule="past_edition", level=CheckLevel.FLAG, reason=reason)


def _told(covered: Sequence[Coverage]) -> list[Coverage]:
    """The latest edition first."""
    told = [one for one in covered if one.kind in TOLD]
    return sorted(told, key=lambda one: (one.ran.volume, one.ran.issue), reverse=True)


def _names(text: str, ran: PastFind) -> bool:
    number = rf"\bvol(?:ume|\.)?\s*{ran.volume}\s*[|,/–-]?\s*(?:issue|no\.?)\s*{ran.issue}\b"
    return re.search(number, text, re.IGNORECASE) is not None
