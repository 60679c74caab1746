"""How long the desk's pages take on a database of years, as a browser on this machine sees it.

The desk runs as a process of its own; pages are asked for one after the other, each many times,
with other finds, editions and words. Figures, in milliseconds by page: `p50_ms` and `p95_ms` on
SQLite, the same with `_postgresql` where there is one. `trivial` is a small file of the same
server: `times_trivial` is the p95 of a page over the p95 of that, for machines that are busy.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from core.errors import DeskError
from evaluation.desk_data import DeskSize, fill
from evaluation.measure import Measurement, ratio
from evaluation.postgres import throwaway_postgresql
from storage.database import Database

REQUESTS = 60
"""Of each page; the first few are not counted."""

_UNCOUNTED = 3
_OPEN_SECONDS = 60.0
_PASSWORD = "made up for measuring"  # noqa: S105
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_TRIVIAL = "trivial"
_WORDS = (
    "utility",
    "bus",
    "city trucks",
    "zzzz",
    "operator opens",
    "b",
    "oslo batteries",
    "dealer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds by page."""

    p50: Mapping[str, float]
    p95: Mapping[str, float]

    def times_trivial(self) -> dict[str, float]:
        return {page: round(ratio(ms, self.p95[_TRIVIAL]), 1) for page, ms in self.p95.items()}


def measure(*, scale: float = 1.0, requests: int = REQUESTS) -> Measurement:
    size = DeskSize().scaled(scale)
    figures: dict[str, Mapping[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, throwaway_postgresql() as server:
        figures |= _figures(time_pages(f"sqlite:///{folder}/desk.db", size, requests), "")
        if server is not None:
            figures |= _figures(time_pages(server, size, requests), "_postgresql")
    made = f"{size.articles} articles, {size.finds} finds, {size.editions} editions, made up"
    missing = "" if server is not None else "; no PostgreSQL here"
    return Measurement(name="desk", data=made + missing, records=size.finds, figures=figures)


def time_pages(url: str, size: DeskSize, requests: int, *, filled: bool = False) -> Timing:
    """Every page on that database, which is filled first unless it is already."""
    if not filled:
        database = Database(url)
        database.upgrade()
        fill(database, size)
        database.close()
    with _desk(url) as browser:
        taken = {page: _time(browser, address, requests) for page, address in _pages(size).items()}
    cut = {page: quantiles(times, n=100, method="inclusive") for page, times in taken.items()}
    return Timing(
        p50={page: round(cuts[49], 1) for page, cuts in cut.items()},
        p95={page: round(cuts[94], 1) for page, cuts in cut.items()},
    )


def _pages(size: DeskSize) -> dict[str, Callable[[int], str]]:
    """The address of each page at the n-th request."""
    word = _cycle([urlencode({"q": words}) for words in _WORDS])
    return {
        _TRIVIAL: lambda _: "/static/mark.svg",
        "queue": lambda _: "/",
        "queue, filtered": _cycle(
            [
                "/?region=US&flagged=1",
                "/?state=rejected&region=Global",
                "/?state=held",
                "/?source=outlet7",
                "/?state=rejected&source=outlet7&flagged=1",
            ]
        ),
        "find page": lambda n: f"/finds/{1 + n * 7919 % size.finds}",
        "search": lambda n: f"/?state=rejected&{word(n)}",
        "search articles": lambda n: f"/articles?{word(n)}",
        "edition page": lambda n: f"/editions/{size.editions - n * 7 % size.editions}",
        "editions list": lambda _: "/editions",
        "sources": lambda _: "/sources",
        "articles": lambda _: "/articles",
        "runs": lambda _: "/runs",
    }


def _cycle(addresses: Sequence[str]) -> Callable[[int], str]:
    return lambda n: addresses[n % len(addresses)]


def _time(browser: "_Browser", address: Callable[[int], str], requests: int) -> list[float]:
    for n in range(_UNCOUNTED):
        browser.get(address(n))
    times = []
    for n in range(requests):
        begun = time.perf_counter()
        browser.get(address(n))
        times.append((time.perf_counter() - begun) * 1000)
    return times


class _Browser:
    """One connection that stays open, and the cookie of a session."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = ""

    def get(self, address: str) -> None:
        status = self._ask("GET", address, "", {"Cookie": self._cookie})
        if status != 200:  # a page that fails is fast, and says nothing
            raise DeskError(f"{address} answered {status}.")

    def make_first_account(self) -> None:
        form = urlencode({"name": "ann", "password": _PASSWORD})
        if self._ask("POST", "/start", form, _FORM) != 303:
            raise DeskError("The desk made no first account.")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, address: str, body: str, headers: Mapping[str, str]) -> int:
        self._connection.request(method, address, body=body or None, headers=dict(headers))
        answer = self._connection.getresponse()
        answer.read()
        if given := answer.headers.get("Set-Cookie"):
            self._cookie = given.partition(";")[0]
        return answer.status


@contextmanager
def _desk(url: str) -> Iterator[_Browser]:
    """The desk on that database, without its timetable, and someone signed in."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="bench-") as workspace:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "cli.main", "--workspace", workspace, "start", "--no-timetable"],
            env=os.environ | {"DESK_DATABASE_URL": url, "DESK_PORT": str(port)},
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, process)
            browser = _Browser(port)
            browser.make_first_account()
            yield browser
            browser.close()
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _OPEN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise DeskError("The desk to be measured did not open.")


def _figures(timing: Timing, suffix: str) -> dict[str, Mapping[str, float]]:
    return {
        f"p50_ms{suffix}": timing.p50,
        f"p95_ms{suffix}": timing.p95,
        f"times_trivial{suffix}": timing.times_trivial(),
    }
