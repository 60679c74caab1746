"""What polls teach about a source: its pace, its days, its cost, and the body it sent last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source_states") as batch:
        batch.add_column(sa.Column("digest", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("rhythm", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("source_states") as batch:
        batch.drop_column("rhythm")
        batch.drop_column("digest")
