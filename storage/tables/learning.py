"""What editors' decisions taught."""

import sqlalchemy as sa

from core.learning import LearnedModel
from core.place import Region, RuleKind
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

region_rules = sa.Table(
    "region_rules",
    metadata,
    sa.Column("rule_id", sa.Integer, primary_key=True),
    sa.Column("kind", choice(RuleKind, name="kind"), nullable=False),
    sa.Column("subject", Line, nullable=False),
    sa.Column("region", choice(Region, name="region"), nullable=False),
    sa.Column("decided_by", Line, nullable=False),
    sa.Column("decided_at", UtcDateTime, nullable=False),
    sa.Column("flips", sa.Integer, nullable=False),
    sa.Column("revoked_by", Line, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    # A revoked rule stays, so that the same flips do not make it again.
    sa.UniqueConstraint("kind", "subject"),
)

learned_models = sa.Table(
    "learned_models",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("trained_at", UtcDateTime, nullable=False),
    sa.Column("decisions", sa.Integer, nullable=False),
    sa.Column("model", Wire(LearnedModel), nullable=False),
    sa.Column("in_use", sa.Boolean, nullable=False),
)
