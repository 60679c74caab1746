"""redraft: one find → brief with an editor's wish → writer → checks → an offer beside the text."""

from dataclasses import replace

from core.draft import Brief, CallOutcome
from core.find import Draft, Find
from scheduler.briefing import checked, make_brief
from scheduler.context import Context
from scheduler.jobs.draft import OpenWriter
from scheduler.spending import open_purse


def redraft(
    context: Context, open_writer: OpenWriter, find_id: int, *, instruction: str, run_id: int | None
) -> dict[str, int]:
    """Counts by name: offered, same_text, failed:<outcome>, budget_reached.

    The find itself is never changed: an editor takes the offer, parts of it, or none.
    """
    writer = open_writer(open_purse(context, run_id))
    with context.database.read() as unit:
        find = unit.finds.get(find_id)
        story = unit.stories.get(find.story_id)
    brief = _as_the_desk_has_it(make_brief(context, story), find, instruction)
    result = writer.write(brief)
    if result.outcome is CallOutcome.BUDGET:
        return {"budget_reached": 1}
    if result.draft is None:
        return {f"failed:{result.outcome}": 1}
    return _offer(context, find, checked(context, result.draft, brief), instruction)


def _as_the_desk_has_it(brief: Brief, find: Find, instruction: str) -> Brief:
    """An editor may have moved the find or changed its date since it was drafted."""
    return replace(brief, region=find.region, printed_on=find.printed_on, instruction=instruction)


def _offer(context: Context, find: Find, draft: Draft, instruction: str) -> dict[str, int]:
    if draft.text.split() == find.revision.text.split():
        return {"same_text": 1}
    with context.database.unit() as unit:
        unit.offers.add(
            find.find_id,
            draft,
            seen=find.revision.number,
            instruction=instruction,
            now=context.clock.now(),
        )
    return {"offered": 1}
