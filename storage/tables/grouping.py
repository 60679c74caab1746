"""What lets a new article find the stories it may belong to without reading them."""

from enum import StrEnum

import sqlalchemy as sa

from storage.columns import Line, choice
from storage.tables.base import metadata


class Step(StrEnum):
    """What an article waits for."""

    JUDGE = "judge"
    PLACE = "place"


waiting_articles = sa.Table(
    "waiting_articles",
    metadata,
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("step", choice(Step, name="step"), nullable=False, index=True),
)

# No foreign keys here: each of the dozens of rows of an article would be checked.
grouping_keys = sa.Table(
    "grouping_keys",
    metadata,
    sa.Column("week", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("article_id", Line, primary_key=True),
    sqlite_with_rowid=False,
)

grouping_words = sa.Table(
    "grouping_words",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("texts", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

grouping_weeks = sa.Table(
    "grouping_weeks",
    metadata,
    sa.Column("week", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("texts", sa.Integer, nullable=False),
)
