"""Stories to draft, and where their drafts go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.draft import Brief, CallOutcome
from core.find import Draft
from core.story import Story
from scheduler.briefing import fingerprint, ids_in_brief
from scheduler.context import Context
from storage.unit import Unit

FAILED_MOST = 9
"""Failed calls in a day after which a story waits for the next day."""
BETTER_SOURCE = "Drafted anew: a better source leads the story now."


@dataclass(frozen=True, slots=True)
class Task:
    """A story to draft; `find_id` is that of its untouched find, when it has one."""

    story: Story
    find_id: int | None = None


def find_tasks(context: Context, limit: int) -> list[Task]:
    """What there is to draft, best rank first: stories without a find, then finds that no person
    touched and whose story has another lead, or a whole text, by now."""
    with context.database.read() as unit:
        new = [Task(story) for story in _waiting(context, unit, limit)]
        return [*new, *_outdated(unit, limit - len(new))]


def keep_draft(unit: Unit, task: Task, brief: Brief, ready: Draft, now: datetime) -> bool:
    """The draft as the story's find; whether it took the place of an older draft. A story has
    one find, and a person's text is never replaced."""
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
    under_way = unit.model_batches.stories_under_way()
    for story_id in unit.drafting.led_anew(limit) if limit > 0 else ():
        find, story = unit.finds.of_story(story_id), unit.stories.get(story_id)
        made_of = unit.drafting.input_of(story_id)
        read = unit.articles.many(ids_in_brief(story))
        changed = made_of is not None and made_of.fingerprint != fingerprint(read)
        if find is not None and changed and story_id not in under_way:
            chosen.append(Task(story, find.find_id))
    return chosen
