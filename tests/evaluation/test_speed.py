"""The benchmarks, small: that they work, not how fast anything is."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.benchmarks import NAMES, sizes_up_to
from config.load import load
from core.clock import FixedClock
from evaluation import collect_speed, desk_speed, group_speed, learned_order, poll_speed
from evaluation.curve import picture
from evaluation.desk_data import DeskSize, fill
from evaluation.generated import generated_articles
from evaluation.generated_stream import A_DAY, Stream
from evaluation.peers import Peer, pages_per_second
from scheduler.context import Context
from scheduler.jobs.group import place_new
from storage.database import Database
from storage.tables import (
    article_texts,
    articles,
    grouping_keys,
    grouping_weeks,
    grouping_words,
    judgements,
    stories,
    story_articles,
    waiting_articles,
)


def test_collect_speed_counts_pages_on_all_sides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESK_CORPORA", raising=False)
    script = "import json, sys; print(json.dumps({'pages': len(sys.stdin.read().split())}))"
    peer = scripted(tmp_path, script)
    measured = collect_speed.measure(hosts=2, pages_each=3, phrases=("v2g",), peers=(peer,))
    assert (measured.name, measured.data, measured.records) == ("collect", "the sample web", 6)
    assert {"pages_per_second", "scrapy_fetch_only", "rss_mb", "peer"} <= set(measured.figures)
    assert all(float(str(value)) > 0 for value in measured.figures.values())


def test_collect_speed_of_one_side_has_its_figures_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_CORPORA", raising=False)
    sides = (collect_speed.Side.PREFILTERED,)
    measured = collect_speed.measure(hosts=2, pages_each=3, phrases=("v2g",), sides=sides)
    assert set(measured.figures) == {
        "pages_per_second_prefiltered",
        "rss_mb",
        "rss_mb_half_way",
        "rss_mb_second_half",
        "fetcher_mb_half_way",
        "fetcher_mb_second_half",
    }
    halves = ("rss_mb_half_way", "rss_mb_second_half")
    assert measured.figures["rss_mb"] == max(float(str(measured.figures[half])) for half in halves)


def scripted(folder: Path, script: str) -> Peer:
    """One that is installed already: the Python of these tests."""
    peer = Peer(name="peer", requirement="peer==1", scripts=folder, environments=folder)
    (folder / "peer.py").write_text(script)
    home = folder / "peer==1"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python").symlink_to(sys.executable)
    (home / ".ready").touch()
    return peer


def test_peer_that_takes_too_long_counts_as_none(tmp_path: Path) -> None:
    peer = scripted(tmp_path, "import time; time.sleep(60)")
    assert pages_per_second(peer, ["http://a.example/"], most_seconds=0.2) == 0


def test_poll_speed_asks_for_no_article() -> None:
    measured = poll_speed.measure(feeds=4)
    figures = measured.figures
    assert (figures["feeds"], figures["unchanged"], figures["requests"]) == (4, 4, 8)
    assert figures["article_requests"] == 0


def placed_by_the_job(database: Database, now: datetime) -> None:
    shipped = load(Path("no workspace"), {})
    place_new(Context(database=database, configuration=shipped, clock=FixedClock(now)))


def test_group_speed_says_how_long_by_size_and_places_rightly() -> None:
    measured = group_speed.measure(placed_by_the_job, sizes=(100, 400), arrivals=40)
    figures = {name: measured.figures[name] for name in group_speed.BY_SIZE}
    for each in figures.values():
        assert isinstance(each, dict)
        assert list(each) == ["100", "400"]
        assert min(each.values()) > 0.8


@pytest.mark.parametrize(
    ("asked", "most", "found"),
    [("10,30,100", 30, (10, 30)), ("10,30", 20, (10,)), ("10,30", 5, (5,))],
    ids=["up to one of them", "up to between", "below all"],
)
def test_sizes_up_to_leaves_out_larger_ones(asked: str, most: int, found: tuple[int, ...]) -> None:
    assert sizes_up_to(asked, most) == found


def test_filling_leaves_the_rows_that_the_job_leaves(tmp_path: Path) -> None:
    """The bulk way knows its words and events; the job reads the texts. The second day's articles
    join stories of the first."""
    filled, placed = (Database(f"sqlite:///{tmp_path}/{name}.db") for name in ("bulk", "job"))
    for database in (filled, placed):
        database.upgrade()
    fill, arrive = group_speed.Filling(filled, Stream()), group_speed.Filling(placed, Stream())
    for count in (A_DAY, 100):
        fill.up_to(fill.count + count)
        arrive.arrive(placed_by_the_job, count)
    one, other = rows_of(filled), rows_of(placed)
    assert one == other
    told, by_job = stories_of(filled), stories_of(placed)
    both = told.keys() & by_job.keys()
    assert {key: told[key] for key in both} == {key: by_job[key] for key in both}
    # Where names are few the job takes some events for one: the bulk way knows better.
    assert len(both) > 0.95 * len(told)
    assert any(len(key) > 2 for key in both)
    for database in (filled, placed):
        database.close()


Rows = Sequence[tuple[object, ...]]


def rows_of(database: Database) -> dict[str, Rows]:
    """What there is of articles and of the index."""
    tables = (
        articles,
        article_texts,
        judgements,
        waiting_articles,
        grouping_keys,
        grouping_words,
        grouping_weeks,
    )
    with database.read() as unit:
        found = {t.name: unit.grouping._connection.execute(sa.select(t)).all() for t in tables}
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items()}


def stories_of(database: Database) -> dict[frozenset[str], Rows]:
    """The rows of each story, by its articles, but for its number (they are given out in another
    order) and for the sentence that says why."""
    kept = [column for column in stories.c if column.name != "grouping_reasons"]
    members = sa.select(story_articles).order_by(story_articles.c.position)
    with database.read() as unit:
        connection = unit.grouping._connection
        told = {row.story_id: [tuple(row)[1:]] for row in connection.execute(sa.select(*kept))}
        placed = list(connection.execute(members).mappings())
    for row in placed:
        told[row["story_id"]].append(tuple(v for name, v in row.items() if name != "story_id"))
    return {frozenset(str(row[0]) for row in rows[1:]): rows for rows in told.values()}


def test_filled_desk_holds_what_was_asked_for_and_the_same_again(tmp_path: Path) -> None:
    size = DeskSize(articles=60, finds=12, editions=3)
    seen = []
    for name in ("one", "other"):
        database = Database(f"sqlite:///{tmp_path / name}.db")
        database.upgrade()
        fill(database, size)
        with database.read() as unit:
            assert unit.articles.counts().total == 60
            assert sum(unit.finds.counts().values()) == 12
            seen.append((unit.editions.all(), unit.finds.page(limit=12)))
        database.close()
    editions, finds = seen[0]
    assert len(editions) == 3
    assert all(bit for find in finds for s in find.revision.sentences[:-1] for bit in s.evidence)
    assert seen[0] == seen[1]


def test_desk_speed_times_every_page_on_both_databases() -> None:
    measured = desk_speed.measure(scale=0.002, requests=2)
    for database in ("", "_postgresql"):
        pages = measured.figures[f"p95_ms{database}"]
        assert isinstance(pages, dict)
        assert set(pages) > {"queue", "find page", "search", "edition page"}
        assert all(float(str(ms)) > 0 for ms in pages.values())
        queries = measured.figures[f"queries{database}"]
        assert isinstance(queries, dict)
        assert queries["trivial"] == 0 < queries["add"] < queries["find page"]


def test_generated_articles_are_the_same_again_and_all_different() -> None:
    articles = generated_articles(50)
    assert articles == generated_articles(50)
    assert len({article.article_id for article in articles}) == 50


def test_command_names_the_benchmarks() -> None:
    assert set(NAMES) >= {"collect", "desk", "group", "learn", "poll"}


def test_learned_order_without_lessons_changes_nothing() -> None:
    measured = learned_order.measure(decisions=(20,), editors=1, unseen=60)
    assert measured.figures["auc_learned"] == measured.figures["auc_rank"]
    assert measured.figures["in_use"] == {"20": 0.0}


def test_learned_order_after_many_decisions_is_better() -> None:
    measured = learned_order.measure(decisions=(240,), editors=2, unseen=300)
    learned, alone = measured.figures["auc_learned"], measured.figures["auc_rank"]
    assert isinstance(learned, dict)
    assert isinstance(alone, dict)
    assert float(str(learned["240"])) > float(str(alone["240"])) + 0.05


def test_picture_draws_a_point_for_each_size() -> None:
    each = {"10": 4.0, "1000": 12.0}
    drawn = picture({"ms_per_article": each, "processor_ms_per_article": each})
    assert drawn.count("<polyline") == 2
    assert 'points="60.0,222.0 580.0,126.0"' in drawn
    assert "1,000" in drawn
