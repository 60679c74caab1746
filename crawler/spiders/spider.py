"""What every part of one crawl shares: its plan, its clock, its recording."""

import time
from typing import Any, cast

from scrapy import Spider
from scrapy.crawler import Crawler

from core.clock import Clock
from core.crawl import CrawlPlan
from crawler.patience import HostPatience
from crawler.recording import Recorder, Recording

AT = "fetched_at"
"""Where in a request's meta the moment stands at which its answer, or failure, was complete."""


MISSING = "X-Recording"
"""The header of a 404 that a replay gives for an address its recording does not hold."""


class PlanSpider(Spider):
    """`recording` is set in a replay, `recorder` may be otherwise; never both."""

    name = "plan"

    def __init__(
        self,
        *,
        plan: CrawlPlan,
        clock: Clock,
        recorder: Recorder | None = None,
        recording: Recording | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.plan, self.clock = plan, clock
        self.recorder, self.recording = recorder, recording
        self._now = time.monotonic
        self._deadline = self._now() + plan.limits.wall_seconds
        self.patience = HostPatience(
            clock=clock, now=self._now, deadline=self._deadline, pace=plan.limits.delay_seconds
        )

    @property
    def out_of_time(self) -> bool:
        """True when no new request may begin; a replay takes the time it takes."""
        return self.recording is None and self._now() >= self._deadline


def plan_spider(crawler: Crawler) -> PlanSpider:
    """The crawl's spider, for components that Scrapy builds after it."""
    return cast("PlanSpider", crawler.spider)
