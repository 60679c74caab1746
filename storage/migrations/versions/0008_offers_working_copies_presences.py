"""Offer drafts, keep unsaved texts, show who is there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_offers",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "taken in part",
                "declined",
                "replaced",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["find_id"], ["finds.find_id"], name="fk_draft_offers_find_id_finds"
        ),
        sa.PrimaryKeyConstraint("offer_id", name="pk_draft_offers"),
    )
    op.create_index("ix_draft_offers_find_id", "draft_offers", ["find_id"], unique=False)
    op.create_table(
        "presences",
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["find_id"], ["finds.find_id"], name="fk_presences_find_id_finds"),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_presences_user_id_users"),
        sa.PrimaryKeyConstraint("find_id", "user_id", name="pk_presences"),
    )
    op.create_index("ix_presences_expires_at", "presences", ["expires_at"], unique=False)
    op.create_table(
        "working_copies",
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["find_id"], ["finds.find_id"], name="fk_working_copies_find_id_finds"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_working_copies_user_id_users"
        ),
        sa.PrimaryKeyConstraint("find_id", "user_id", name="pk_working_copies"),
    )
    op.add_column("find_revisions", sa.Column("writer_region", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("find_revisions", "writer_region")
    op.drop_table("working_copies")
    op.drop_table("presences")
    op.drop_table("draft_offers")
