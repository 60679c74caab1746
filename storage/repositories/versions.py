"""Articles whose pages are looked at again, and what they said before they were corrected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from core.article import Article, Completeness
from core.relevance import Relevance
from core.version import ArticleChange, ArticleVersion
from storage.read_models import Visited
from storage.repositories.articles import ArticleRepository
from storage.repositories.audit import AuditRepository
from storage.repositories.base import COLLECTOR
from storage.repositories.passages import flag_finds, follow_text
from storage.rows import value_of
from storage.tables import article_versions, articles, judgements


class VersionedArticles(ArticleRepository):
    def visited(self, since: datetime) -> tuple[Visited, ...]:
        """The whole articles on the beat, or near it, first seen since then."""
        query = (
            sa.select(articles)
            .join_from(articles, judgements)
            .where(
                articles.c.completeness == Completeness.FULL,
                articles.c.first_seen_at >= since,
                judgements.c.level != Relevance.OFF,
            )
        )
        return tuple(value_of(Visited, row) for row in self._connection.execute(query).mappings())

    def looked_again(self, article_id: str, at: datetime) -> None:
        """Its page was asked for once more."""
        self._connection.execute(
            sa.update(articles)
            .where(
                articles.c.article_id == article_id,
                sa.func.coalesce(articles.c.revisited_at, articles.c.fetched_at) < at,
            )
            .values(revisited_at=at)
        )

    def correct(self, old: Article, new: Article, change: ArticleChange) -> int:
        """The page as it reads now becomes the article, and is judged again; what it said before
        is kept as a version, whose number is returned. Finds keep their words: the sentences
        whose passage is gone are flagged."""
        key = old.article_id
        number = len(self._numbers(key)) + 1
        self._connection.execute(
            sa.insert(article_versions).values(
                article_id=key,
                number=number,
                title=old.title,
                text=old.text,
                authors=old.authors,
                dates=old.dates,
                fetched_at=old.fetched_at,
                replaced_at=new.fetched_at,
                change=change,
            )
        )
        # Under another address since: known by that as well, and still the same article.
        self._know(new.article_id, new.url)
        self._rewrite(
            replace(
                new,
                article_id=key,
                url=old.url,
                summary=new.summary or old.summary,
                authors=new.authors or old.authors,
                dates=new.dates or old.dates,
                section=new.section or old.section,
            )
        )
        follow_text(self._connection, key, new.text, stood_in=number)
        audit = AuditRepository(self._connection)
        for find_id in flag_finds(self._connection, key):
            audit.note(
                f"find {find_id}",
                "source changed",
                COLLECTOR,
                new.fetched_at,
                reason=f"{old.outlet}: {change.sentence()}",
            )
        return number

    def versions(self, article_id: str) -> tuple[ArticleVersion, ...]:
        """Its earlier versions, the latest first; none when the page was never corrected."""
        query = sa.select(article_versions).where(article_versions.c.article_id == article_id)
        rows = self._connection.execute(query.order_by(article_versions.c.number.desc()))
        return tuple(value_of(ArticleVersion, row) for row in rows.mappings())

    def corrected(self, article_ids: Sequence[str]) -> frozenset[str]:
        """Those of them that have earlier versions."""
        query = sa.select(article_versions.c.article_id).distinct()
        here = article_versions.c.article_id.in_(article_ids)
        return frozenset(self._connection.scalars(query.where(here)))

    def _numbers(self, article_id: str) -> Sequence[int]:
        query = sa.select(article_versions.c.number)
        return self._connection.scalars(
            query.where(article_versions.c.article_id == article_id)
        ).all()
