"""group: unjudged articles → verdicts → what is on the beat → stories."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial

from config.beat import Beat
from config.regions import Regions
from core.article import Article
from core.run import Job
from core.story import Judged, OpenStory, Story
from scheduler.context import Context, Progress, silent
from scheduler.engine import open_engine
from scheduler.locks import alone
from storage.unit import Unit
from stories.grouping import Decider
from stories.judge import Judge

BATCH = 250
OPEN_DAYS = 30
"""A story takes new articles for that many days after its last one."""


def group(context: Context, *, progress: Progress = silent) -> dict[str, int]:
    """Counts by name: judged, core, adjacent, off, stories, joined."""
    with alone(context, Job.GROUP):
        counts = judge_new(context, progress)
        return dict(counts + place_new(context, progress))


def judge_new(context: Context, progress: Progress = silent) -> Counter[str]:
    """Judges every article that has no verdict yet, batch by batch; a crash loses one batch."""
    with context.database.read() as unit:
        articles = unit.articles.unjudged(limit=1_000_000)
    counts: Counter[str] = Counter()
    for judged in _judged(context, articles):
        with context.database.unit() as unit:
            unit.articles.save_judgements(judged)
        counts.update(str(one.relevance.level) for one in judged)
        counts["judged"] += len(judged)
        progress("articles judged", counts["judged"], len(articles))
    return counts


def _judged(context: Context, articles: Sequence[Article]) -> Iterator[tuple[Judged, ...]]:
    """Few articles are judged here: starting processes would cost more than it saves."""
    configuration, now = context.configuration, context.clock.now()
    beat, regions = configuration.beat, configuration.regions
    batches = list(_batches(articles))
    if len(batches) < 3:
        yield from (judge_batch(beat, regions, batch, now) for batch in batches)
        return
    with open_engine(configuration.settings.engine_workers) as engine:
        yield from engine.map(partial(judge_batch, beat, regions, now=now), batches)


def judge_batch(
    beat: Beat, regions: Regions, articles: Sequence[Article], now: datetime
) -> tuple[Judged, ...]:
    """What one process does: values in, values out."""
    judge = _judge(beat, regions)
    return tuple(judge.judge(article, now=now) for article in articles)


def place_new(context: Context, progress: Progress = silent) -> Counter[str]:
    """Puts every kept article that is in no story yet into one."""
    now = context.clock.now()
    weights = {source.slug: source.weight for source in context.configuration.sources}
    with context.database.read() as unit:
        waiting = unit.articles.ungrouped(limit=100_000)
        if not waiting:
            return Counter()
        open_stories = _open_stories(unit, now - timedelta(days=OPEN_DAYS))
    intents = Decider(weights).decide(waiting, open_stories, now=now)
    counts: Counter[str] = Counter()
    for done, intent in enumerate(intents, 1):
        with context.database.unit() as unit:
            unit.stories.apply(intent, now)
        counts["stories" if intent.story.story_id == 0 else "joined"] += 1
        progress("stories placed", done, len(intents))
    return counts


def _open_stories(unit: Unit, since: datetime) -> tuple[OpenStory, ...]:
    stories = unit.stories.recent(since, limit=5_000)
    return tuple(_opened(unit, story) for story in stories)


def _opened(unit: Unit, story: Story) -> OpenStory:
    judged = unit.articles.judgements(story.article_ids)
    return OpenStory(
        story=story,
        articles=unit.articles.many(story.article_ids),
        judged=tuple(judged[article_id] for article_id in story.article_ids),
        by_hand=bool(unit.stories.members_by_hand(story.story_id)),
    )


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for start in range(0, len(articles), BATCH):
        yield articles[start : start + BATCH]


@lru_cache(maxsize=2)
def _judge(beat: Beat, regions: Regions) -> Judge:
    """Building a judge compiles every pattern of the beat: once a process is enough."""
    return Judge(beat, regions)
