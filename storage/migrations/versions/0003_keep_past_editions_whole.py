"""Keep past editions whole: introduction, features, links, and where readers find them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_editions",
        sa.Column("volume", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issue", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("volume", "issue", name="pk_archive_editions"),
    )
    op.create_table(
        "archive_features",
        sa.Column("archive_feature_id", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("archive_feature_id", name="pk_archive_features"),
        sa.UniqueConstraint(
            "volume", "issue", "position", name="uq_archive_features_volume_issue_position"
        ),
    )
    op.add_column(
        "archive_finds", sa.Column("links", sa.Text(), server_default="[]", nullable=False)
    )
    # Finds that were imported before belong to an edition too.
    op.execute(
        "INSERT INTO archive_editions (volume, issue, dated, introduction, closing, url, origin)"
        " SELECT volume, issue, MAX(dated), '', '', '', '' FROM archive_finds"
        " GROUP BY volume, issue"
    )


def downgrade() -> None:
    op.drop_column("archive_finds", "links")
    op.drop_table("archive_features")
    op.drop_table("archive_editions")
