"""What the checks found, put to the model that wrote it."""

from collections.abc import Sequence
from dataclasses import replace

from core.find import Check, CheckLevel
from core.spend import Purpose
from core.text import clean_line
from summarizer.answer import FindAnswer
from summarizer.question import Question, prompt_file

VERSION = "repair.v1"
OF_THE_SOURCES = frozenset({"partial", "language", "orders", "hidden"})
"""Flags about the articles: no other wording removes them, and what an article orders is not
told to a model outside its fence."""
MAX_FINDINGS = 20


def repairable(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The findings that another wording may remove."""
    return tuple(
        check
        for check in checks
        if check.level is not CheckLevel.OK and check.rule not in OF_THE_SOURCES
    )


def repair_question(question: Question, answer: FindAnswer, checks: Sequence[Check]) -> Question:
    """The same question, with the first answer and what was found behind it: whatever an
    endpoint has cached of the first call stays as it was."""
    findings = "\n".join(_line(answer, check) for check in repairable(checks)[:MAX_FINDINGS])
    file = prompt_file(VERSION)
    told = file.filled({"answer": answer.model_dump_json(), "findings": findings})
    return replace(question, material=f"{question.material}\n\n{told}", purpose=Purpose.REPAIR)


def _line(answer: FindAnswer, check: Check) -> str:
    where = "The whole"
    if check.sentence is not None and check.sentence < len(answer.sentences):
        where = f"Sentence {check.sentence + 1}"
    quote = f" (“{clean_line(check.quote)}”)" if check.quote else ""
    return f"- {where}: {clean_line(check.reason)}{quote}"
