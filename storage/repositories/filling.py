"""Many articles with their stories at once, written like one that is given: SQLite only.

For filling a database to measure grouping on. What distinguishes an article from the next is its
own, the rest (its verdicts, its reasons) is the given one's; nothing is made searchable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.article import Article
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.story import Judged, Part, Story
from storage.repositories.articles import row_of_article, row_of_judgement, row_of_text
from storage.repositories.base import Repository
from storage.repositories.stories import row_of_story
from storage.rows import row_of
from storage.tables import article_texts, articles, judgements, stories, story_articles

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its story: the first of a story (`position` 0) leads it."""

    article_id: str
    url: str
    title: str
    text: str
    day: date
    seen_at: datetime
    story_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What every article is written like."""

    article: Article
    judged: Judged
    story: Story


class FillingRepository(Repository):
    def fill(self, placed: Sequence[Placed], pattern: Pattern) -> None:
        """Write them. Raises a `ValueError` on another database than SQLite."""
        if self._connection.dialect.name != "sqlite":
            raise ValueError("Only an SQLite database can be filled so.")
        like = _rows_like(pattern)
        leads = [one for one in placed if one.position == 0]
        texts = ({"article_id": one.article_id, "text": one.text} for one in placed)
        self._insert(articles, like, map(_article, placed))
        self._insert(article_texts, like, texts)
        self._insert(judgements, like, map(_judgement, placed))
        self._insert(stories, like, map(_story, leads))
        self._insert(story_articles, like, map(_member, placed))

    def next_story(self) -> int:
        """A number that no story has, and none above it."""
        return (self._connection.scalar(sa.select(sa.func.max(stories.c.story_id))) or 0) + 1

    def _insert(self, table: sa.Table, like: dict[sa.Table, Row], rows: Iterable[Row]) -> None:
        """One statement for all; a value that is not a row's own is converted once."""
        given = list(rows)
        if not given:
            return
        dialect = self._connection.dialect
        likeness = like[table]
        names = [column.name for column in table.columns if column.name in likeness | given[0]]
        convert = {
            name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
        }

        def bound(name: str, value: Any) -> Any:
            change = convert[name]
            return change(value) if change else value

        same = {name: bound(name, likeness[name]) for name in names if name not in given[0]}
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" for _ in names)
        statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608
        self._connection.exec_driver_sql(
            statement,
            [tuple(same[n] if n in same else bound(n, row[n]) for n in names) for row in given],
        )


def _rows_like(pattern: Pattern) -> dict[sa.Table, Row]:
    story, article = pattern.story, pattern.article
    again = {"updated_at": story.updated_at, "grouping_reasons": (), "coverage_mark": ""}
    return {
        articles: row_of_article(article),
        article_texts: row_of_text(article),
        judgements: row_of_judgement(pattern.judged, article.source),
        stories: row_of_story(story) | again,
        story_articles: row_of(story.members[0]) | {"by_hand": False},
    }


def _article(one: Placed) -> Row:
    return {
        "article_id": one.article_id,
        "url": one.url,
        "listed_url": one.url,
        "title": one.title,
        "first_seen_at": one.seen_at,
        "fetched_at": one.seen_at,
    }


def _judgement(one: Placed) -> Row:
    return {"article_id": one.article_id, "date": _dated(one.day)}


def _story(one: Placed) -> Row:
    return {
        "story_id": one.story_id,
        "title": one.title,
        "day": one.day,
        "date_verdict": _dated(one.day),
        "first_seen_at": one.seen_at,
        "updated_at": one.seen_at,
    }


def _member(one: Placed) -> Row:
    return {
        "article_id": one.article_id,
        "story_id": one.story_id,
        "position": one.position,
        "part": Part.LEAD if one.position == 0 else Part.INDEPENDENT,
    }


def _dated(day: date) -> DateVerdict:
    chosen = DateEvidence(day=day, origin=DateOrigin.FEED)
    return DateVerdict(ok=True, code="single", day=day, chosen=chosen)
