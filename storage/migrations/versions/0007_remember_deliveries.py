"""Remember which edition was handed to which platform, and under which key."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TARGETS = ("beehiiv", "buttondown", "ghost", "listmonk", "mailchimp", "wordpress")
_STATES = ("sending", "drafted", "refused", "unknown")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("target", _choice("target", _TARGETS), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", _choice("state", _STATES), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.edition_id"], name="fk_deliveries_edition_id_editions"
        ),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "edition_id", "target", "key", name="uq_deliveries_edition_id_target_key"
        ),
    )


def downgrade() -> None:
    op.drop_table("deliveries")
