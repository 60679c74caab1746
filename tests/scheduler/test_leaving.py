"""What an editor asks for before an edition leaves: an introduction, and whether links answer."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.edition import Feature
from core.run import Job, RunState
from scheduler.context import Context
from scheduler.jobs.check_links import check_links
from scheduler.worker import Worker
from storage.database import Database

DAY = date(2026, 2, 3)
ASKED = Counter[str]()


class Pages(BaseHTTPRequestHandler):
    """/fine answers; /no-head only to a GET; /moved leads to /fine; /round never ends."""

    def do_HEAD(self) -> None:  # the library's name
        self._answer(headless=self.path == "/no-head")

    def do_GET(self) -> None:
        self._answer(headless=False)

    def _answer(self, *, headless: bool) -> None:
        ASKED[f"{self.command} {self.path}"] += 1
        known = {"/fine": 200, "/no-head": 200, "/moved": 302, "/round": 302}
        self.send_response(405 if headless else known.get(self.path, 404))
        if self.path in ("/moved", "/round"):
            self.send_header("Location", "/fine" if self.path == "/moved" else "/round")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def context_of(database: Database, folder: Path, site: str = "") -> Context:
    configuration = load(folder, {})
    port = int(site.rpartition(":")[2]) if site else 80
    settings = configuration.settings
    policy = replace(settings.policy, allow_private=("127.0.0.1/32",), ports=(port,))
    configuration = replace(configuration, settings=replace(settings, policy=policy))
    return Context(database=database, configuration=configuration, clock=FixedClock())


def edition_with(context: Context, *urls: str) -> int:
    pieces = [
        Feature(kind="V2G Insights", title=f"Piece {url}", dated=DAY, body="x", url=url)
        for url in urls
    ]
    with context.database.unit() as unit:
        key = unit.editions.create(2, 3, DAY, context.clock.now())
        unit.editions.set_features(key, pieces, now=context.clock.now())
    return key


def test_check_links_keeps_what_answered_and_what_did_not(
    database: Database, tmp_path: Path, site: str
) -> None:
    context = context_of(database, tmp_path, site)
    names = ("fine", "no-head", "moved", "round", "gone")
    key = edition_with(context, *(f"{site}/{name}" for name in names))
    waits: list[float] = []
    assert check_links(context, key, sleep=waits.append) == {"asked": 5, "answered": 3}
    assert waits == [2.0] * 4
    with database.read() as unit:
        found = unit.links.answers([f"{site}/{name}" for name in names])
    by_name = {url.rpartition("/")[2]: answer for url, answer in found.items()}
    assert {name for name, answer in by_name.items() if answer.ok} == {"fine", "no-head", "moved"}
    assert by_name["moved"].moved_to == f"{site}/fine"
    assert (by_name["gone"].status, by_name["gone"].reason) == (404, "It answered 404.")
    assert by_name["round"].status is None
    assert ASKED["GET /fine"] == 0
    assert ASKED["GET /no-head"] == 1


def test_check_links_of_a_private_address_is_refused_by_the_guard(
    database: Database, tmp_path: Path, site: str
) -> None:
    context = context_of(database, tmp_path)
    key = edition_with(context, site.replace("127.0.0.1", "127.0.0.2").partition(":8")[0])
    assert check_links(context, key, sleep=lambda _: None)["answered"] == 0
    assert not ASKED


def test_worker_offers_an_introduction_beside_the_present_one(
    database: Database, tmp_path: Path
) -> None:
    context = context_of(database, tmp_path)
    key = edition_with(context, "https://a.test/")
    with database.unit() as unit:
        unit.editions.set_introduction(key, "Ours.", now=context.clock.now())
        now = context.clock.now()
        run = unit.runs.request(Job.INTRODUCE, slot="1", why="x", subject=str(key), now=now)
    assert run is not None
    Worker(context).step()
    with database.read() as unit:
        assert unit.runs.get(run.run_id).state is RunState.DONE
        offer = unit.introductions.of(key)
        assert unit.editions.get(key).introduction == "Ours."
    assert offer is not None
    assert (offer.seen, offer.author.kind) == ("Ours.", "extract")
    assert "Piece https://a.test/" in offer.text
