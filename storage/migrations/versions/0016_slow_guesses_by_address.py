"""Where a sign-in was tried from, so that guesses are slowed by address too."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_ins", sa.Column("address_key", sa.Text(), nullable=False, server_default="")
    )
    op.create_index("ix_sign_ins_address_key_at", "sign_ins", ["address_key", "at"])


def downgrade() -> None:
    op.drop_index("ix_sign_ins_address_key_at", "sign_ins")
    op.drop_column("sign_ins", "address_key")
