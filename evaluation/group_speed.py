"""How long judging and grouping take, on articles made up for it.

Figures: `ms_per_article` is the time to group, by how many articles there are, all of them new
and from one month; `judge_ms_per_article` the time to judge one, before that; `rss_mb` the most
memory the process had by the end. `stories` says into how many the largest number was grouped.
"""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from config.load import load
from core.article import Article
from core.story import Judged
from evaluation.generated import generated_articles
from evaluation.measure import Measurement
from stories.dating import judge_date
from stories.fingerprint import fingerprint
from stories.grouping import Decider
from stories.judge import Judge

SIZES = (1_000, 10_000)
JUDGED = 200


def measure(*, sizes: Sequence[int] = SIZES, judged: int = JUDGED) -> Measurement:
    articles = generated_articles(max(sizes))
    verdicts, judging = _judge(articles, judged)
    grouping, stories = {}, 0
    for size in sizes:
        grouping[str(size)], stories = _group(articles[:size], verdicts[:size])
    return Measurement(
        name="group",
        data="generated articles",
        records=max(sizes),
        figures={
            "ms_per_article": grouping,
            "judge_ms_per_article": judging,
            "stories": stories,
            "rss_mb": _most_memory_mb(),
        },
    )


def _judge(articles: Sequence[Article], count: int) -> tuple[list[Judged], float]:
    """Verdicts on all, and the milliseconds that one took. Only the first few are judged whole;
    the others have of their own what grouping looks at."""
    shipped = load(Path("no-such-workspace"), {})
    judge = Judge(shipped.beat, shipped.regions)
    now = max(article.first_seen_at for article in articles)
    judge.judge(articles[0], now=now)  # what the first one loads is not counted
    begun = time.perf_counter()
    whole = [judge.judge(article, now=now) for article in articles[:count]]
    milliseconds = (time.perf_counter() - begun) * 1000 / len(whole)
    verdicts = [
        replace(
            whole[0],
            article_id=article.article_id,
            date=judge_date(article, now=now),
            fingerprint=fingerprint(f"{article.title}\n\n{article.text}"),
        )
        for article in articles
    ]
    return verdicts, milliseconds


def _group(articles: Sequence[Article], verdicts: Sequence[Judged]) -> tuple[float, int]:
    """Milliseconds an article, and the number of stories."""
    now = max(article.first_seen_at for article in articles)
    begun = time.perf_counter()
    intents = Decider().decide(list(zip(articles, verdicts, strict=True)), (), now=now)
    return (time.perf_counter() - begun) * 1000 / len(articles), len(intents)


def _most_memory_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024**2 if sys.platform == "darwin" else most / 1024
