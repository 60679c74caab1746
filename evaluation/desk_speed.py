"""How long the desk's pages take on a database of years, as a browser on this machine sees it.

The desk runs as a process of its own; pages are asked for one after the other, each many times,
with other finds, editions and words. Figures by page, on SQLite, the same with `_postgresql` where
there is one: `p50_ms` and `p95_ms` in milliseconds; `processor_ms`, which the desk itself takes for
a request, without the server of the database; `queries` of a request. `p95_ms_four_clients` is with
four browsers asking at once. `trivial` is a small file of the same server: `times_trivial` is the
p95 of a page over the p95 of that, and `load_average` how busy the machine was before and after.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from core.errors import DeskError
from evaluation.counted import SIZE, read_count
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


_CLIENTS = 4

Pages = Mapping[str, Callable[[int], str]]
"""The address of each page at the n-th request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What a page takes: milliseconds of each request, of the processor on average, and the
    statements to the database, also on average."""

    taken: Sequence[float]
    at_once: Sequence[float]
    processor: float
    queries: float


def measure(*, scale: float = 1.0, requests: int = REQUESTS) -> Measurement:
    size = DeskSize().scaled(scale)
    figures: dict[str, Mapping[str, float]] = {}
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, throwaway_postgresql() as server:
        figures |= _figures(time_pages(f"sqlite:///{folder}/desk.db", size, requests), "")
        if server is not None:
            figures |= _figures(time_pages(server, size, requests), "_postgresql")
    figures["load_average"] = {"before": load_before, "after": os.getloadavg()[0]}
    made = f"{size.articles} articles, {size.finds} finds, {size.editions} editions, made up"
    missing = "" if server is not None else "; no PostgreSQL here"
    return Measurement(name="desk", data=made + missing, records=size.finds, figures=figures)


def time_pages(
    url: str, size: DeskSize, requests: int, *, filled: bool = False
) -> dict[str, Timing]:
    """Every page on that database, which is filled first unless it is already."""
    if not filled:
        database = Database(url)
        database.upgrade()
        fill(database, size)
        database.tidy()
        database.close()
    with _desk(url) as desk:
        return {page: _timing(desk, address, requests) for page, address in pages_of(size).items()}


def pages_of(size: DeskSize) -> Pages:
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
        "archive": lambda _: "/archive",
        "archive search": lambda n: f"/archive?{word(n)}",
        "add": lambda _: "/add",
        "runs": lambda _: "/runs",
    }


def _cycle(addresses: Sequence[str]) -> Callable[[int], str]:
    return lambda n: addresses[n % len(addresses)]


def _timing(desk: "_Desk", address: Callable[[int], str], requests: int) -> Timing:
    _time_at_once(desk, address, _UNCOUNTED, clients=1)
    processor, queries = desk.processor_seconds(), desk.queries()
    taken = _time_at_once(desk, address, requests, clients=1)
    processor, queries = desk.processor_seconds() - processor, desk.queries() - queries
    return Timing(
        taken=taken,
        at_once=_time_at_once(desk, address, requests, clients=_CLIENTS),
        processor=processor / requests * 1000,
        queries=queries / requests,
    )


def _time_at_once(
    desk: "_Desk", address: Callable[[int], str], requests: int, *, clients: int
) -> list[float]:
    """Milliseconds of each request, the requests being dealt out to so many clients."""

    def ask(first: int) -> list[float]:
        # A connection of its own each time: the desk closes those that lie idle.
        with closing(desk.browser()) as browser:
            numbers = range(first, requests, clients)
            return [_milliseconds(browser, address(n)) for n in numbers]

    with ThreadPoolExecutor(clients) as pool:
        return [ms for taken in pool.map(ask, range(clients)) for ms in taken]


def _milliseconds(browser: "_Browser", address: str) -> float:
    begun = time.perf_counter()
    browser.get(address)
    return (time.perf_counter() - begun) * 1000


class _Browser:
    """One connection that stays open, and the cookie of a session."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = cookie

    def get(self, address: str) -> None:
        status = self._ask("GET", address, "", {"Cookie": self.cookie})
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
            self.cookie = given.partition(";")[0]
        return answer.status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    port: int
    cookie: str
    process_id: int
    counts: Path

    def browser(self) -> _Browser:
        return _Browser(self.port, self.cookie)

    def processor_seconds(self) -> float:
        """Of the desk's process, all its threads, since it began."""
        fields = Path(f"/proc/{self.process_id}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def queries(self) -> int:
        return read_count(self.counts)


@contextmanager
def _desk(url: str) -> Iterator[_Desk]:
    """The desk on that database, without its timetable, and someone signed in."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="bench-") as workspace:
        counts = Path(workspace) / "counts"
        counts.write_bytes(bytes(SIZE))
        counted = ["-m", "evaluation.counted", str(counts), "cli.main"]
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *counted, "--workspace", workspace, "start", "--no-timetable"],
            env=os.environ | {"DESK_DATABASE_URL": url, "DESK_PORT": str(port)},
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, process)
            with closing(_Browser(port)) as first:
                first.make_first_account()
            yield _Desk(port=port, cookie=first.cookie, process_id=process.pid, counts=counts)
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


def _figures(timings: Mapping[str, Timing], suffix: str) -> dict[str, Mapping[str, float]]:
    p95 = {page: _cut(timing.taken, 95) for page, timing in timings.items()}
    by_name = {
        "p50_ms": {page: _cut(timing.taken, 50) for page, timing in timings.items()},
        "p95_ms": p95,
        "processor_ms": {page: round(timing.processor, 1) for page, timing in timings.items()},
        "queries": {page: round(timing.queries, 1) for page, timing in timings.items()},
        "p95_ms_four_clients": {page: _cut(t.at_once, 95) for page, t in timings.items()},
        "times_trivial": {page: round(ratio(ms, p95[_TRIVIAL]), 1) for page, ms in p95.items()},
    }
    return {f"{name}{suffix}": by_page for name, by_page in by_name.items()}


def _cut(milliseconds: Sequence[float], percent: int) -> float:
    return round(quantiles(milliseconds, n=100, method="inclusive")[percent - 1], 1)
