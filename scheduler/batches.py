"""draft in batches: what was asked for and is ready → drafts; what waits → a new batch.

A batch is written down before the endpoint knows of it, and each step after it was made, so that
any later run goes on from there. An answer is settled and stored in one transaction, once.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from core.batch import BatchItem, BatchState, ModelBatch
from core.draft import Brief, CallOutcome
from core.log import Log
from core.spend import Held
from scheduler.briefing import checked, fingerprint, make_brief
from scheduler.context import Context
from scheduler.spending import StoragePurse
from scheduler.tasks import Task, keep_draft
from summarizer.answer import read_answer
from summarizer.asking import read_reply
from summarizer.batching import HAS_ENDED, HAS_FAILED, input_file, read_object, read_results
from summarizer.ladder import Rung
from summarizer.model_writer import ModelWriter
from summarizer.openai_model import request_body, request_path
from summarizer.question import Question
from summarizer.replies import Reply

log = Log(__name__)

HELD = timedelta(hours=26)
"""The endpoint has a day; then whatever it did not answer is free to be drafted again."""
ABSENT = frozenset({404, 405, 501})


def go_on(context: Context, writer: ModelWriter, purse: StoragePurse) -> Counter[str]:
    """Takes every batch that is under way a step further, or several, as far as it goes now."""
    counts: Counter[str] = Counter()
    with context.database.read() as unit:
        under_way = unit.model_batches.open()
    for batch in under_way:
        counts += _advance(context, writer, purse, batch)
    return counts


def ask_for(
    context: Context, writer: ModelWriter, purse: StoragePurse, tasks: Sequence[Task]
) -> tuple[Counter[str], bool]:
    """A new batch for the tasks, as many as the caps allow; also whether the endpoint knows
    batches at all."""
    now = context.clock.now()
    items, stopped = _items(context, writer, purse, tasks)
    counts = Counter({"budget_reached": 1, "waiting": len(tasks) - len(items)} if stopped else {})
    if not items:
        return counts, True
    batch = ModelBatch(
        batch_id=0,
        key=uuid4().hex,
        endpoint=writer.model.endpoint.url,
        model=writer.name,
        rung=Rung.RESPONSES,
        state=BatchState.PREPARED,
        items=tuple(items),
        created_at=now,
        run_key=purse.scope.run_key,
    )
    with context.database.unit() as unit:
        batch = replace(batch, batch_id=unit.model_batches.add(batch))
    counts["batch_requested"] = len(items)
    _advance(context, writer, purse, batch)
    with context.database.read() as unit:
        after = unit.model_batches.get(batch.batch_id)
    return counts, after.state is not BatchState.FAILED


def _items(
    context: Context, writer: ModelWriter, purse: StoragePurse, tasks: Sequence[Task]
) -> tuple[list[BatchItem], bool]:
    items: list[BatchItem] = []
    for task in tasks:
        brief = make_brief(context, task.story)
        question = writer.question(brief)
        held = writer.model.reserve(question, batched=True)
        if not isinstance(held, Held):
            return items, True
        purse.hold_until(held, context.clock.now() + HELD)
        body = request_body(question, Rung.RESPONSES, writer.name)
        items.append(
            BatchItem(
                custom_id=f"{brief.story_id}:{fingerprint(brief.articles)}:{question.version}",
                story_id=brief.story_id,
                request=json.dumps(body, ensure_ascii=False),
                prompt_version=question.version,
                prompt_hash=question.hash,
                reservation_id=held.reservation_id,
            )
        )
    return items, False


def _advance(
    context: Context, writer: ModelWriter, purse: StoragePurse, batch: ModelBatch
) -> Counter[str]:
    if batch.state is not BatchState.RUNNING and context.clock.now() > batch.created_at + HELD:
        return _give_up(context, batch, "The endpoint did not take it within a day.")
    if batch.state is BatchState.PREPARED:
        batch = _upload(context, writer, batch)
    if batch.state is BatchState.UPLOADED:
        batch = _start(context, writer, batch)
    if batch.state is BatchState.FAILED:
        return Counter({"batch_failed": 1})
    if batch.state is not BatchState.RUNNING:
        return Counter({"batch_waiting": 1})
    return _collect(context, writer, purse, batch)


def _upload(context: Context, writer: ModelWriter, batch: ModelBatch) -> ModelBatch:
    reply = writer.model.endpoint.upload(input_file(batch), f"desk-{batch.key}.jsonl")
    return _noted(context, batch, reply, BatchState.UPLOADED, "file_id")


def _start(context: Context, writer: ModelWriter, batch: ModelBatch) -> ModelBatch:
    """Starts it, unless a run that died here did so already."""
    endpoint = writer.model.endpoint
    listed = read_object(endpoint.batches()).get("data", [])
    for there in listed if isinstance(listed, list) else ():
        if isinstance(there, dict) and (there.get("metadata") or {}).get("desk_batch") == batch.key:
            found = Reply(outcome=CallOutcome.OK, content=json.dumps(there))
            return _noted(context, batch, found, BatchState.RUNNING, "remote_id")
    reply = endpoint.start_batch(batch.file_id, request_path(Rung(batch.rung)), batch.key)
    return _noted(context, batch, reply, BatchState.RUNNING, "remote_id")


def _noted(
    context: Context, batch: ModelBatch, reply: Reply, state: BatchState, field: str
) -> ModelBatch:
    """The batch one step further; as it was, when the step failed for now; failed, when the
    endpoint has no such interface."""
    number = str(read_object(reply).get("id") or "")
    if reply.outcome is not CallOutcome.OK or not number:
        error = reply.error or "The endpoint named no id."
        log.warning("batch step failed", batch=batch.batch_id, reason=error)
        if reply.status in ABSENT or reply.outcome is CallOutcome.BLOCKED:
            _give_up(context, batch, error)
            return replace(batch, state=BatchState.FAILED)
        return replace(batch, error=error)
    with context.database.unit() as unit:
        unit.model_batches.change(
            batch.batch_id,
            state,
            now=context.clock.now(),
            file_id=number if field == "file_id" else None,
            remote_id=number if field == "remote_id" else None,
        )
        return unit.model_batches.get(batch.batch_id)


def _collect(
    context: Context, writer: ModelWriter, purse: StoragePurse, batch: ModelBatch
) -> Counter[str]:
    endpoint = writer.model.endpoint
    there = read_object(endpoint.batch(batch.remote_id))
    status = there.get("status")
    if status == HAS_FAILED:
        return _give_up(context, batch, json.dumps(there.get("errors"))[:300])
    if status not in HAS_ENDED:
        return Counter({"batch_waiting": 1})
    replies: dict[str, Reply] = {}
    for name in ("output_file_id", "error_file_id"):
        if there.get(name):
            file = endpoint.download(str(there[name]))
            if file.outcome is not CallOutcome.OK:
                log.warning("batch file not read", batch=batch.batch_id, reason=file.error)
                return Counter({"batch_waiting": 1})
            replies |= read_results(file.content, Rung(batch.rung))
    counts: Counter[str] = Counter()
    missing = Reply(outcome=CallOutcome.EXPIRED, status=400, error="The batch ended without it.")
    for item in batch.items:
        if not item.outcome:
            reply = replies.get(item.custom_id, missing)
            counts[_store(context, writer, purse, batch, item, reply)] += 1
    with context.database.unit() as unit:
        now = context.clock.now()
        unit.model_batches.change(batch.batch_id, BatchState.COLLECTED, now=now)
    return counts


def _store(
    context: Context,
    writer: ModelWriter,
    purse: StoragePurse,
    batch: ModelBatch,
    item: BatchItem,
    reply: Reply,
) -> str:
    """One answer, settled and made a draft in one transaction; what it counts as."""
    task, brief = _task_of(context, item)
    question = replace(writer.question(brief), version=item.prompt_version, hash=item.prompt_hash)
    reply, answer = read_reply(reply, read_answer)
    held = _held(writer, question, item)
    call = writer.model.call_of(
        question,
        reply,
        rung=Rung(batch.rung),
        attempt=1,
        started=batch.created_at,
        held=held,
        batched=True,
    )
    draft = writer.drafted(answer, question, brief.articles) if answer is not None else None
    ready = checked(context, draft, brief) if draft is not None else None
    with context.database.unit() as unit:
        if not unit.model_batches.answered(batch.batch_id, item.custom_id, call.outcome):
            return "collected_before"
        unit.spending.settle(held, call, purse.scope)
        if ready is None:
            return f"failed:{call.outcome}"
        again = keep_draft(unit, task, brief, ready, context.clock.now())
        return "redrafted" if again else "drafted"


def _task_of(context: Context, item: BatchItem) -> tuple[Task, Brief]:
    """The story as it is now: it may have been merged, or drafted by hand, in the meantime."""
    with context.database.read() as unit:
        story = unit.stories.get(item.story_id)
        find = unit.finds.of_story(story.story_id)
    return Task(story, find.find_id if find else None), make_brief(context, story)


def _held(writer: ModelWriter, question: Question, item: BatchItem) -> Held:
    return Held(
        reservation_id=item.reservation_id,
        microdollars=writer.model.most_cost(question, batched=True),
    )


def _give_up(context: Context, batch: ModelBatch, why: str) -> Counter[str]:
    """The money is free again, and its stories wait for the next run."""
    with context.database.unit() as unit:
        for item in batch.items:
            unit.spending.release(Held(reservation_id=item.reservation_id, microdollars=0))
            unit.model_batches.answered(batch.batch_id, item.custom_id, CallOutcome.EXPIRED)
        now = context.clock.now()
        unit.model_batches.change(batch.batch_id, BatchState.FAILED, now=now, error=why)
    return Counter({"batch_failed": 1})
