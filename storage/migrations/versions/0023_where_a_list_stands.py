"""Where on a listing page without selector the links to articles were found."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source_states", sa.Column("choice", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source_states") as batch:
        batch.drop_column("choice")
