"""Whether the pages of a source need a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_RENDER = sa.Enum(
    "plain", "browser", name="render", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    with op.batch_alter_table("sources") as batch:
        batch.add_column(sa.Column("render", _RENDER, nullable=False, server_default="plain"))


def downgrade() -> None:
    with op.batch_alter_table("sources") as batch:
        batch.drop_column("render")
