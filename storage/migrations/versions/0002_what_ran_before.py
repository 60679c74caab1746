"""Remember what ran before, and which story goes on from which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KINDS = ("same event", "same programme", "same subject")


def upgrade() -> None:
    kind = sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "story_coverage",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_story_coverage_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("story_id", "position", name="pk_story_coverage"),
    )
    op.create_index("ix_story_coverage_kind", "story_coverage", ["kind"])
    op.create_table(
        "story_follow_ups",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["stories.story_id"], name="fk_story_follow_ups_earlier_id_stories"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_story_follow_ups_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("story_id", "earlier_id", name="pk_story_follow_ups"),
    )
    op.create_index("ix_story_follow_ups_earlier_id", "story_follow_ups", ["earlier_id"])
    op.add_column(
        "stories", sa.Column("coverage_mark", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("stories", "coverage_mark")
    op.drop_index("ix_story_follow_ups_earlier_id", table_name="story_follow_ups")
    op.drop_table("story_follow_ups")
    op.drop_index("ix_story_coverage_kind", table_name="story_coverage")
    op.drop_table("story_coverage")
