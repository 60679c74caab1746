"""Articles, their texts and verdicts, and the items that became none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from core.article import PASSING_TROUBLES, Article, Completeness, leads_on
from core.crawl import LEFT_TO_ANOTHER, Dropped
from core.errors import NotFound
from core.relevance import Relevance
from core.story import Judged
from core.url import url_key
from core.workflow import FindState
from storage import search
from storage.repositories.article_lists import ArticleLists
from storage.repositories.base import in_batches
from storage.repositories.leads import is_told, lead_to
from storage.repositories.passages import follow_text
from storage.rows import insert_into, insert_new, row_of, value_of
from storage.tables import (
    article_texts,
    articles,
    dropped_items,
    finds,
    judgements,
    known_links,
    story_articles,
    waiting_articles,
)
from storage.tables.grouping import Step


class ArticleRepository(ArticleLists):
    def known_keys(self) -> frozenset[str]:
        """`core.url.url_key` of every link ever seen, article or not."""
        return frozenset(self._connection.scalars(sa.select(known_links.c.url_key)))

    def to_ask_again(self, since: datetime) -> dict[str, str]:
        """Keys of pages first seen since then that a passing trouble kept from us, each with the
        source that lists it."""
        query = sa.select(articles.c.article_id, articles.c.listed_url, articles.c.source).where(
            articles.c.completeness == Completeness.PARTIAL,
            articles.c.partial_code.in_(PASSING_TROUBLES),
            articles.c.first_seen_at >= since,
        )
        rows = self._connection.execute(query).all()
        return {key: row[2] for row in rows for key in _keys(row[0], row[1])}

    def whole_keys(self) -> frozenset[str]:
        """Keys of every page whose whole text is here, also by the address that listed it."""
        query = sa.select(articles.c.article_id, articles.c.listed_url).where(
            articles.c.completeness == Completeness.FULL
        )
        rows = self._connection.execute(query)
        return frozenset(key for row in rows for key in _keys(row[0], row[1]))

    def add(self, article: Article) -> bool:
        """Store it once, by its `article_id`; returns whether it is new.

        A full article takes the place of a partial one, and is judged again. The partial one was
        known by the address its source lists, and keeps that, wherever the page leads. A lead and
        the article it speaks of are one, whichever comes first.
        """
        self._know(article.article_id, article.url, article.listed_url)
        there = self._stored(article)
        if there is None and article.is_lead and is_told(self._connection, article):
            return False
        there = there or lead_to(self._connection, article)
        if there is None:
            self._connection.execute(sa.insert(articles), row_of_article(article))
            self._connection.execute(sa.insert(article_texts), row_of_text(article))
            self._index(article)
            self._await([article.article_id], Step.JUDGE)
        elif there.completeness is Completeness.PARTIAL:
            if article.article_id != there.article_id:
                url = article.url if leads_on(there.url) else there.url
                article = replace(article, article_id=there.article_id, url=url)
            if article.completeness is Completeness.FULL:
                self._replace(article)
            else:
                self._note_trouble(article)
        return there is None

    def add_dropped(self, dropped: Dropped) -> bool:
        """Count an item that became no article; returns whether it is new. Its address is known
        from then on, unless it was left to another item."""
        row = row_of(dropped) | {"dropped_key": _dropped_key(dropped)}
        new = insert_into(self._connection, dropped_items).on_conflict_do_nothing()
        if not self._connection.scalar(new.returning(dropped_items.c.dropped_key), row):
            return False
        if dropped.code not in LEFT_TO_ANOTHER:
            self._know("", dropped.url)
        return True

    def get(self, article_id: str) -> Article:
        """Raises `NotFound`."""
        found = self.many([article_id])
        if not found:
            raise NotFound("article", article_id)
        return found[0]

    def by_address(self, url: str) -> Article | None:
        """The article of this page, also when the address is the one that listed it."""
        key = url_key(url)
        listed = sa.select(articles.c.article_id).where(articles.c.listed_url == url).limit(1)
        found = self.many([key]) or self.many(list(self._connection.scalars(listed)))
        return found[0] if found else None

    def many(self, article_ids: Sequence[str]) -> tuple[Article, ...]:
        """Articles in the order asked; those that are not there are left out."""
        found: dict[str, Article] = {}
        for some in in_batches(article_ids):
            rows = self._connection.execute(_WITH_TEXT.where(articles.c.article_id.in_(some)))
            found |= {row["article_id"]: value_of(Article, row) for row in rows.mappings()}
        return tuple(found[key] for key in article_ids if key in found)

    def unjudged(self, limit: int = 500) -> tuple[Article, ...]:
        """Articles without a verdict, the longest waiting first."""
        return self.many(self._waiting(Step.JUDGE, limit))

    def ungrouped(self, limit: int = 100_000) -> tuple[tuple[Article, Judged], ...]:
        """Articles on the beat that wait to be placed, with their verdicts, oldest first: those
        in no story yet, and those of a story that were read or judged anew."""
        ids = self._waiting(Step.PLACE, limit)
        judged = self.judgements(ids)
        return tuple((article, judged[article.article_id]) for article in self.many(ids))

    def placed(self, article_ids: Sequence[str]) -> None:
        """Grouping is done with these."""
        self._forget(article_ids)

    def save_judgements(self, judged: Sequence[Judged], *, judged_with: str = "") -> None:
        """Keep these verdicts, in place of older ones of the same articles. What is on the beat,
        or in a story already, waits to be placed from then on. `judged_with` stands for what they
        rest on besides the article."""
        if not judged:
            return
        ids = [one.article_id for one in judged]
        for some in in_batches(ids):
            self._connection.execute(sa.delete(judgements).where(judgements.c.article_id.in_(some)))
        sources = self._sources_of([one.article_id for one in judged])
        rows = [
            row_of_judgement(one, sources.get(one.article_id, "")) | {"judged_with": judged_with}
            for one in judged
        ]
        self._connection.execute(sa.insert(judgements), rows)
        self._forget(ids)
        kept = {one.article_id for one in judged if one.relevance.level is not Relevance.OFF}
        self._await(sorted(kept | self._in_stories(ids)), Step.PLACE)

    def judged_otherwise(
        self, judged_with: str, since: datetime, limit: int = 1000
    ) -> tuple[Article, ...]:
        """Articles first seen since then whose verdicts rest on something else, the newest first;
        none of a story that an editor has decided on."""
        decided = (
            sa.select(story_articles.c.article_id)
            .join(finds, finds.c.story_id == story_articles.c.story_id)
            .where(finds.c.state != FindState.DRAFTED)
        )
        query = (
            sa.select(articles.c.article_id)
            .join(judgements, judgements.c.article_id == articles.c.article_id)
            .where(
                judgements.c.judged_with != judged_with,
                articles.c.first_seen_at >= since,
                articles.c.article_id.not_in(decided),
            )
            .order_by(articles.c.first_seen_at.desc(), articles.c.article_id)
        )
        return self.many(self._connection.scalars(query.limit(limit)).all())

    def judged_the_same(self, article_ids: Sequence[str], judged_with: str) -> None:
        """Their verdicts stand on this too."""
        for some in in_batches(article_ids):
            here = judgements.c.article_id.in_(some)
            changed = sa.update(judgements).where(here).values(judged_with=judged_with)
            self._connection.execute(changed)

    def judgement(self, article_id: str) -> Judged | None:
        return self.judgements([article_id]).get(article_id)

    def judgements(self, article_ids: Sequence[str]) -> dict[str, Judged]:
        """The verdicts of those that have one, by article."""
        found: dict[str, Judged] = {}
        for some in in_batches(article_ids):
            query = sa.select(judgements).where(judgements.c.article_id.in_(some))
            rows = self._connection.execute(query).mappings()
            found |= {row["article_id"]: value_of(Judged, row) for row in rows}
        return found

    def fingerprints(self, since: datetime) -> tuple[tuple[str, int], ...]:
        """(article_id, fingerprint) of the articles seen since then that have one."""
        query = sa.select(articles.c.article_id, articles.c.fingerprint).where(
            articles.c.first_seen_at >= since, articles.c.fingerprint != 0
        )
        rows = self._connection.execute(query.order_by(articles.c.first_seen_at))
        return tuple((row[0], row[1]) for row in rows)

    def _sources_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in in_batches(article_ids):
            query = sa.select(articles.c.article_id, articles.c.source)
            rows = self._connection.execute(query.where(articles.c.article_id.in_(some)))
            found |= {row[0]: row[1] for row in rows}
        return found

    def _know(self, article_id: str, *urls: str) -> None:
        keys = sorted(_keys(article_id, *urls))
        insert_new(self._connection, known_links, [{"url_key": key} for key in keys])

    def _stored(self, article: Article) -> sa.Row[Any, Any, Any] | None:
        """The stored article of this page: by its own key, else by that of its listed address."""
        ids = (article.article_id, *_keys("", article.listed_url))
        query = sa.select(articles.c.article_id, articles.c.url, articles.c.completeness)
        rows = self._connection.execute(query.where(articles.c.article_id.in_(ids))).all()
        return min(rows, key=lambda row: ids.index(row.article_id), default=None)

    def _waiting(self, step: Step, limit: int) -> Sequence[str]:
        query = (
            sa.select(articles.c.article_id)
            .join(waiting_articles, waiting_articles.c.article_id == articles.c.article_id)
            .where(waiting_articles.c.step == step)
            .order_by(articles.c.first_seen_at, articles.c.article_id)
        )
        return self._connection.scalars(query.limit(limit)).all()

    def _await(self, article_ids: Sequence[str], step: Step) -> None:
        rows = [{"article_id": key, "step": step} for key in article_ids]
        insert_new(self._connection, waiting_articles, rows)

    def _forget(self, article_ids: Sequence[str]) -> None:
        for some in in_batches(article_ids):
            here = waiting_articles.c.article_id.in_(some)
            self._connection.execute(sa.delete(waiting_articles).where(here))

    def _in_stories(self, article_ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for some in in_batches(article_ids):
            query = sa.select(story_articles.c.article_id)
            found |= set(
                self._connection.scalars(query.where(story_articles.c.article_id.in_(some)))
            )
        return found

    def _note_trouble(self, article: Article) -> None:
        """Asked for again in vain: perhaps for another reason, and for good."""
        self._connection.execute(
            sa.update(articles)
            .where(articles.c.article_id == article.article_id)
            .values(
                partial_code=article.partial_code,
                partial_reason=article.partial_reason,
                fetched_at=article.fetched_at,
            )
        )

    def _replace(self, article: Article) -> None:
        """The whole text in the place of a part of it."""
        self._rewrite(article)
        follow_text(self._connection, article.article_id, article.text, stood_in=None)

    def _rewrite(self, article: Article) -> None:
        """What was known first stays: when it was seen, and how the source listed it."""
        key = article.article_id
        values = row_of_article(article)
        for first in ("article_id", "first_seen_at", "listed_url", "source"):
            del values[first]
        self._connection.execute(
            sa.update(articles).where(articles.c.article_id == key).values(values)
        )
        self._connection.execute(
            sa.update(article_texts)
            .where(article_texts.c.article_id == key)
            .values(text=article.text)
        )
        self._connection.execute(sa.delete(judgements).where(judgements.c.article_id == key))
        self._forget([key])
        self._await([key], Step.JUDGE)
        self._index(article)

    def _index(self, article: Article) -> None:
        search.index(
            self._connection,
            "articles",
            article.article_id,
            article.title,
            article.outlet,
            article.summary,
            article.text,
        )


_WITH_TEXT = sa.select(articles, article_texts.c.text).join_from(articles, article_texts)


def row_of_article(article: Article) -> dict[str, Any]:
    return row_of(article, without=["text"])


def row_of_text(article: Article) -> dict[str, Any]:
    return {"article_id": article.article_id, "text": article.text}


def row_of_judgement(judged: Judged, source: str) -> dict[str, Any]:
    level, score = judged.relevance.level, judged.relevance.score
    return row_of(judged) | {"level": level, "score": score, "source": source}


def _dropped_key(dropped: Dropped) -> str:
    """The same item of the same source, dropped for the same reason, counts once however often
    it is polled."""
    identity = "\n".join([dropped.source, dropped.url, dropped.title, dropped.code])
    return blake2b(identity.encode("utf8", "surrogatepass"), digest_size=12).hexdigest()


def _keys(article_id: str, *urls: str) -> set[str]:
    return {url_key(url) for url in urls if url} | ({article_id} if article_id else set())
