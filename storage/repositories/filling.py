"""Many articles with their stories at once, as grouping leaves them: SQLite only.

For filling a database to measure grouping on. The rows are made by the functions that make them
for the desk; only the statements are fewer. What collecting keeps for itself (known addresses,
the words for searching) is left out.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core.article import Article
from core.story import Judged, Story
from storage.repositories.articles import row_of_article, row_of_judgement, row_of_text
from storage.repositories.base import Repository
from storage.repositories.stories import member_rows, row_of_story
from storage.rows import among
from storage.tables import article_texts, articles, judgements, stories, story_articles

Row = dict[str, Any]


class FillingRepository(Repository):
    def add_articles(self, both: Sequence[tuple[Article, Judged]]) -> None:
        """New articles with their verdicts. Raises a `ValueError` on another database."""
        if self._connection.dialect.name != "sqlite":
            raise ValueError("Only an SQLite database can be filled so.")
        self._insert(articles, (row_of_article(article) for article, _ in both))
        self._insert(article_texts, (row_of_text(article) for article, _ in both))
        self._insert(judgements, (row_of_judgement(j, article.source) for article, j in both))

    def put_stories(self, told: Sequence[Story]) -> None:
        """These stories with exactly these members, in place of what was there. They have their
        numbers, and no find."""
        numbers = [story.story_id for story in told]
        for table in (story_articles, stories):
            there = among(self._connection, table.c.story_id, numbers)
            self._connection.execute(sa.delete(table).where(there))
        self._insert(stories, map(_story, told))
        members = (row for one in told for row in member_rows(one.story_id, one.members))
        self._insert(story_articles, members)

    def next_story(self) -> int:
        """A number that no story has, and none above it."""
        return (self._connection.scalar(sa.select(sa.func.max(stories.c.story_id))) or 0) + 1

    def _insert(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """By the driver itself: the way of single rows costs more than writing them."""
        given = list(rows)
        if not given:
            return
        dialect, names = self._connection.dialect, list(given[0])
        change = {
            name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or _unchanged
            for name in names
        }
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
        self._connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608
            [tuple(change[name](row[name]) for name in names) for row in given],
        )


def _story(story: Story) -> Row:
    """The sentence that says why is grouping's own; here is none."""
    more = {"story_id": story.story_id, "updated_at": story.updated_at, "grouping_reasons": ()}
    return row_of_story(story) | more | {"coverage_mark": ""}


def _unchanged(value: Any) -> Any:
    return value
