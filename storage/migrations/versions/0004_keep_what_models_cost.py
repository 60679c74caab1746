"""Keep what models cost and what drafts were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OUTCOMES = (
    "ok",
    "rate limited",
    "quota exhausted",
    "server error",
    "timeout",
    "disconnected",
    "bad request",
    "unauthorized",
    "not json",
    "wrong schema",
    "truncated",
    "refused",
    "filtered",
    "empty",
    "blocked address",
)
_ADDED = ("budget reached", "endpoint paused", "batch expired")


def _outcomes(*names: str) -> str:
    return f"outcome IN ({', '.join(repr(name) for name in names)})"


def upgrade() -> None:
    op.create_table(
        "endpoints",
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("token_limit", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("endpoint", "model", name=op.f("pk_endpoints")),
    )
    op.create_table(
        "model_batches",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "uploaded",
                "running",
                "collected",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_key", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_model_batches")),
        sa.UniqueConstraint("key", name=op.f("uq_model_batches_key")),
    )
    with op.batch_alter_table("model_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_batches_state"), ["state"], unique=False)

    op.create_table(
        "style_rules",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("find_ids", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "declined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_style_rules")),
        sa.UniqueConstraint("wrong", "right", name=op.f("uq_style_rules_wrong_right")),
    )
    op.create_table(
        "reservations",
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "settled",
                "released",
                "expired",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("run_key", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("volume", sa.Integer(), nullable=True),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "find",
                "repair",
                "introduction",
                "translation",
                "judgement",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("microdollars", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "cap",
            sa.Enum(
                "run",
                "day",
                "edition",
                name="cap",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("limit_microdollars", sa.BigInteger(), nullable=True),
        sa.Column("taken_microdollars", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_reservations_run_id_runs")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_reservations_story_id_stories")
        ),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_reservations")),
    )
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservations_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservations_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservations_story_id"), ["story_id"], unique=False)

    op.create_table(
        "story_inputs",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_story_inputs_story_id_stories")
        ),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_story_inputs")),
    )
    op.create_table(
        "model_batch_items",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("custom_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["model_batches.batch_id"],
            name=op.f("fk_model_batch_items_batch_id_model_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservations.reservation_id"],
            name=op.f("fk_model_batch_items_reservation_id_reservations"),
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_model_batch_items_story_id_stories")
        ),
        sa.PrimaryKeyConstraint("batch_id", "custom_id", name=op.f("pk_model_batch_items")),
    )
    with op.batch_alter_table("model_batch_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_model_batch_items_reservation_id"), ["reservation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_model_batch_items_story_id"), ["story_id"], unique=False
        )

    with op.batch_alter_table("model_calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("run_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("volume", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("issue", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "purpose",
                sa.Enum(
                    "find",
                    "repair",
                    "introduction",
                    "translation",
                    "judgement",
                    name="purpose",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=False,
                server_default="find",
            )
        )
        batch_op.add_column(sa.Column("reasoning_tokens", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("held_microdollars", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("price_version", sa.Text(), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_model_calls_run_key"), ["run_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_model_calls_volume_issue"), ["volume", "issue"], unique=False
        )
        batch_op.drop_constraint(op.f("ck_model_calls_outcome"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_model_calls_outcome"), _outcomes(*_OUTCOMES, *_ADDED)
        )
    with op.batch_alter_table("model_calls") as batch_op:
        for name in ("run_key", "purpose", "held_microdollars", "price_version"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    added = ", ".join(f"'{name}'" for name in _ADDED)
    op.execute(f"DELETE FROM model_calls WHERE outcome IN ({added})")  # noqa: S608
    with op.batch_alter_table("model_calls", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_model_calls_purpose"), type_="check")
        batch_op.drop_constraint(op.f("ck_model_calls_outcome"), type_="check")
        batch_op.create_check_constraint(op.f("ck_model_calls_outcome"), _outcomes(*_OUTCOMES))
        batch_op.drop_index(batch_op.f("ix_model_calls_volume_issue"))
        batch_op.drop_index(batch_op.f("ix_model_calls_run_key"))
        batch_op.drop_column("price_version")
        batch_op.drop_column("held_microdollars")
        batch_op.drop_column("reasoning_tokens")
        batch_op.drop_column("purpose")
        batch_op.drop_column("issue")
        batch_op.drop_column("volume")
        batch_op.drop_column("run_key")

    with op.batch_alter_table("model_batch_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_batch_items_story_id"))
        batch_op.drop_index(batch_op.f("ix_model_batch_items_reservation_id"))

    op.drop_table("model_batch_items")
    op.drop_table("story_inputs")
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservations_story_id"))
        batch_op.drop_index(batch_op.f("ix_reservations_state"))
        batch_op.drop_index(batch_op.f("ix_reservations_run_id"))

    op.drop_table("reservations")
    op.drop_table("style_rules")
    with op.batch_alter_table("model_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_batches_state"))

    op.drop_table("model_batches")
    op.drop_table("endpoints")
