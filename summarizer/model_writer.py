"""The writer that asks a model: brief → question → draft → checks → one round of repair."""

from collections.abc import Sequence
from dataclasses import replace

from config.beat import HouseStyle
from core.article import Article
from core.coverage import Coverage
from core.draft import Brief, CallOutcome, WriterResult
from core.find import Author, AuthorKind, Check, CheckLevel, Draft
from core.introduction import IntroductionBrief, IntroductionResult
from summarizer.answer import FindAnswer, make_draft, read_answer
from summarizer.asking import Model
from summarizer.checks import check_find
from summarizer.introduction import (
    check_introduction,
    introduction_question,
    read_introduction,
)
from summarizer.prompt import render_prompt
from summarizer.question import Question
from summarizer.repair import repair_question, repairable


class ModelWriter:
    """Drafts in the house's voice, every quote looked up in the articles, every sentence
    checked. What the checks find is put to the model once; the better of the two drafts goes to
    the desk, with its flags."""

    def __init__(
        self,
        model: Model,
        style: HouseStyle,
        *,
        beat: str = "",
        newsletter: str = "V2G News",
        brief_tokens: int = 6_000,
        repairs: bool = True,
    ) -> None:
        self.name, self.workers = model.name, model.workers
        self.model = model
        self._style, self._beat, self._repairs = style, beat, repairs
        self._newsletter, self._brief_tokens = newsletter, brief_tokens

    def __repr__(self) -> str:
        return f"ModelWriter({self.model!r})"

    def question(self, brief: Brief) -> Question:
        return render_prompt(
            brief,
            self._style,
            beat=self._beat,
            newsletter=self._newsletter,
            tokens=self._brief_tokens,
        )

    def write(self, brief: Brief) -> WriterResult:
        question = self.question(brief)
        asked = self.model.ask(question, read_answer)
        if asked.value is None:
            return WriterResult(
                draft=None,
                outcome=asked.outcome,
                calls=asked.calls,
                retry_after_seconds=asked.retry_after_seconds,
                reason=asked.reason,
            )
        draft = self.drafted(asked.value, question, brief.articles, brief.past)
        if not self._repairs or not repairable(draft.checks):
            return WriterResult(draft=draft, outcome=CallOutcome.OK, calls=asked.calls)
        again = self.model.ask(repair_question(question, asked.value, draft.checks), read_answer)
        calls = (*asked.calls, *again.calls)
        if again.value is not None:
            repaired = self.drafted(again.value, question, brief.articles, brief.past)
            draft = min((draft, repaired), key=_weight)
        return WriterResult(draft=draft, outcome=CallOutcome.OK, calls=calls)

    def write_introduction(self, brief: IntroductionBrief) -> IntroductionResult:
        """The opening of an edition, with what it says beyond the edition's own pieces."""
        question = introduction_question(brief, beat=self._beat)
        asked = self.model.ask(question, read_introduction)
        text = asked.value or ""
        return IntroductionResult(
            text=text,
            outcome=asked.outcome,
            checks=check_introduction(text, brief) if text else (),
            author=self._author(question),
            reason=asked.reason,
        )

    def drafted(
        self,
        answer: FindAnswer,
        question: Question,
        articles: Sequence[Article],
        past: Sequence[Coverage] = (),
    ) -> Draft:
        """The answer as a draft with our own offsets and every check."""
        draft = make_draft(answer, articles, self._author(question))
        checks = check_find(draft.sentences, articles, self._style, past=past)
        return replace(draft, checks=checks)

    def _author(self, question: Question) -> Author:
        return Author(
            kind=AuthorKind.MODEL,
            name=self.name,
            prompt_version=question.version,
            prompt_hash=question.hash,
        )


def _weight(draft: Draft) -> tuple[int, int]:
    """Fewer blocks, then fewer flags; a draft that came first wins a draw."""
    return (_count(draft.checks, CheckLevel.BLOCK), _count(draft.checks, CheckLevel.FLAG))


def _count(checks: Sequence[Check], level: CheckLevel) -> int:
    return sum(check.level is level for check in checks)
