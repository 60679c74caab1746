"""Live updates: hints out of the log, resumed anywhere, ended in time."""

import asyncio
import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from config.settings import DeskSettings
from core.workflow import Move
from review.web.feed import Change, Feed
from review.web.pages.live import hint_of
from storage.database import Database
from tests.review.conftest import MakeApp, NewClient
from tests.review.live import served
from tests.review.seed import NOW, PASSWORD, Seeded
from tests.review.test_server import started


def _latest(database: Database) -> int:
    with database.read() as unit:
        return unit.audit.latest()


def _hold(database: Database, find_id: int) -> None:
    with database.unit() as unit:
        unit.finds.move(find_id, Move.HOLD, actor="Ann", now=NOW)


def test_feed_tells_every_stream_what_changes_while_it_listens(
    database: Database, seeded: Seeded
) -> None:
    feed = Feed(database, every_seconds=0.05)
    after = _latest(database)

    async def first() -> tuple[Change, ...]:
        async for changes in feed.changes(after):
            return changes
        return ()

    async def all_of_them() -> list[tuple[Change, ...]]:
        streams = [asyncio.create_task(first()) for _ in range(50)]
        await asyncio.sleep(0.2)
        assert not any(stream.done() for stream in streams)
        await asyncio.to_thread(_hold, database, seeded.find("Utrecht"))
        return list(await asyncio.wait_for(asyncio.gather(*streams), 20))

    for changes in asyncio.run(all_of_them()):
        assert [hint_of(change) for change in changes] == [
            {"find": seeded.find("Utrecht"), "revision": 1, "state": "held"}
        ]


def test_feed_gives_a_slow_reader_one_hint_for_each_thing_however_often_it_changed(
    database: Database, seeded: Seeded
) -> None:
    feed, after = Feed(database, every_seconds=0.05), _latest(database)
    utrecht, sixty = seeded.find("Utrecht"), seeded.find("Sixty")

    def change_often() -> None:
        with database.unit() as unit:
            for find_id in [utrecht, sixty] * 20:
                unit.finds.move(find_id, Move.APPROVE, actor="Ann", now=NOW)
                unit.finds.move(find_id, Move.RESTORE, actor="Ann", now=NOW)

    async def read_late() -> tuple[Change, ...]:
        changes = feed.changes(after)
        await asyncio.to_thread(_hold, database, utrecht)
        await anext(changes)
        await asyncio.to_thread(change_often)
        late = await asyncio.wait_for(anext(changes), 20)
        feed.close()
        return late

    late = asyncio.run(read_late())
    assert [hint_of(change) for change in late] == [
        {"find": find_id, "revision": 1, "state": "drafted"} for find_id in (utrecht, sixty)
    ]
    assert late[-1].event_id == _latest(database)


def test_feed_closed_ends_its_streams(database: Database) -> None:
    feed = Feed(database, every_seconds=0.05)

    async def listen() -> None:
        async for _ in feed.changes(_latest(database)):
            raise AssertionError("nothing happened")

    async def run() -> None:
        stream = asyncio.create_task(listen())
        await asyncio.sleep(0.1)
        feed.close()
        await asyncio.wait_for(stream, 5)

    asyncio.run(run())


def test_since_gives_the_same_hints_to_whoever_cannot_stream(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    after = _latest(database)
    assert vera.get(f"/live/since?after={after}").json() == {"after": after, "hints": []}
    _hold(database, seeded.find("Utrecht"))
    told = vera.get(f"/live/since?after={after}").json()
    assert told["hints"] == [{"find": seeded.find("Utrecht"), "revision": 1, "state": "held"}]
    assert vera.get(f"/live/since?after={told['after']}").json()["hints"] == []


@pytest.mark.parametrize("path", ["/live", "/live/since?after=0", "/queue/news", "/queue/rows/1"])
def test_live_pages_are_for_people_who_are_signed_in(new_client: NewClient, path: str) -> None:
    client = new_client()
    assert client.get(path).status_code == 303
    assert client.get(path, headers={"HX-Request": "true"}).status_code == 401


def test_row_fetched_again_shows_how_it_stands(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    row = ben.get(f"/queue/rows/{find_id}").text
    assert row.lstrip().startswith("<li")
    assert "/approve" in row
    _hold(database, find_id)
    gone = ben.get(f"/queue/rows/{find_id}").text
    assert "Held now, by Ann." in gone
    assert "/approve" not in gone
    assert "/approve" in ben.get(f"/queue/rows/{find_id}?state=held").text
    assert ben.get("/queue/rows/9999").status_code == 404


def test_news_counts_only_what_the_filters_would_show(vera: TestClient, seeded: Seeded) -> None:
    ids = f"{seeded.find('Utrecht')},{seeded.find('Sixty')},9999,x"
    assert vera.get(f"/queue/news?ids={ids}").json() == {"count": 2}
    assert vera.get(f"/queue/news?region=US&ids={ids}").json() == {"count": 1}
    assert vera.get(f"/queue/news?state=held&ids={ids}").json() == {"count": 0}
    assert vera.get("/queue/news?ids=").json() == {"count": 0}


def _events(lines: list[str]) -> list[tuple[str, dict[str, object]]]:
    """(id, data) of each event in these lines of a stream."""
    ids = [line.removeprefix("id: ") for line in lines if line.startswith("id: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    return list(zip(ids, data, strict=True))


@contextmanager
def _enter(address: str) -> Iterator[httpx2.Client]:
    headers = {"Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=address, headers=headers, timeout=10) as client:
        answer = client.post("/sign-in", data={"name": "Vera", "password": PASSWORD})
        assert answer.status_code == 303
        yield client


def _read(client: httpx2.Client, path: str, many: int, **headers: str) -> list[str]:
    """The lines of a stream until it held so many events."""
    lines: list[str] = []
    with client.stream("GET", path, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            lines.append(line)
            if sum(one.startswith("data: ") for one in lines) == many and line == "":
                return lines
    return lines


def test_stream_resumes_on_any_process_after_the_last_event_it_had(
    app: FastAPI,
    database: Database,
    seeded: Seeded,
    make_app: MakeApp,
    settings: DeskSettings,
) -> None:
    after = _latest(database)
    utrecht, sixty = seeded.find("Utrecht"), seeded.find("Sixty")
    _hold(database, utrecht)
    with served(app) as address, _enter(address) as client:
        ((event_id, data),) = _events(_read(client, f"/live?after={after}", 1))
    assert data == {"find": utrecht, "revision": 1, "state": "held"}
    _hold(database, sixty)
    with served(make_app(database, settings)) as other, _enter(other) as client:
        lines = _read(client, f"/live?after={after}", 1, **{"Last-Event-ID": event_id})
    assert [data["find"] for _, data in _events(lines)] == [sixty]


def test_server_with_open_streams_stops_within_five_seconds(tmp_path: Path) -> None:
    with started(tmp_path) as (process, address):
        client = httpx2.Client(headers={"Sec-Fetch-Site": "same-origin"}, timeout=20)
        client.post(f"{address}start", data={"name": "Ann", "password": PASSWORD})
        streams = [client.send(client.build_request("GET", f"{address}live"), stream=True)
                   for _ in range(3)]  # fmt: skip
        assert all(stream.status_code == 200 for stream in streams)
        assert next(streams[0].iter_lines()) == ": listening"
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
        assert time.monotonic() - asked < 5
        assert process.returncode in (0, -signal.SIGTERM)
        for stream in streams:
            stream.close()
        client.close()
