"""What models are asked and what that costs; what drafts were made of; what editors teach."""

import sqlalchemy as sa

from core.batch import BatchState
from core.draft import CallOutcome
from core.house import RuleState
from core.spend import Cap, Purpose, ReservationState
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

model_calls = sa.Table(
    "model_calls",
    metadata,
    sa.Column("call_id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.run_id"), index=True),
    sa.Column("run_key", Line, nullable=False, index=True),
    sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.story_id"), index=True),
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), index=True),
    sa.Column("volume", sa.Integer),
    sa.Column("issue", sa.Integer),
    sa.Column("purpose", choice(Purpose, name="purpose"), nullable=False),
    sa.Column("model", Line, nullable=False),
    sa.Column("endpoint", Line, nullable=False),
    sa.Column("rung", Line, nullable=False),
    sa.Column("prompt_version", Line, nullable=False),
    sa.Column("prompt_hash", Line, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("outcome", choice(CallOutcome, name="outcome"), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False, index=True),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("http_status", sa.Integer),
    sa.Column("input_tokens", sa.Integer),
    sa.Column("cached_tokens", sa.Integer),
    sa.Column("output_tokens", sa.Integer),
    sa.Column("reasoning_tokens", sa.Integer),
    sa.Column("cost_microdollars", sa.BigInteger),
    sa.Column("held_microdollars", sa.BigInteger, nullable=False),
    sa.Column("price_version", Line, nullable=False),
    sa.Column("request_id", Line, nullable=False),
    sa.Column("error", Line, nullable=False),
    sa.Index(None, "volume", "issue"),
)

reservations = sa.Table(
    "reservations",
    metadata,
    sa.Column("reservation_id", sa.Integer, primary_key=True),
    sa.Column("state", choice(ReservationState, name="state"), nullable=False, index=True),
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.run_id"), index=True),
    sa.Column("run_key", Line, nullable=False),
    sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.story_id"), index=True),
    sa.Column("volume", sa.Integer),
    sa.Column("issue", sa.Integer),
    sa.Column("purpose", choice(Purpose, name="purpose"), nullable=False),
    sa.Column("model", Line, nullable=False),
    sa.Column("microdollars", sa.BigInteger, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    # A process that dies stops nothing: from here on the money is free again.
    sa.Column("leased_until", UtcDateTime, nullable=False),
    # Of a refused one: which cap, how high, and what was taken of it.
    sa.Column("cap", choice(Cap, name="cap")),
    sa.Column("limit_microdollars", sa.BigInteger),
    sa.Column("taken_microdollars", sa.BigInteger),
)

endpoints = sa.Table(
    "endpoints",
    metadata,
    sa.Column("endpoint", Line, primary_key=True),
    sa.Column("model", Line, primary_key=True),
    sa.Column("rung", Line, nullable=False),
    sa.Column("token_limit", Line, nullable=False),
    sa.Column("learned_at", UtcDateTime),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("paused_until", UtcDateTime),
    sa.Column("why", Line, nullable=False),
)

model_batches = sa.Table(
    "model_batches",
    metadata,
    sa.Column("batch_id", sa.Integer, primary_key=True),
    sa.Column("key", Line, nullable=False, unique=True),
    sa.Column("endpoint", Line, nullable=False),
    sa.Column("model", Line, nullable=False),
    sa.Column("rung", Line, nullable=False),
    sa.Column("state", choice(BatchState, name="state"), nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("run_key", Line, nullable=False),
    sa.Column("file_id", Line, nullable=False),
    sa.Column("remote_id", Line, nullable=False),
    sa.Column("checked_at", UtcDateTime),
    sa.Column("error", Line, nullable=False),
)

model_batch_items = sa.Table(
    "model_batch_items",
    metadata,
    sa.Column("batch_id", sa.Integer, sa.ForeignKey("model_batches.batch_id"), primary_key=True),
    sa.Column("custom_id", Line, primary_key=True),
    sa.Column(
        "story_id", sa.Integer, sa.ForeignKey("stories.story_id"), nullable=False, index=True
    ),
    sa.Column(
        "reservation_id",
        sa.Integer,
        sa.ForeignKey("reservations.reservation_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("request", Line, nullable=False),
    sa.Column("prompt_version", Line, nullable=False),
    sa.Column("prompt_hash", Line, nullable=False),
    sa.Column("outcome", Line, nullable=False),
)

story_inputs = sa.Table(
    "story_inputs",
    metadata,
    sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.story_id"), primary_key=True),
    sa.Column("fingerprint", Line, nullable=False),
    sa.Column("lead_id", Line, nullable=False),
    sa.Column("drafted_at", UtcDateTime, nullable=False),
)

style_rules = sa.Table(
    "style_rules",
    metadata,
    sa.Column("rule_id", sa.Integer, primary_key=True),
    sa.Column("wrong", Line, nullable=False),
    sa.Column("right", Line, nullable=False),
    sa.Column("find_ids", Wire(tuple[int, ...]), nullable=False),
    sa.Column("state", choice(RuleState, name="state"), nullable=False),
    sa.Column("proposed_at", UtcDateTime, nullable=False),
    sa.Column("decided_by", Line, nullable=False),
    sa.Column("decided_at", UtcDateTime),
    sa.UniqueConstraint("wrong", "right"),
)
