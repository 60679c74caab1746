"""The benchmarks, small: that they work, not how fast anything is."""

import pytest

from evaluation import collect_speed, group_speed
from evaluation.generated import generated_articles
from evaluation.registry import BENCHMARKS


def test_collect_speed_counts_pages_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_CORPORA", raising=False)
    measured = collect_speed.measure(hosts=2, pages_each=3)
    assert (measured.name, measured.data, measured.records) == ("collect", "the sample web", 6)
    assert set(measured.figures) == {"pages_per_second", "scrapy_fetch_only", "rss_mb"}
    assert all(float(str(value)) > 0 for value in measured.figures.values())


def test_group_speed_says_how_long_by_size() -> None:
    measured = group_speed.measure(sizes=(20, 60), judged=2)
    each = measured.figures["ms_per_article"]
    assert isinstance(each, dict)
    assert list(each) == ["20", "60"]
    assert 60 / 5 <= float(str(measured.figures["stories"])) < 60
    assert measured.records == 60


def test_generated_articles_are_the_same_again_and_all_different() -> None:
    articles = generated_articles(50)
    assert articles == generated_articles(50)
    assert len({article.article_id for article in articles}) == 50


def test_registry_names_the_benchmarks() -> None:
    assert set(BENCHMARKS) >= {"collect", "group"}
