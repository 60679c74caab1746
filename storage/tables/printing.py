"""Editions: the ones in the making, and the ones that ran."""

import sqlalchemy as sa

from core.archive import ArchiveLink
from core.delivery import DeliveryState, Target
from core.edition import EditionState
from core.place import Region
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

Links = tuple[ArchiveLink, ...]

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("edition_id", sa.Integer, primary_key=True),
    sa.Column("volume", sa.Integer, nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    sa.Column("dated", sa.Date, nullable=False),
    sa.Column("state", choice(EditionState, name="state"), nullable=False),
    sa.Column("introduction", Line, nullable=False),
    sa.Column("correction", Line, nullable=False, server_default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("volume", "issue"),
)

edition_items = sa.Table(
    "edition_items",
    metadata,
    # The key says it: a find sits in one edition at most.
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), primary_key=True),
    sa.Column(
        "edition_id",
        sa.Integer,
        sa.ForeignKey("editions.edition_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.Integer, nullable=False),
)

features = sa.Table(
    "features",
    metadata,
    sa.Column("feature_id", sa.Integer, primary_key=True),
    sa.Column(
        "edition_id",
        sa.Integer,
        sa.ForeignKey("editions.edition_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", Line, nullable=False),
    sa.Column("title", Line, nullable=False),
    sa.Column("dated", sa.Date, nullable=False),
    sa.Column("body", Line, nullable=False),
    sa.Column("url", Line, nullable=False),
)

archive_editions = sa.Table(
    "archive_editions",
    metadata,
    sa.Column("volume", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("issue", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("dated", sa.Date),
    sa.Column("introduction", Line, nullable=False),
    sa.Column("closing", Line, nullable=False),
    sa.Column("url", Line, nullable=False),
    sa.Column("origin", Line, nullable=False),
)

archive_features = sa.Table(
    "archive_features",
    metadata,
    sa.Column("archive_feature_id", sa.Integer, primary_key=True),
    sa.Column("volume", sa.Integer, nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", Line, nullable=False),
    sa.Column("title", Line, nullable=False),
    sa.Column("dated", sa.Date),
    sa.Column("text", Line, nullable=False),
    sa.Column("url", Line, nullable=False),
    sa.Column("links", Wire(Links), nullable=False, server_default="[]"),
    sa.UniqueConstraint("volume", "issue", "position"),
)

archive_finds = sa.Table(
    "archive_finds",
    metadata,
    sa.Column("archive_id", sa.Integer, primary_key=True),
    sa.Column("volume", sa.Integer, nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("dated", sa.Date),
    sa.Column("region", choice(Region, name="region"), nullable=False),
    sa.Column("printed_on", sa.Date),
    sa.Column("text", Line, nullable=False),
    sa.Column("source_url", Line, nullable=False),
    sa.Column("links", Wire(Links), nullable=False, server_default="[]"),
    sa.UniqueConstraint("volume", "issue", "position"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("delivery_id", sa.Integer, primary_key=True),
    sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.edition_id"), nullable=False),
    sa.Column("target", choice(Target, name="target"), nullable=False),
    sa.Column("key", Line, nullable=False),
    sa.Column("state", choice(DeliveryState, name="state"), nullable=False),
    sa.Column("actor", Line, nullable=False),
    sa.Column("remote_id", Line, nullable=False),
    sa.Column("url", Line, nullable=False),
    sa.Column("note", Line, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("edition_id", "target", "key"),
)
