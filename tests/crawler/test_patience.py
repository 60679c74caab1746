import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from core.clock import FixedClock
from crawler.pace import SharedPace
from crawler.patience import FAILURES_IN_A_ROW, HostPatience
from crawler.trouble import Unfetched


class Sleeper:
    """A monotonic clock that only sleep moves."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def _patience(sleeper: Sleeper, *, lasts: float = 3600) -> HostPatience:
    return HostPatience(
        clock=FixedClock(),
        now=lambda: sleeper.now,
        deadline=sleeper.now + lasts,
        pace=2.0,
        sleep=sleeper.sleep,
    )


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "3", 3),
        (503, " 120 ", 120),
        (429, "Tue, 03 Feb 2026 12:00:30 GMT", 30),
        (429, "Tue, 03 Feb 2026 11:00:00 GMT", 0),
        (429, "", 4),  # a failure like others: twice the pace
        (429, "soon", 4),
        (429, "²", 4),
        (500, "77", 4),  # Retry-After means nothing there
        (200, "77", 0),
        (404, "", 0),
    ],
)
def test_patience_waits_as_long_as_the_host_asks(status: int, header: str, seconds: float) -> None:
    sleeper = Sleeper()
    patience = _patience(sleeper)
    patience.answered("a.example", status, header)
    asyncio.run(patience.wait("b.example"))
    assert sleeper.slept == 0
    asyncio.run(patience.wait("a.example"))
    assert sleeper.slept == pytest.approx(seconds)


@pytest.mark.parametrize("header", ["999999", "9" * 400, "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_patience_longer_than_the_crawl_is_refused(header: str) -> None:
    sleeper = Sleeper()
    patience = _patience(sleeper)
    patience.answered("a.example", 429, header)
    with pytest.raises(Unfetched) as caught:
        asyncio.run(patience.wait("a.example"))
    assert caught.value.trouble.code == "rate_limited"


def test_patience_caps_a_wait_at_a_day() -> None:
    sleeper = Sleeper()
    patience = _patience(sleeper, lasts=10**7)
    patience.answered("a.example", 503, "99999999")
    asyncio.run(patience.wait("a.example"))
    assert sleeper.slept == 24 * 3600


def test_patience_failures_wait_longer_each_time_then_close_the_host() -> None:
    sleeper = Sleeper()
    patience = _patience(sleeper)
    waits = []
    for _ in range(FAILURES_IN_A_ROW - 1):
        patience.failed("a.example")
        before = sleeper.slept
        asyncio.run(patience.wait("a.example"))
        waits.append(sleeper.slept - before)
    assert waits == sorted(waits)
    assert max(waits) == 60
    patience.failed("a.example")
    with pytest.raises(Unfetched) as caught:
        asyncio.run(patience.wait("a.example"))
    assert caught.value.trouble.code == "host_failing"


def test_patience_requests_after_a_pause_keep_apart() -> None:
    sleeper = Sleeper()
    patience = _patience(sleeper)
    patience.answered("a.example", 429, "10")
    asyncio.run(patience.wait("a.example"))
    asyncio.run(patience.wait("a.example"))
    assert sleeper.slept == pytest.approx(11)


def test_patience_success_forgets_the_failures() -> None:
    patience = _patience(Sleeper())
    for _ in range(FAILURES_IN_A_ROW):
        patience.failed("a.example")
        patience.answered("a.example", 200, "")
    patience.failed("a.example")
    asyncio.run(patience.wait("a.example"))


@pytest.mark.parametrize(
    ("crawl_delays", "least"),
    [((), 1), ((0.5,), 1), ((5,), 5), ((5, 3), 5), ((3, 0, 5), 5)],
    ids=["none", "below the usual", "one", "of two sites", "of three sites"],
)
def test_patience_crawl_delay_is_the_least_time_between_requests(
    crawl_delays: tuple[float, ...], least: float
) -> None:
    """Half the usual delay is the least there is without one."""
    sleeper = Sleeper()
    patience = _patience(sleeper)
    asked = []
    for crawl_delay in crawl_delays:
        asyncio.run(patience.wait("a.example"))
        patience.done("a.example")
        asked.append(sleeper.now)
        patience.slow_down("a.example", crawl_delay)
    for _ in range(3):
        asyncio.run(patience.wait("a.example"))
        asked.append(sleeper.now)
        patience.done("a.example")
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert gaps[-2:] == pytest.approx([least, least])
    given = [max(crawl_delays[: n + 1], default=0) for n in range(len(gaps))]
    assert all(gap >= delay for gap, delay in zip(gaps, given, strict=True))


class SharedClock(FixedClock):
    """The one wall clock of a machine: it goes on while anybody there sleeps."""

    async def sleep(self, seconds: float) -> None:
        # A sleep never ends early, and a moment here is whole microseconds.
        self.advance(seconds=seconds + 1e-6)

    def seconds(self) -> float:
        return self.now().timestamp()


def test_patience_crawl_delay_of_5_holds_over_two_processes(tmp_path: Path) -> None:
    """Each reads the rules for itself; the second knows of the delay before it has."""
    clock = SharedClock()
    processes = [
        HostPatience(
            clock=clock, now=clock.seconds, deadline=clock.seconds() + 3600, pace=2.0,
            shared=SharedPace(tmp_path, clock, lease=30), sleep=clock.sleep,
        )
        for _ in range(2)
    ]  # fmt: skip
    asked = []
    for number in range(12):
        process = processes[number % 2 if number < 8 else 1]
        asyncio.run(process.wait("a.example"))
        asked.append(clock.seconds())
        clock.advance(seconds=0.3)
        process.done("a.example")
        if number < 2:
            process.slow_down("a.example", 5)
    assert min(later - earlier for earlier, later in pairwise(asked)) > 4.9999
