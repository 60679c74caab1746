"""Sign-ins that are under way at a provider. Each is good for one return, by one browser."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

LASTS = timedelta(minutes=10)
MOST = 10_000
"""Anybody may begin one, so their number has an end; the oldest make room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`browser` is in a cookie of the browser that began it; `back` the desk's address that the
    provider returns to."""

    state: str = field(repr=False)
    browser: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    back: str
    next_path: str


class Ways:
    """Kept in memory: a desk that restarts in between asks people to begin again."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, tuple[datetime, Way]] = OrderedDict()
        self._lock = Lock()

    def put(self, way: Way, now: datetime) -> None:
        with self._lock:
            self._open[way.state] = (now + LASTS, way)
            while len(self._open) > MOST:
                self._open.popitem(last=False)

    def take(self, state: str, browser: str, now: datetime) -> Way | None:
        """The way of that state, once; None when unknown, used, over, or another browser's."""
        with self._lock:
            until, way = self._open.pop(state, (now, None))
        if way is None or now >= until:
            return None
        return way if secrets.compare_digest(way.browser.encode(), browser.encode()) else None
