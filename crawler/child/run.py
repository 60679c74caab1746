"""From a plan in a file to a finished crawl."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

# Loaded now: Scrapy looks its whole stack through on loading this, which is deep under a reactor.
import crawler.transfer  # noqa: F401
from core.clock import Clock, FixedClock, SystemClock
from core.crawl import CrawlPlan
from core.errors import DeskError
from core.wire import from_json
from crawler.recording import Recorder, Recording
from crawler.settings import refuse_proxy, settings_for
from crawler.spiders.desk import DeskSpider
from crawler.watch import exit_with_parent


def main(arguments: Sequence[str]) -> int:
    if len(arguments) not in (1, 2):
        print("usage: python -m crawler.child PLAN.json [PARENT]", file=sys.stderr)
        return 2
    exit_with_parent(*map(int, arguments[1:]))
    plan = from_json(CrawlPlan, Path(arguments[0]).read_bytes())
    try:
        return 0 if run(plan) else 1
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1


def run(plan: CrawlPlan, *, settings: Mapping[str, Any] | None = None) -> bool:
    """Whether the plan was worked off. Starts the reactor: once in the life of a process.
    `settings` are Scrapy's own, over those of the plan."""
    refuse_proxy(plan, os.environ)
    recording = Recording(plan.replay) if plan.replay else None
    recorder = Recorder(plan.record_to) if plan.record_to and not recording else None
    clock: Clock = FixedClock(recording.newest) if recording else SystemClock()
    process = AsyncCrawlerProcess({**settings_for(plan), **(settings or {})})
    crawler = process.create_crawler(DeskSpider)
    process.crawl(crawler, plan=plan, clock=clock, recorder=recorder, recording=recording)
    process.start()
    for file in (recorder, recording):
        if file is not None:
            file.close()
    return isinstance(crawler.spider, DeskSpider) and crawler.spider.finished
