"""group: unjudged articles → verdicts → verdicts anew where beat, regions or rules changed →
what is on the beat → stories that the index leads to → what ran before about them → the order of
the queue."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial

from config.beat import Beat
from config.regions import Regions
from core.article import Article
from core.place import RegionRule
from core.run import Job
from core.story import Judged, OpenStory
from scheduler.context import Context, Progress, silent
from scheduler.engine import open_engine
from scheduler.jobs.learn import order_anew
from scheduler.jobs.order import compare_with_past, rank_waiting
from scheduler.locks import alone
from storage.unit import Unit
from stories.grouping import Decider
from stories.judge import Judge, ground_of
from stories.tracing import find_near

BATCH = 250
JUDGED_AGAIN, JUDGED_AGAIN_DAYS = 1_000, 60
"""So many articles, seen so many days ago at most, are judged anew in one run."""
PLACED_AT_ONCE = 100
"""So many are placed in one transaction: none of a story's articles is ever without one."""


def group(
    context: Context, *, again: int = JUDGED_AGAIN, progress: Progress = silent
) -> dict[str, int]:
    """Counts by name: judged, core, adjacent, off, judged_again, changed, placed, stories, joined,
    compared."""
    with alone(context, Job.GROUP):
        counts = judge_new(context, progress)
        counts += judge_again(context, progress, most=again)
        counts += place_new(context, progress)
        counts["compared"] = compare_with_past(context, progress)
        rank_waiting(context, progress)
        order_anew(context)
        return dict(counts)


def judge_new(context: Context, progress: Progress = silent) -> Counter[str]:
    """Judges every article that has no verdict yet, batch by batch; a crash loses one batch."""
    with context.database.read() as unit:
        articles = unit.articles.unjudged(limit=1_000_000)
        rules = unit.learning.rules()
    counts, ground = Counter[str](), _ground(context, rules)
    for judged in _judged(context, articles, rules):
        with context.database.unit() as unit:
            unit.articles.save_judgements(judged, judged_with=ground)
        counts.update(str(one.relevance.level) for one in judged)
        counts["judged"] += len(judged)
        progress("articles judged", counts["judged"], len(articles))
    return counts


def judge_again(
    context: Context, progress: Progress = silent, *, most: int = JUDGED_AGAIN
) -> Counter[str]:
    """Judges articles of the last weeks anew whose verdicts rest on an earlier beat, region or
    rule: at most so many, the newest first; the rest with the next runs. What an editor has
    decided on stays. Only a verdict that comes out otherwise has its story told anew; the date
    rests on the article alone, and is not judged again."""
    since = context.clock.now() - timedelta(days=JUDGED_AGAIN_DAYS)
    with context.database.read() as unit:
        rules = unit.learning.rules()
        ground = _ground(context, rules)
        articles = unit.articles.judged_otherwise(ground, since, limit=most)
        before = unit.articles.judgements([article.article_id for article in articles])
    counts: Counter[str] = Counter()
    for fresh in _judged(context, articles, rules):
        changed = [
            replace(one, date=old.date)
            for one in fresh
            for old in [before[one.article_id]]
            if (one.relevance, one.region) != (old.relevance, old.region)
        ]
        with context.database.unit() as unit:
            unit.articles.judged_the_same([one.article_id for one in fresh], ground)
            unit.articles.save_judgements(changed, judged_with=ground)
        counts.update(judged_again=len(fresh), changed=len(changed))
        progress("articles judged again", counts["judged_again"], len(articles))
    return counts


def _ground(context: Context, rules: tuple[RegionRule, ...]) -> str:
    return ground_of(context.configuration.beat, context.configuration.regions, rules)


def _judged(
    context: Context, articles: Sequence[Article], rules: tuple[RegionRule, ...]
) -> Iterator[tuple[Judged, ...]]:
    """Few articles are judged here: starting processes would cost more than it saves."""
    configuration, now = context.configuration, context.clock.now()
    beat, regions = configuration.beat, configuration.regions
    batches = list(_batches(articles))
    if len(batches) < 3:
        yield from (judge_batch(beat, regions, rules, batch, now) for batch in batches)
        return
    with open_engine(configuration.settings.engine_workers) as engine:
        yield from engine.map(partial(judge_batch, beat, regions, rules, now=now), batches)


def judge_batch(
    beat: Beat,
    regions: Regions,
    rules: tuple[RegionRule, ...],
    articles: Sequence[Article],
    now: datetime,
) -> tuple[Judged, ...]:
    """What one process does: values in, values out."""
    judge = _judge(beat, regions, rules)
    return tuple(judge.judge(article, now=now) for article in articles)


def place_new(context: Context, progress: Progress = silent) -> Counter[str]:
    """Puts every kept article that waits into a story, batch by batch, each beside the stored
    stories that the index leads to; what it leaves in the index comes with it."""
    weights = {source.slug: source.weight for source in context.configuration.sources}
    decider, counts = Decider(weights), Counter[str]()
    while waiting := _waiting(context):
        counts += _place(context, decider, waiting)
        progress("articles placed", counts["placed"], 0)
    return counts


def _waiting(context: Context) -> tuple[tuple[Article, Judged], ...]:
    with context.database.read() as unit:
        return unit.articles.ungrouped(limit=PLACED_AT_ONCE)


def _place(
    context: Context, decider: Decider, waiting: Sequence[tuple[Article, Judged]]
) -> Counter[str]:
    now, counts = context.clock.now(), Counter[str](placed=len(waiting))
    traces = {article.article_id: decider.trace(article, judged) for article, judged in waiting}
    with context.database.read() as unit:
        near = find_near(unit.grouping, tuple(traces.values()))
        open_stories = _opened(unit, {*near, *traces})
        counted = unit.grouping.counts(decider.words(waiting, open_stories))
    intents = decider.decide(waiting, open_stories, now=now, counts=counted)
    with context.database.unit() as unit:
        unit.stories.apply_all(intents, now)
        unit.grouping.add(list(traces.values()))
        unit.articles.placed(list(traces))
    counts.update("joined" if intent.story.story_id else "stories" for intent in intents)
    return counts


def _opened(unit: Unit, article_ids: Collection[str]) -> tuple[OpenStory, ...]:
    stories = unit.stories.many([*unit.stories.of_articles(sorted(article_ids)).values()])
    ids = [key for story in stories for key in story.article_ids]
    articles = {article.article_id: article for article in unit.articles.many(ids)}
    judged = unit.articles.judgements(ids)
    numbers = [story.story_id for story in stories]
    by_hand, settled = unit.stories.touched_by_hand(numbers), unit.stories.settled(numbers)
    return tuple(
        OpenStory(
            story=story,
            articles=tuple(articles[key] for key in story.article_ids),
            judged=tuple(judged[key] for key in story.article_ids),
            by_hand=story.story_id in by_hand,
            settled=story.story_id in settled,
        )
        for story in stories
        if all(key in judged for key in story.article_ids)
    )


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for start in range(0, len(articles), BATCH):
        yield articles[start : start + BATCH]


@lru_cache(maxsize=2)
def _judge(beat: Beat, regions: Regions, rules: tuple[RegionRule, ...]) -> Judge:
    """Building a judge compiles every pattern of the beat: once a process is enough."""
    return Judge(beat, regions, rules)
