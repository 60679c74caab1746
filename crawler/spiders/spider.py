"""What every part of one crawl shares: its plan, its clock, its recording."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from scrapy import Spider
from scrapy.crawler import Crawler

from core.clock import Clock
from core.crawl import CrawlPlan
from crawler.backlog import Backlog
from crawler.pace import SharedPace
from crawler.patience import HostPatience
from crawler.recording import Recorder, Recording

AT = "fetched_at"
"""Where in a request's meta the moment stands at which its answer, or failure, was complete."""

FOR = "for_source"
"""Where in a request's meta the slug of the source stands that it is made for."""

READY_EACH = 2
"""Documents for each process that reads: the one it reads, and the next."""

MISSING = "X-Recording"
"""The header of a 404 that a replay gives for an address its recording does not hold."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Answers to requests, and their bodies' bytes as they came over the wire."""

    requests: int = 0
    bytes_received: int = 0


class Costs:
    """What each source of a crawl has cost so far; robots.txt belongs to none."""

    def __init__(self) -> None:
        self._requests: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def count(self, source: str, size: int) -> None:
        self._requests[source] += 1
        self._bytes[source] += size

    def of(self, source: str) -> Cost:
        return Cost(self._requests[source], self._bytes[source])


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
        self.costs = Costs()
        self.backlog = Backlog(
            documents=READY_EACH * plan.limits.extract_workers,
            most_bytes=plan.limits.backlog_bytes,
        )
        self._now = time.monotonic
        self._deadline = self._now() + plan.limits.wall_seconds
        lease = plan.limits.timeout_seconds + plan.limits.delay_seconds
        self.patience = HostPatience(
            clock=clock,
            now=self._now,
            deadline=self._deadline,
            pace=plan.limits.delay_seconds,
            shared=SharedPace(plan.hosts, clock, lease=lease) if plan.hosts else None,
        )

    @property
    def out_of_time(self) -> bool:
        """True when no new request may begin; a replay takes the time it takes."""
        return self.recording is None and self._now() >= self._deadline


def plan_spider(crawler: Crawler) -> PlanSpider:
    """The crawl's spider, for components that Scrapy builds after it."""
    return cast("PlanSpider", crawler.spider)
