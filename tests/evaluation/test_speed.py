"""The benchmarks, small: that they work, not how fast anything is."""

import sys
from pathlib import Path

import pytest

from evaluation import collect_speed, desk_speed, group_speed, learned_order, poll_speed
from evaluation.desk_data import DeskSize, fill
from evaluation.generated import generated_articles
from evaluation.peers import Peer, pages_per_second
from evaluation.registry import BENCHMARKS
from storage.database import Database


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


def test_group_speed_says_how_long_by_size() -> None:
    measured = group_speed.measure(sizes=(20, 60), judged=2)
    each = measured.figures["ms_per_article"]
    assert isinstance(each, dict)
    assert list(each) == ["20", "60"]
    assert 60 / 5 <= float(str(measured.figures["stories"])) < 60
    assert measured.records == 60


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


def test_generated_articles_are_the_same_again_and_all_different() -> None:
    articles = generated_articles(50)
    assert articles == generated_articles(50)
    assert len({article.article_id for article in articles}) == 50


def test_registry_names_the_benchmarks() -> None:
    assert set(BENCHMARKS) >= {"collect", "desk", "group", "poll"}
    assert set(BENCHMARKS) >= {"collect", "desk", "group"}


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
