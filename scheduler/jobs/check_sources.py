"""Asks each address once, keeps nothing of it, and says what it found."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from core.crawl import CrawlPlan, CrawlTask
from core.source import Poll, Source
from crawler.launch import crawl
from crawler.spool import read_spool
from scheduler.context import Context, Progress, silent


def check_sources(
    context: Context, sources: Sequence[Source], *, progress: Progress = silent
) -> dict[str, Poll]:
    """The outcome by slug. Articles are not fetched and no poll is remembered."""
    settings = context.configuration.settings
    with TemporaryDirectory() as folder:
        plan = CrawlPlan(
            tasks=tuple(CrawlTask(source=source) for source in sources),
            known=frozenset(),
            spool=Path(folder) / "check.jsonl",
            started_at=context.clock.now(),
            user_agent=settings.user_agent,
            hosts=settings.hosts_dir,
            chromium=settings.chromium,
            policy=settings.policy,
            limits=replace(settings.limits, max_items_per_source=0),
        )
        crawl(plan)
        polls = [line.poll for line in read_spool(plan.spool) if line.poll is not None]
    progress("addresses asked", len(polls), len(sources))
    return {poll.source: poll for poll in polls}
