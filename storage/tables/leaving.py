"""What an edition needs on its way out: revisions, offered introductions, answers of links."""

import sqlalchemy as sa

from core.edition import EditionDocument
from core.find import AuthorKind
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

edition_revisions = sa.Table(
    "edition_revisions",
    metadata,
    sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.edition_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("document", Wire(EditionDocument), nullable=False),
    sa.Column("exported_at", UtcDateTime, nullable=False),
    sa.Column("actor", Line, nullable=False),
    sa.Column("note", Line, nullable=False),
)

introduction_offers = sa.Table(
    "introduction_offers",
    metadata,
    # The key says it: one offer lies beside an introduction at a time.
    sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.edition_id"), primary_key=True),
    sa.Column("text", Line, nullable=False),
    sa.Column("author_kind", choice(AuthorKind, name="author_kind"), nullable=False),
    sa.Column("author_name", Line, nullable=False),
    sa.Column("prompt_version", Line, nullable=False),
    sa.Column("prompt_hash", Line, nullable=False),
    sa.Column("seen", Line, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

link_answers = sa.Table(
    "link_answers",
    metadata,
    sa.Column("url", Line, primary_key=True),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("ok", sa.Boolean, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("reason", Line, nullable=False),
    sa.Column("moved_to", Line, nullable=False),
)
