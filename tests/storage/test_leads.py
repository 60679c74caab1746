"""What a news search says of an article, and the article: one, whichever comes first."""

from datetime import timedelta
from typing import Any

import pytest

from core.article import Article, Completeness
from core.url import url_key
from storage.database import Database
from tests.storage.values import NOW, article, partial

HIDDEN = "https://news.google.com/rss/articles/CBMiXk"
WHOLE = article("buses", title="School buses “feed” the grid", outlet="The Grid Post")


def lead(**given: Any) -> Article:
    values = {
        "article_id": url_key(HIDDEN),
        "url": HIDDEN,
        "listed_url": HIDDEN,
        "title": 'School buses "feed" the grid',
        "outlet": "Grid Post",
        "text": "",
    }
    return partial(**(values | given))


def test_article_after_its_lead_takes_its_place_with_its_own_address(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(lead())
        assert not unit.articles.add(WHOLE)
        (row,) = unit.articles.page()
        stored = unit.articles.get(row.article_id)
        assert (stored.url, stored.text) == (WHOLE.url, WHOLE.text)
        assert stored.completeness is Completeness.FULL
        assert {WHOLE.article_id, url_key(HIDDEN)} <= unit.articles.known_keys()


def test_lead_after_its_article_is_not_stored_and_not_asked_for_again(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article("buses", title=lead().title, outlet="The Grid Post"))
        assert not unit.articles.add(lead())
        assert unit.articles.counts().total == 1
        assert url_key(HIDDEN) in unit.articles.known_keys()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"title": "Ferries feed the grid"}, id="title"),
        pytest.param({"outlet": "Ferry Post"}, id="outlet"),
        pytest.param({"first_seen_at": NOW - timedelta(days=20)}, id="weeks apart"),
        pytest.param({"url": "https://maker.test/b", "article_id": "b"}, id="no lead"),
    ],
)
def test_lead_to_something_else_stays(database: Database, other: dict[str, Any]) -> None:
    with database.unit() as unit:
        unit.articles.add(lead(**other))
        assert unit.articles.add(WHOLE)
        assert unit.articles.counts().total == 2
