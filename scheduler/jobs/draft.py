"""draft: stories without a find, and untouched finds with a better source → brief → writer →
checks → find; a few stories at a time."""

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta

from core.draft import Brief, CallOutcome
from core.find import Draft
from core.log import Log
from core.run import Job
from core.story import Story
from scheduler.briefing import ARTICLES_IN_A_BRIEF, checked, fingerprint, make_brief
from scheduler.context import Context, Progress, silent
from scheduler.locks import alone
from scheduler.spending import open_purse
from storage.unit import Unit
from summarizer.purse import Purse
from summarizer.writer import Writer

log = Log(__name__)

UNREACHABLE = frozenset({CallOutcome.TIMEOUT, CallOutcome.DISCONNECTED, CallOutcome.SERVER_ERROR})
UNREACHABLE_MOST = 3
"""So many stories in a row without an answer end the run: the model is not there."""
FAILED_MOST = 9
"""Failed calls in a day after which a story waits for the next day."""
FINAL = frozenset(
    {
        CallOutcome.QUOTA,
        CallOutcome.UNAUTHORIZED,
        CallOutcome.BLOCKED,
        CallOutcome.BUDGET,
        CallOutcome.PAUSED,
    }
)
"""Outcomes that the next story would meet again: the run ends, its stories keep waiting."""
BETTER_SOURCE = "Drafted anew: a better source leads the story now."

OpenWriter = Callable[[Purse], Writer]


@dataclass(frozen=True, slots=True)
class Task:
    """A story to draft; `find_id` is that of its untouched find, when it has one."""

    story: Story
    find_id: int | None = None


def draft(
    context: Context,
    open_writer: OpenWriter,
    *,
    run_id: int | None = None,
    limit: int = 60,
    progress: Progress = silent,
) -> dict[str, int]:
    """Counts by name: drafted, redrafted, failed:<outcome>, budget_reached, waiting.

    A story that cannot be drafted now stays without a find, and the next run takes it again.
    """
    with alone(context, Job.DRAFT):
        writer = open_writer(open_purse(context, run_id))
        tasks = find_tasks(context, limit)
        return dict(draft_all(context, writer, tasks, progress))


def find_tasks(context: Context, limit: int) -> list[Task]:
    """What there is to draft, best rank first: stories without a find, then finds that no person
    touched and whose story has another lead, or a whole text, by now."""
    with context.database.read() as unit:
        new = [Task(story) for story in _waiting(context, unit, limit)]
        return [*new, *_outdated(unit, limit - len(new))]


def draft_all(
    context: Context, writer: Writer, tasks: list[Task], progress: Progress = silent
) -> Counter[str]:
    """Drafts the tasks, `writer.workers` at a time, until one outcome ends the run."""
    counts: Counter[str] = Counter()
    waiting, done, in_a_row, ended = deque(tasks), 0, 0, False
    running: set[Future[tuple[CallOutcome, bool]]] = set()
    with ThreadPoolExecutor(writer.workers) as pool:
        while running or (waiting and not ended):
            while waiting and not ended and len(running) < writer.workers:
                running.add(pool.submit(_draft_one, context, writer, waiting.popleft()))
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                outcome, again = future.result()
                counts[_count_as(outcome, again=again)] += 1
                in_a_row = in_a_row + 1 if outcome in UNREACHABLE else 0
                ended = ended or outcome in FINAL or in_a_row >= UNREACHABLE_MOST
                done += 1
                progress("stories drafted", done, len(tasks))
    stopped = counts.pop("budget_reached", 0)
    if stopped:
        counts["budget_reached"] = 1
    if waiting or stopped:
        counts["waiting"] = len(waiting) + stopped
    return counts


def _count_as(outcome: CallOutcome, *, again: bool) -> str:
    if outcome is CallOutcome.OK:
        return "redrafted" if again else "drafted"
    return "budget_reached" if outcome is CallOutcome.BUDGET else f"failed:{outcome}"


def _draft_one(context: Context, writer: Writer, task: Task) -> tuple[CallOutcome, bool]:
    brief = make_brief(context, task.story)
    result = writer.write(brief)
    if result.draft is None:
        log.warning("draft failed", story=task.story.story_id, outcome=result.outcome)
        return result.outcome, False
    return CallOutcome.OK, store_draft(context, task, brief, result.draft)


def store_draft(context: Context, task: Task, brief: Brief, made: Draft) -> bool:
    """The draft as the story's find; whether it took the place of an older draft. A story has
    one find, and a person's text is never replaced."""
    ready, now = checked(context, made, brief), context.clock.now()
    with context.database.unit() as unit:
        unit.drafting.note_input(
            task.story.story_id, fingerprint(brief.articles), brief.articles[0].article_id, now
        )
        if task.find_id is None:
            unit.finds.add(task.story, ready, now=now)
            return False
        return unit.finds.replace_draft(task.find_id, ready, now=now, note=BETTER_SOURCE)


def _waiting(context: Context, unit: Unit, limit: int) -> list[Story]:
    """Stories without a find, without those a model failed on again and again today: they would
    be paid for at every run, and keep the others waiting; and without those in a batch."""
    since = context.clock.now() - timedelta(days=1)
    under_way = unit.model_batches.stories_under_way()
    chosen: list[Story] = []
    for story in unit.stories.undrafted(limit=limit * 5):
        if story.story_id in under_way:
            continue
        calls = unit.model_calls.of_story(story.story_id)
        failed = [c for c in calls if c.outcome is not CallOutcome.OK and c.started_at > since]
        if len(failed) < FAILED_MOST:
            chosen.append(story)
        if len(chosen) == limit:
            break
    return chosen


def _outdated(unit: Unit, limit: int) -> list[Task]:
    """Untouched finds that were drafted from other articles' words than their story has now."""
    chosen: list[Task] = []
    for story_id in unit.drafting.led_anew(limit) if limit > 0 else ():
        find, story = unit.finds.of_story(story_id), unit.stories.get(story_id)
        made_of = unit.drafting.input_of(story_id)
        read = unit.articles.many(story.article_ids[:ARTICLES_IN_A_BRIEF])
        if find is not None and made_of and made_of.fingerprint != fingerprint(read):
            chosen.append(Task(story, find.find_id))
    return chosen
