"""What the archive is read by: each query once, and the key under which a text is searched."""

from typing import Any

import sqlalchemy as sa

from core.archive import ArchivePart
from storage.tables import archive_editions, archive_features, archive_finds


def _text(column: sa.Column[int]) -> sa.Cast[str]:
    return sa.cast(column, sa.Text)


def _edition_of(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(
        archive_editions.c.volume == table.c.volume, archive_editions.c.issue == table.c.issue
    )


FIND_KEY = _text(archive_finds.c.archive_id)
FEATURE_KEY = sa.literal("feature ") + _text(archive_features.c.archive_feature_id)
_EDITION_KEY = (
    sa.literal("introduction ")
    + _text(archive_editions.c.volume)
    + " "
    + _text(archive_editions.c.issue)
)

EDITIONS = sa.select(archive_editions).order_by(
    archive_editions.c.volume.desc(), archive_editions.c.issue.desc()
)
FEATURES = sa.select(archive_features).order_by(archive_features.c.position)
FINDS = sa.select(archive_finds).order_by(
    archive_finds.c.volume.desc(), archive_finds.c.issue.desc(), archive_finds.c.position
)

PARTS = (ArchivePart.INTRODUCTION, ArchivePart.FEATURE, ArchivePart.FIND)
"""In print order: `rank` in the rows of `SEARCHED` counts in it."""


def _texts(
    table: sa.Table,
    text: sa.Column[str],
    *,
    rank: int,
    position: sa.ColumnElement[int],
    title: sa.ColumnElement[str],
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(rank).label("rank"),
        table.c.volume,
        table.c.issue,
        position.label("position"),
        archive_editions.c.dated,
        title.label("title"),
        text.label("text"),
    )


SEARCHED: tuple[tuple[sa.Select[Any], sa.ColumnElement[str]], ...] = (
    (
        _texts(
            archive_editions,
            archive_editions.c.introduction,
            rank=0,
            position=sa.literal(0),
            title=sa.literal(""),
        ),
        _EDITION_KEY,
    ),
    (
        _texts(
            archive_features,
            archive_features.c.text,
            rank=1,
            position=archive_features.c.position,
            title=archive_features.c.title,
        ).join_from(archive_features, archive_editions, _edition_of(archive_features)),
        FEATURE_KEY,
    ),
    (
        _texts(
            archive_finds,
            archive_finds.c.text,
            rank=2,
            position=archive_finds.c.position,
            title=sa.literal(""),
        ).join_from(archive_finds, archive_editions, _edition_of(archive_finds)),
        FIND_KEY,
    ),
)
