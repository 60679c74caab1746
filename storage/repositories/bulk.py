"""Many ready-made values at once, under the keys they bear.

For filling a database to measure on. Daily work never comes this way: nothing here looks at what
is there already, and no audit event is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.article import Article
from core.edition import Edition
from core.find import CheckLevel, Find, Revision
from core.people import AuditEvent
from core.story import Judged, Story
from storage import search
from storage.loading import load
from storage.repositories.articles import row_of_article, row_of_judgement, row_of_text
from storage.repositories.base import Repository
from storage.repositories.revisions import row_of_revision
from storage.repositories.stories import row_of_story
from storage.rows import row_of
from storage.tables import (
    article_texts,
    articles,
    audit_events,
    checks,
    edition_items,
    editions,
    evidence,
    features,
    find_revisions,
    finds,
    judgements,
    known_links,
    sentences,
    stories,
    story_articles,
)

_ELSEWHERE = ("revision", "edition_id")
"""Fields of a find that stand in other tables."""


class BulkRepository(Repository):
    def articles(self, new: Sequence[Article], judged: Sequence[Judged]) -> None:
        self._insert(articles, (row_of_article(article) for article in new))
        self._insert(article_texts, (row_of_text(article) for article in new))
        self._insert(known_links, ({"url_key": article.article_id} for article in new))
        sources = {article.article_id: article.source for article in new}
        self._insert(judgements, (row_of_judgement(j, sources[j.article_id]) for j in judged))
        texts = {a.article_id: (a.title, a.outlet, a.summary, a.text) for a in new}
        search.load(self._connection, "articles", texts)

    def stories(self, new: Sequence[Story]) -> None:
        self._insert(
            stories,
            (
                row_of_story(story)
                | {"story_id": story.story_id, "updated_at": story.updated_at}
                | {"grouping_reasons": ()}
                for story in new
            ),
        )
        self._insert(
            story_articles,
            (
                row_of(member)
                | {"story_id": story.story_id, "position": position, "by_hand": False}
                for story in new
                for position, member in enumerate(story.members)
            ),
        )

    def finds(self, new: Sequence[Find], earlier: Mapping[int, Sequence[Revision]]) -> None:
        """`earlier` holds the revisions before the current one, by `find_id`."""
        self._insert(finds, (_row_of_find(find) for find in new))
        self._revisions(
            [
                (find.find_id, revision)
                for find in new
                for revision in (*earlier.get(find.find_id, ()), find.revision)
            ]
        )
        texts = {str(f.find_id): (f.revision.headline, f.revision.text) for f in new}
        search.load(self._connection, "finds", texts)

    def editions(self, new: Sequence[Edition], now: datetime) -> None:
        made = {"created_at": now, "updated_at": now}
        self._insert(editions, (row_of(e, without=["find_ids", "features"]) | made for e in new))
        self._insert(
            edition_items,
            (
                {"edition_id": edition.edition_id, "find_id": find_id, "position": position}
                for edition in new
                for position, find_id in enumerate(edition.find_ids)
            ),
        )
        self._insert(
            features,
            (
                row_of(piece) | {"edition_id": edition.edition_id, "position": position}
                for edition in new
                for position, piece in enumerate(edition.features)
            ),
        )

    def events(self, new: Sequence[AuditEvent]) -> None:
        self._insert(audit_events, (row_of(event) for event in new))

    def finish(self) -> int:
        """Let the database count on after the keys that were given. Returns how many finds there
        are."""
        if self._connection.dialect.name == "postgresql":
            for table in (stories, finds, find_revisions, sentences, editions):
                (key,) = table.primary_key.columns
                newest = sa.select(sa.func.coalesce(sa.func.max(key), 1)).scalar_subquery()
                sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
                self._connection.execute(sa.select(sa.func.setval(sequence, newest)))
        return self._connection.scalar(sa.select(sa.func.count()).select_from(finds)) or 0

    def _revisions(self, new: Sequence[tuple[int, Revision]]) -> None:
        first = self._next(find_revisions.c.revision_id)
        numbered = [(first + i, find_id, one) for i, (find_id, one) in enumerate(new)]
        self._insert(
            find_revisions,
            (
                row_of_revision(find_id, one) | {"revision_id": key}
                for key, find_id, one in numbered
            ),
        )
        self._insert(
            checks,
            (row_of(c) | {"revision_id": key} for key, _, one in numbered for c in one.checks),
        )
        first = self._next(sentences.c.sentence_id)
        placed = [
            (key, position, sentence)
            for key, _, one in numbered
            for position, sentence in enumerate(one.sentences)
        ]
        self._insert(
            sentences,
            (
                row_of(sentence, without=["evidence"])
                | {"sentence_id": first + i, "revision_id": key, "position": position}
                for i, (key, position, sentence) in enumerate(placed)
            ),
        )
        self._insert(
            evidence,
            (
                row_of(bit) | {"sentence_id": first + i}
                for i, (_, _, sentence) in enumerate(placed)
                for bit in sentence.evidence
            ),
        )

    def _next(self, key: sa.Column[int]) -> int:
        return (self._connection.scalar(sa.select(sa.func.max(key))) or 0) + 1

    def _insert(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
        load(self._connection, table, rows)


def _row_of_find(find: Find) -> dict[str, Any]:
    levels = [check.level for check in find.revision.checks]
    return row_of(find, without=_ELSEWHERE) | {
        "revision": find.revision.number,
        "flags": levels.count(CheckLevel.FLAG),
        "blocks": levels.count(CheckLevel.BLOCK),
        "approved_revision": None,
    }
