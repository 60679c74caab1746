"""order: what ran before → what changed with the day and the edition → the queue's ranks."""

from datetime import datetime, timedelta

from core.edition import EditionState
from core.place import Region
from scheduler.context import Context, Progress, silent
from storage.unit import Unit
from stories.coverage import PastFinds
from stories.ranking import Section, rank_anew

COMPARED_DAYS = 60
"""A story is compared with what ran for that many days after it last changed."""
_AT_ONCE = 100


def compare_with_past(context: Context, progress: Progress = silent) -> int:
    """Says of each story what ran before about it, when the story or what ran has changed;
    returns of how many."""
    since = context.clock.now() - timedelta(days=COMPARED_DAYS)
    with context.database.read() as unit:
        past = PastFinds(unit.coverage.past_finds())
    done = 0
    while ids := _to_compare(context, past.mark, since):
        with context.database.read() as unit:
            stories = unit.stories.many(ids)
            articles = {story.story_id: unit.articles.many(story.article_ids) for story in stories}
        found = {
            story.story_id: past.covering(
                articles[story.story_id], day=story.date.day, story_id=story.story_id
            )
            for story in stories
        }
        with context.database.unit() as unit:
            for story_id, coverage in found.items():
                unit.coverage.save(story_id, coverage, mark=past.mark)
        done += len(found)
        progress("stories compared with what ran", done, 0)
    return done


def rank_waiting(context: Context, progress: Progress = silent) -> int:
    """Puts the parts of the rank that change by themselves up to date, on every story that no one
    has decided on: its age, what ran before, and what the edition lacks; returns how many
    moved."""
    today = context.clock.now().date()
    with context.database.read() as unit:
        stories = [story for _, story in unit.learning.waiting_stories()]
        coverage = unit.coverage.of_stories([story.story_id for story in stories])
        anything_ran = bool(unit.coverage.past_finds())
        sections = _sections(context, unit)
    moved = []
    for story in stories:
        ran = coverage.get(story.story_id, ()) if anything_ran else None
        section = sections.get(story.region.region)
        rank, reasons = rank_anew(story, ran, section, today=today)
        if reasons != story.rank_reasons:
            moved.append((story.story_id, rank, reasons))
    for start in range(0, len(moved), _AT_ONCE):
        with context.database.unit() as unit:
            for story_id, rank, reasons in moved[start : start + _AT_ONCE]:
                unit.learning.set_rank(story_id, rank, reasons)
        progress("stories ranked", start, len(moved))
    return len(moved)


def _to_compare(context: Context, mark: str, since: datetime) -> tuple[int, ...]:
    with context.database.read() as unit:
        return unit.coverage.to_compare(mark, since, limit=_AT_ONCE)


def _sections(context: Context, unit: Unit) -> dict[Region, Section]:
    """How full each section of the next edition is; none while there is no open one."""
    still_open = [e for e in unit.editions.all() if e.state is EditionState.OPEN]
    if not still_open:
        return {}
    edition = min(still_open, key=lambda one: (one.volume, one.issue))
    regions = [find.region for find in unit.finds.many(edition.find_ids)]
    return {
        section.region: Section(
            edition=edition.number,
            region=section.region,
            placed=regions.count(section.region),
            target=section.target_finds,
        )
        for section in context.configuration.newsletter.sections
    }
