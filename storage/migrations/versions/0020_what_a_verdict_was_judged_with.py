"""What each verdict was judged with, so that a change of it is seen."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("judgements") as batch:
        batch.add_column(sa.Column("judged_with", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("judgements") as batch:
        batch.drop_column("judged_with")
