"""redraft: one find → brief with an editor's wish → writer → checks → another draft."""

from dataclasses import replace

from scheduler.context import Context
from scheduler.jobs.draft import Ledger, OpenWriter, checked, make_brief


def redraft(
    context: Context, open_writer: OpenWriter, find_id: int, *, instruction: str, run_id: int | None
) -> dict[str, int]:
    """Another draft of one find, at an editor's wish. A human's text is never replaced."""
    ledger = Ledger(context, run_id)
    writer = open_writer(ledger.record)
    with context.database.read() as unit:
        find = unit.finds.get(find_id)
        story = unit.stories.get(find.story_id)
    brief = replace(make_brief(context, story), instruction=instruction)
    if not ledger.covers(story, writer.estimate_cost(brief)):
        return {"budget_reached": 1}
    result = writer.write(brief)
    if result.draft is None:
        return {f"failed:{result.outcome}": 1}
    with context.database.unit() as unit:
        taken = unit.finds.replace_draft(
            find_id, checked(context, result.draft, brief), now=context.clock.now()
        )
    return {"redrafted": 1} if taken else {"kept_human_text": 1}
