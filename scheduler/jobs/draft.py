"""draft: what waits for a draft → brief → writer → checks → find; a few stories at a time, or all
of them as a batch."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from core.draft import CallOutcome
from core.log import Log
from core.run import Job
from scheduler.batches import ask_for, go_on
from scheduler.briefing import checked, make_brief
from scheduler.context import Context, Progress, silent
from scheduler.locks import alone
from scheduler.spending import open_purse
from scheduler.tasks import Task, find_tasks, keep_draft
from summarizer.fallback import OrExtract
from summarizer.model_writer import ModelWriter
from summarizer.purse import Purse
from summarizer.second_reader import ReadTwice
from summarizer.translation import Translated
from summarizer.writer import Writer

log = Log(__name__)

UNREACHABLE = frozenset({CallOutcome.TIMEOUT, CallOutcome.DISCONNECTED, CallOutcome.SERVER_ERROR})
UNREACHABLE_MOST = 3
"""So many stories in a row without an answer end the run: the model is not there."""
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

OpenWriter = Callable[[Purse], Writer]


def draft(
    context: Context,
    open_writer: OpenWriter,
    *,
    run_id: int | None = None,
    limit: int = 60,
    progress: Progress = silent,
) -> dict[str, int]:
    """Counts by name: drafted, redrafted, failed:<outcome>, budget_reached, waiting; of batches
    batch_requested, batch_waiting, batch_failed.

    A story that cannot be drafted now stays without a find, and the next run takes it again.
    """
    with alone(context, Job.DRAFT):
        purse = open_purse(context, run_id)
        writer = open_writer(purse)
        model = _model_writer(writer)
        counts = go_on(context, model, purse) if model else Counter[str]()
        tasks = find_tasks(context, limit)
        if model and tasks and context.configuration.settings.model.batch:
            asked, knows_batches = ask_for(context, model, purse, tasks)
            if knows_batches:
                return dict(counts + asked)
        return dict(counts + draft_all(context, writer, tasks, progress))


def draft_all(
    context: Context, writer: Writer, tasks: Sequence[Task], progress: Progress = silent
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
    ready = checked(context, result.draft, brief)
    with context.database.unit() as unit:
        again = keep_draft(unit, task, brief, ready, context.clock.now())
    return CallOutcome.OK, again


def _model_writer(writer: Writer) -> ModelWriter | None:
    """The writer that asks a model, when the run has one: only it can ask in batches."""
    first = writer.first if isinstance(writer, OrExtract) else writer
    while isinstance(first, ReadTwice | Translated):
        first = first.writer
    return first if isinstance(first, ModelWriter) else None
