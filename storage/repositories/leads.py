"""Leads: what a news search says of an article whose address it hides."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from core.article import Article, Completeness
from core.text import fold, words
from storage.tables import articles

NEAR = timedelta(days=14)
"""A lead and its article come to us within so long of each other."""


def is_told(connection: sa.Connection, lead: Article) -> bool:
    """Whether the whole article that the lead speaks of is here: by title and outlet."""
    found = connection.execute(
        _near(lead).where(
            articles.c.completeness == Completeness.FULL,
            sa.func.lower(articles.c.title) == lead.title.lower(),
        )
    )
    return any(_same(lead, row) for row in found)


def lead_to(connection: sa.Connection, article: Article) -> sa.Row[Any, Any, Any] | None:
    """The lead that speaks of this whole article, when one came before it."""
    if article.completeness is not Completeness.FULL:
        return None
    found = connection.execute(
        _near(article).where(
            articles.c.completeness == Completeness.PARTIAL,
            articles.c.url.like("https://news.google.com/%"),
        )
    )
    return next((row for row in found if _same(article, row)), None)


def _near(article: Article) -> sa.Select[Any]:
    seen = articles.c.first_seen_at
    query = sa.select(
        articles.c.article_id,
        articles.c.url,
        articles.c.completeness,
        articles.c.title,
        articles.c.outlet,
    )
    return query.where(seen.between(article.first_seen_at - NEAR, article.first_seen_at + NEAR))


def _same(article: Article, row: sa.Row[Any, Any, Any]) -> bool:
    title = _key(article.title)
    if not title or title != _key(row.title):
        return False
    return _outlet(article.outlet) == _outlet(row.outlet)


def _key(text: str) -> list[str]:
    return words(fold(text))


def _outlet(name: str) -> list[str]:
    """“The Grid Post” and “Grid Post” are one."""
    return [word for word in _key(name) if word != "the"]
