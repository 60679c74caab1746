"""When a host may be asked next, for all processes of a workspace together.

One small file for each host, locked while it is read and written. The system takes the lock from
a process that dies; a turn that it had taken ends by itself. What is no sensible moment (a damaged
file, a clock that was set back by more than a day) counts as none. Where the clock was set back by
less, nobody knows how long ago the last request was: it counts as just now.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from hashlib import blake2b
from pathlib import Path

from core.clock import Clock

REMEMBERED = 24 * 3600.0
"""For so long a crawl-delay counts that another process read, and a pause at most."""

_FORM = struct.Struct("<5d")


@dataclass(slots=True)
class _Host:
    """Moments in seconds since 1970: of the last request or answer, until when a request is
    under way, until when the host wants no other, and its crawl-delay, read when."""

    asked_at: float = 0.0
    busy_until: float = 0.0
    paused_until: float = 0.0
    crawl_delay: float = 0.0
    read_at: float = 0.0


class SharedPace:
    """`lease` is how long a turn lasts whose taker is never heard of again."""

    def __init__(self, folder: Path, clock: Clock, *, lease: float) -> None:
        self._folder, self._clock, self._lease = folder, clock, lease
        folder.mkdir(parents=True, exist_ok=True)

    def paused(self, host: str) -> float:
        """Seconds that the host still wants to be left alone."""
        with self._open(host) as state:
            return max(0.0, state.paused_until - self._now())

    def take(self, host: str, gap: float) -> float:
        """Seconds to wait before trying again; with 0.0 the turn is taken, until `done`. Between
        one request's answer and the next request lie `gap` seconds, or the host's crawl-delay."""
        with self._open(host) as state:
            now = self._now()
            gap = max(gap, state.crawl_delay)
            left = max(state.busy_until - now, state.asked_at + gap - now)
            if left > 0:
                return left
            state.asked_at, state.busy_until = now, now + self._lease
            return 0.0

    def done(self, host: str) -> None:
        """The request that was under way has ended, however it did."""
        with self._open(host) as state:
            state.asked_at, state.busy_until = self._now(), 0.0

    def pause(self, host: str, seconds: float) -> None:
        with self._open(host) as state:
            state.paused_until = self._now() + min(seconds, REMEMBERED)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """What its robots.txt asks for now; 0 when it asks for nothing."""
        with self._open(host) as state:
            state.crawl_delay, state.read_at = crawl_delay, self._now()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    @contextmanager
    def _open(self, host: str) -> Iterator[_Host]:
        name = blake2b(host.encode("utf8", "replace"), digest_size=10).hexdigest()
        fd = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # Held for microseconds; it goes with the file, also when the process dies.
            fcntl.flock(fd, fcntl.LOCK_EX)
            before = os.pread(fd, _FORM.size, 0)
            state = self._sensible(before)
            yield state
            after = _FORM.pack(*astuple(state))
            if after != before:
                os.pwrite(fd, after, 0)
        finally:
            os.close(fd)

    def _sensible(self, data: bytes) -> _Host:
        if len(data) != _FORM.size:
            return _Host()
        state, now = _Host(*_FORM.unpack(data)), self._now()
        if not abs(now - state.read_at) <= REMEMBERED:
            state.crawl_delay = 0.0
        if not state.asked_at <= now:
            state.asked_at = now if state.asked_at - now <= REMEMBERED else 0.0
        if not state.busy_until <= now + self._lease:
            state.busy_until = 0.0
        if not state.paused_until <= now + REMEMBERED:
            state.paused_until = 0.0
        return state


def forget_hosts(folder: Path, before: float) -> int:
    """Remove what is known of hosts that nobody asked since (seconds since 1970); returns how
    many."""
    old = [path for path in folder.glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
