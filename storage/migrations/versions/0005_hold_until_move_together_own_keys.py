"""Finds held until a day, finds moved together, and keys of one's own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("finds", sa.Column("due_on", sa.Date(), nullable=True))
    op.create_index("ix_finds_due_on", "finds", ["due_on"], unique=False)
    op.create_table(
        "batches",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batches"),
    )
    op.add_column("users", sa.Column("keys", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("users", "keys")
    op.drop_table("batches")
    op.drop_index("ix_finds_due_on", table_name="finds")
    op.drop_column("finds", "due_on")
