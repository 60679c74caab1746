"""draft: stories without a find → brief → writer → checks → find, a story at a time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.draft import Brief, CallOutcome, ModelCall
from core.find import Draft
from core.log import Log
from core.run import Job
from core.story import Story
from scheduler.context import Context, Progress, silent
from scheduler.locks import alone
from summarizer.checks import check_find
from summarizer.writer import Writer

log = Log(__name__)

ARTICLES_IN_A_BRIEF = 5
UNREACHABLE = frozenset({CallOutcome.TIMEOUT, CallOutcome.DISCONNECTED, CallOutcome.SERVER_ERROR})
UNREACHABLE_MOST = 3
"""So many stories in a row without an answer end the run: the model is not there."""
FAILED_MOST = 9
"""Failed calls in a day after which a story waits for the next day."""
UNKNOWN_PRICE_MICRODOLLARS = 20_000
"""What a call to a model without a known price counts in the budget, so that the cap holds."""
STEPS_DOWN = 3
"""Calls that may go by until it is known what a server can do."""
FINAL = frozenset({CallOutcome.QUOTA, CallOutcome.UNAUTHORIZED, CallOutcome.BLOCKED})
"""Outcomes that the next story would meet again: the run ends, its stories keep waiting."""

Record = Callable[[ModelCall], None]
OpenWriter = Callable[[Record], Writer]


def draft(
    context: Context,
    open_writer: OpenWriter,
    *,
    run_id: int | None = None,
    limit: int = 60,
    progress: Progress = silent,
) -> dict[str, int]:
    """Counts by name: drafted, failed:<outcome>, budget_reached, waiting.

    A story that cannot be drafted now stays without a find, and the next run takes it again.
    """
    with alone(context, Job.DRAFT):
        counts: Counter[str] = Counter()
        ledger = Ledger(context, run_id)
        writer = open_writer(ledger.record)
        stories = _waiting(context, limit)
        in_a_row = 0
        for done, story in enumerate(stories, 1):
            brief = make_brief(context, story)
            if not ledger.covers(story, writer.estimate_cost(brief)):
                counts["budget_reached"] = 1
                counts["waiting"] = len(stories) - done + 1
                break
            outcome = _draft_one(context, writer, story, brief)
            counts["drafted" if outcome is CallOutcome.OK else f"failed:{outcome}"] += 1
            progress("stories drafted", done, len(stories))
            in_a_row = in_a_row + 1 if outcome in UNREACHABLE else 0
            if outcome in FINAL or in_a_row == UNREACHABLE_MOST:
                counts["waiting"] = len(stories) - done
                break
        return dict(counts)


def _waiting(context: Context, limit: int) -> list[Story]:
    """Stories to draft, best rank first, without those a model failed on again and again today:
    they would be paid for at every run, and keep the others waiting."""
    since = context.clock.now() - timedelta(days=1)
    chosen: list[Story] = []
    with context.database.read() as unit:
        for story in unit.stories.undrafted(limit=limit * 5):
            calls = unit.model_calls.of_story(story.story_id)
            failed = [c for c in calls if c.outcome is not CallOutcome.OK and c.started_at > since]
            if len(failed) < FAILED_MOST:
                chosen.append(story)
            if len(chosen) == limit:
                break
    return chosen


def make_brief(context: Context, story: Story) -> Brief:
    """The story as a writer sees it: the lead first, then independent reports, then echoes."""
    with context.database.read() as unit:
        articles = unit.articles.many(story.article_ids[:ARTICLES_IN_A_BRIEF])
    return Brief(
        story_id=story.story_id,
        title=story.title,
        articles=articles,
        region=story.region.region,
        printed_on=story.date.day,
    )


def checked(context: Context, draft: Draft, brief: Brief) -> Draft:
    """The draft with the verdicts of every rule; whatever a writer claims of itself is redone."""
    style = context.configuration.beat.style
    checks = check_find(draft.sentences, brief.articles, style, verbatim=draft.verbatim)
    return replace(draft, checks=checks)


class Ledger:
    """Every call to a model as a row, as soon as it ended, and what a day's drafting has spent."""

    def __init__(self, context: Context, run_id: int | None) -> None:
        self._context, self._run_id = context, run_id
        self._story: Story | None = None
        self._per_call = 0
        with context.database.read() as unit:
            today = unit.model_calls.spend(context.clock.now() - timedelta(days=1))
        self.spent = today.microdollars + today.unknown * UNKNOWN_PRICE_MICRODOLLARS

    def covers(self, story: Story, per_call: int | None) -> bool:
        """Whether the budget covers the next story at its worst: every attempt, and every step
        down the ladder, at `per_call` micro-dollars. Calls recorded from now on are its."""
        settings = self._context.configuration.settings.model
        self._story = story
        self._per_call = UNKNOWN_PRICE_MICRODOLLARS if per_call is None else per_call
        worst = self._per_call * (settings.max_attempts + STEPS_DOWN)
        return self.spent + worst <= settings.budget_microdollars

    def record(self, call: ModelCall) -> None:
        """A call whose cost is unknown counts as its estimate: the cap must hold."""
        cost = call.cost_microdollars
        self.spent += self._per_call if cost is None else cost
        story_id = self._story.story_id if self._story else call.story_id
        with self._context.database.unit() as unit:
            unit.model_calls.add(replace(call, story_id=story_id), run_id=self._run_id)


def _draft_one(context: Context, writer: Writer, story: Story, brief: Brief) -> CallOutcome:
    result = writer.write(brief)
    if result.draft is None:
        log.warning("draft failed", story=story.story_id, outcome=result.outcome)
        return result.outcome
    draft = checked(context, result.draft, brief)
    with context.database.unit() as unit:
        unit.finds.add(story, draft, now=context.clock.now())
    return CallOutcome.OK
