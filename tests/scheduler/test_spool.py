"""Leftover spools: what is readable is stored, what is not is kept aside and said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.crawl import CrawlLine
from core.wire import to_json
from scheduler.context import Context
from scheduler.jobs.collect import BATCH, CollectRequest, collect
from storage.database import Database
from tests.storage.values import article, poll, source

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
    (tmp_path / "spool").mkdir()
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def leave(context: Context, *lines: bytes) -> Path:
    file = context.configuration.settings.spool_dir / "left.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    return file


def total(context: Context) -> int:
    with context.database.read() as unit:
        return unit.articles.counts().total


def test_collect_leftover_spool_is_stored_first_and_gone(context: Context) -> None:
    articles = [CrawlLine(article=article(f"story-{n}")) for n in range(BATCH + 7)]
    file = leave(context, *map(to_json, articles), to_json(CrawlLine(poll=poll())))
    counts = collect(context, CollectRequest(polls=False))
    assert counts["articles"] == total(context) == BATCH + 7
    assert not file.exists()


def test_collect_unreadable_spool_is_kept_aside_and_stops_nothing(context: Context) -> None:
    file = leave(context, to_json(CrawlLine(article=article("one"))), b'{"poll": {"is": "else"}}')
    counts = collect(context, CollectRequest(polls=False))
    assert counts["spools_unreadable"] == 1
    assert file.with_suffix(".unreadable").exists()
    assert collect(context, CollectRequest(polls=False)) == {}
