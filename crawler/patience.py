"""How long a host is left alone: as long as it asks for, longer each time it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from core.clock import Clock, as_utc
from core.log import Log
from crawler.pace import SharedPace
from crawler.trouble import Trouble, Unfetched

log = Log(__name__)

MAX_WAIT = 24 * 3600.0
MAX_BACKOFF = 60.0
SOON = 0.1
FAILURES_IN_A_ROW = 10


class HostPatience:
    """`now` and `deadline` are seconds of one monotonic clock; `pace` is the usual delay. By
    `shared` other processes keep the same distance, and rest when a host asks this one to."""

    def __init__(
        self,
        *,
        clock: Clock,
        now: Callable[[], float],
        deadline: float,
        pace: float,
        shared: SharedPace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._now, self._sleep = clock, now, sleep
        self._deadline, self._pace, self._shared = deadline, pace, shared
        self._crawl_delays: dict[str, float] = {}
        self._taken: set[str] = set()
        self._until: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    async def wait(self, host: str) -> None:
        """Until it is this crawl's turn to ask the host, or its time is over; `done` ends the turn.
        Raises `Unfetched` when the host is not to be asked again in this crawl."""
        if self._failures.get(host, 0) >= FAILURES_IN_A_ROW:
            reason = f"The site failed {FAILURES_IN_A_ROW} times in a row and was left alone."
            raise Unfetched(Trouble("host_failing", reason))
        if self._shared is not None:
            elsewhere = self._now() + self._shared.paused(host)
            self._until[host] = max(self._until.get(host, 0.0), elsewhere)
        until = self._until.get(host, 0.0)
        if until > self._deadline:
            reason = "The site asks us to wait longer than this crawl lasts."
            wait = int(until - self._now())
            raise Unfetched(Trouble("rate_limited", reason, wait_seconds=wait))
        # Whatever came in between may have made it later.
        while (left := self._until.get(host, 0.0) - self._now()) > 0:
            await self._sleep(left)
        # Scrapy counts its delay from when a request left its queue; those that a pause held up
        # would go out together.
        gap = max(self._crawl_delays.get(host, 0.0), self._pace / 2)
        await self._turn(host, gap)
        self._until[host] = self._now() + gap

    async def _turn(self, host: str, gap: float) -> None:
        if self._shared is None:
            return
        while (left := self._shared.take(host, gap)) > 0 and self._now() < self._deadline:
            # Another process may be done sooner than it might be.
            await self._sleep(min(left, max(gap, SOON)))
        if left <= 0:
            self._taken.add(host)

    def done(self, host: str) -> None:
        """What was asked has ended, however it did."""
        if host in self._crawl_delays:
            later = self._now() + self._crawl_delays[host]
            self._until[host] = max(self._until.get(host, 0.0), later)
        if self._shared is not None and host in self._taken:
            self._taken.discard(host)
            self._shared.done(host)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """As its robots.txt, which was just read, asks: between an answer and the next request; 0
        when it does not. Of several sites of one host, the slowest counts."""
        longest = max(crawl_delay, self._crawl_delays.get(host, 0.0))
        if longest:
            self._crawl_delays[host] = longest
            self._until[host] = max(self._until.get(host, 0.0), self._now() + longest)
        if self._shared is not None:
            self._shared.slow_down(host, longest)

    def answered(self, host: str, status: int, retry_after: str) -> None:
        asked = status in (429, 503)
        wait = retry_after_seconds(retry_after, self._clock.now()) if asked else None
        if wait is not None:
            self._until[host] = self._now() + wait
            if self._shared is not None:
                self._shared.pause(host, wait)
            log.info("host paused", host=host, seconds=round(wait, 1))
        elif status >= 500 or status == 429:
            self.failed(host)
        else:
            self._failures.pop(host, None)

    def failed(self, host: str) -> None:
        count = self._failures[host] = self._failures.get(host, 0) + 1
        self._until[host] = self._now() + min(self._pace * 2**count, MAX_BACKOFF)


def retry_after_seconds(text: str, now: datetime) -> float | None:
    """What Retry-After asks for, a day at most: it is a number of seconds or an HTTP date
    (RFC 9110, 10.2.3). None when it says neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_WAIT)
    try:
        moment = as_utc(parsedate_to_datetime(text))
    except ValueError:
        return None
    return min(max(0.0, (moment - now).total_seconds()), MAX_WAIT)
