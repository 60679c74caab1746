"""What has had its time goes, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock
from core.trace import Trace
from scheduler.context import Context
from scheduler.jobs.maintain import maintain
from storage.database import Database

NOW = datetime(2026, 2, 3, 3, 20, tzinfo=UTC)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def test_maintain_forgets_what_leads_to_articles_of_half_a_year_ago(context: Context) -> None:
    with context.database.unit() as unit:
        for name, days in (("old", 250), ("recent", 60)):
            day = (NOW - timedelta(days=days)).date()
            keys = frozenset({7})
            unit.grouping.add(
                [Trace(article_id=name, day=day, terms=keys, bands=frozenset(), words=keys)]
            )
    assert maintain(context)["index_forgotten"] == 1
    with context.database.read() as unit:
        first = (NOW - timedelta(days=300)).date()
        assert unit.grouping.sharing([7], first, NOW.date()) == {7: ("recent",)}


def test_maintain_removes_recordings_older_than_three_months(context: Context) -> None:
    folder = context.configuration.settings.warc_dir
    folder.mkdir(parents=True)
    for name, days in (("old", 91), ("recent", 89)):
        file = folder / f"{name}.warc.gz"
        file.touch()
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    assert maintain(context)["recordings_removed"] == 1
    assert [file.name for file in folder.iterdir()] == ["recent.warc.gz"]


def test_maintain_the_second_time_removes_nothing(context: Context) -> None:
    maintain(context)
    assert set(maintain(context).values()) == {0}
