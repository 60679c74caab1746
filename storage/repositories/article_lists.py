"""Articles and dropped items as they are listed, searched and counted."""

from collections import Counter
from dataclasses import fields

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.article import Completeness
from core.crawl import Dropped
from core.relevance import Relevance
from storage import search
from storage.read_models import ArticleCounts, ArticleRow
from storage.repositories.base import Repository, in_batches
from storage.rows import value_of
from storage.tables import article_counts, articles, dropped_items, judgements, story_articles


class ArticleLists(Repository):
    def page(
        self,
        *,
        source: str = "",
        level: Relevance | None = None,
        query: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[ArticleRow, ...]:
        """Articles with their verdicts, newest first. For dropped items see `dropped`."""
        wanted = self._wanted(source, level, query).limit(limit).offset(offset)
        ids = self._connection.scalars(wanted).all()
        found: dict[str, ArticleRow] = {}
        for some in in_batches(ids):
            rows = self._connection.execute(_PAGE.where(articles.c.article_id.in_(some)))
            found |= {row["article_id"]: _article_row(row) for row in rows.mappings()}
        return tuple(found[key] for key in ids)

    def _wanted(self, source: str, level: Relevance | None, query: str) -> sa.Select[str]:
        """The ids alone, newest first: to sort whole rows would take longer than all the rest."""
        wanted = sa.select(articles.c.article_id).order_by(
            articles.c.first_seen_at.desc(), articles.c.article_id.desc()
        )
        if source:
            wanted = wanted.where(articles.c.source == source)
        if level is not None:
            # Not by the join: SQLite would then read all of that level, and sort them.
            here = judgements.c.article_id == articles.c.article_id
            wanted = wanted.where(
                sa.exists().where(here, judgements.c.level == level).correlate(articles)
            )
        if query.strip():
            found = search.matching(self._connection, "articles", query)
            holds: sa.ColumnElement[bool] = articles.c.article_id.in_(found)
            if search.is_frequent(self._connection, "articles", query):
                # A look at the newest articles one by one soon finds a page of them. Either
                # database would look up all that hold it, and sort them; wrapped, it does not.
                holds = sa.func.coalesce(holds, sa.false())
            wanted = wanted.where(holds)
        return wanted

    def counts(self) -> ArticleCounts:
        kept = article_counts.c
        sums = sa.select(kept.level, sa.func.sum(kept.articles)).group_by(kept.level)
        found = {row[0]: int(row[1]) for row in self._connection.execute(sums)}
        total = found.pop("", 0)
        levels = {Relevance(level): found[level] for level in sorted(found) if found[level]}
        return ArticleCounts(
            total=total,
            partial=self._counts(
                articles.c.partial_code, articles.c.completeness == Completeness.PARTIAL
            ),
            levels=levels,
            unjudged=total - sum(levels.values()),
            dropped=self._counts(dropped_items.c.code),
        )

    def off_codes(self) -> dict[str, int]:
        """Why articles were judged off the beat, as counts of their verdicts' codes."""
        query = sa.select(judgements.c.relevance).where(judgements.c.level == Relevance.OFF)
        return dict(Counter(verdict.code for verdict in self._connection.scalars(query)))

    def dropped(
        self, *, source: str = "", code: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[Dropped, ...]:
        """Items that became no article, the latest first."""
        wanted = sa.select(dropped_items).order_by(
            dropped_items.c.at.desc(), dropped_items.c.dropped_key
        )
        if source:
            wanted = wanted.where(dropped_items.c.source == source)
        if code:
            wanted = wanted.where(dropped_items.c.code == code)
        rows = self._connection.execute(wanted.limit(limit).offset(offset)).mappings()
        return tuple(value_of(Dropped, row) for row in rows)


_PAGE = (
    sa.select(
        *(articles.c[field.name] for field in fields(ArticleRow) if field.name in articles.c),
        judgements.c.level,
        judgements.c.score,
        judgements.c.relevance,
        judgements.c.region,
        judgements.c.date,
        story_articles.c.story_id,
    )
    .join_from(articles, judgements, isouter=True)
    .outerjoin(story_articles, story_articles.c.article_id == articles.c.article_id)
)


def _article_row(row: RowMapping) -> ArticleRow:
    relevance, region, dated = row["relevance"], row["region"], row["date"]
    return value_of(
        ArticleRow,
        row,
        score=row["score"] or 0.0,
        advertisement=bool(relevance and relevance.advertisement),
        reasons=relevance.reasons if relevance else (),
        region=region.region if region else None,
        day=dated.day if dated else None,
    )
