"""Count finds by whatever the queue is filtered by without reading them."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_COLUMNS = ["state", "region", "flags", "blocks", "story_id", "advertisement"]
_NAME = f"ix_finds_{'_'.join(_COLUMNS)}"


def upgrade() -> None:
    op.create_index(_NAME, "finds", _COLUMNS)
    op.drop_index("ix_finds_state_region", table_name="finds")


def downgrade() -> None:
    op.create_index("ix_finds_state_region", "finds", ["state", "region"])
    op.drop_index(_NAME, table_name="finds")
