"""Rules and models that editors' decisions teach."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


_JOBS = ("collect", "group", "draft", "publish", "maintain")


def upgrade() -> None:
    _set_jobs(_JOBS, (*_JOBS, "learn"))
    op.create_table(
        "learned_models",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_learned_models"),
    )
    op.create_table(
        "region_rules",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name", "source", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flips", sa.Integer(), nullable=False),
        sa.Column("revoked_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("rule_id", name="pk_region_rules"),
        sa.UniqueConstraint("kind", "subject", name="uq_region_rules_kind_subject"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM runs WHERE job = 'learn'")
    _set_jobs((*_JOBS, "learn"), _JOBS)
    op.drop_table("region_rules")
    op.drop_table("learned_models")


def _set_jobs(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("runs") as batch:
        batch.alter_column("job", existing_type=_jobs(before), type_=_jobs(after))


def _jobs(names: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*names, name="job", native_enum=False, create_constraint=True, length=32)
