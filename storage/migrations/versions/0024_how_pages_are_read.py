"""Whether the pages of a source need a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sources", sa.Column("render", sa.Text(), nullable=False, server_default='"plain"')
    )


def downgrade() -> None:
    with op.batch_alter_table("sources") as batch:
        batch.drop_column("render")
