"""The part of its site that an article says it stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("section", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    # Not in a batch: the table made anew would be without the triggers that count its rows.
    op.drop_column("articles", "section")
