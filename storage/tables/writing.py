"""What lies beside a find while people work on it."""

import sqlalchemy as sa

from core.find import Draft
from core.writing import OfferState
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

draft_offers = sa.Table(
    "draft_offers",
    metadata,
    sa.Column("offer_id", sa.Integer, primary_key=True),
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), nullable=False, index=True),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("instruction", Line, nullable=False),
    sa.Column("draft", Wire(Draft), nullable=False),
    sa.Column("state", choice(OfferState, name="state"), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("settled_by", Line, nullable=False),
    sa.Column("settled_at", UtcDateTime),
)

working_copies = sa.Table(
    "working_copies",
    metadata,
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), primary_key=True),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.user_id"), primary_key=True),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("headline", Line, nullable=False),
    sa.Column("text", Line, nullable=False),
    sa.Column("note", Line, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)

presences = sa.Table(
    "presences",
    metadata,
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), primary_key=True),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.user_id"), primary_key=True),
    sa.Column("editing", sa.Boolean, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
)
