"""What the tests of the stories share: the shipped beat and regions, and articles to order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from config.beat import Beat
from config.load import Configuration, load
from config.regions import Regions
from core.article import Article
from core.dating import DateEvidence, DateOrigin
from core.story import Judged
from core.url import url_key
from stories.judge import Judge
from stories.region import RegionJudge
from stories.relevance import RelevanceJudge

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
MakeArticle = Callable[..., Article]


@lru_cache
def shipped() -> Configuration:
    return load(Path("no-such-workspace"), {})


def shipped_beat() -> Beat:
    return shipped().beat


def shipped_regions() -> Regions:
    return shipped().regions


@pytest.fixture(scope="session")
def relevance() -> RelevanceJudge:
    return RelevanceJudge(shipped_beat())


@pytest.fixture(scope="session")
def region() -> RegionJudge:
    return RegionJudge(shipped_regions())


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(shipped_beat(), shipped_regions())


@pytest.fixture
def article() -> MakeArticle:
    return make_article


def make_article(
    title: str,
    text: str = "",
    *,
    url: str = "",
    outlet: str = "The Daily Grid",
    day: date = date(2026, 2, 2),
    **more: Any,
) -> Article:
    address = url or f"https://example.com/{outlet}/{title}".replace(" ", "-")
    dates = more.pop("dates", (DateEvidence(day=day, origin=DateOrigin.JSON_LD),))
    return Article(
        **{
            "article_id": url_key(address),
            "url": address,
            "source": outlet.lower().replace(" ", "-"),
            "outlet": outlet,
            "title": title,
            "text": text,
            "dates": dates,
            "first_seen_at": NOW,
            "fetched_at": NOW,
            **more,
        }
    )


@pytest.fixture
def judged(judge: Judge) -> Callable[..., tuple[Article, Judged]]:
    def both(title: str, text: str = "", **more: Any) -> tuple[Article, Judged]:
        made = make_article(title, text, **more)
        return made, judge.judge(made, now=NOW)

    return both
