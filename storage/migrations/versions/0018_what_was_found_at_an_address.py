"""What a run found at an address that an editor gave for a source."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_JOBS = (
    "collect", "group", "draft", "publish", "maintain", "learn", "introduce", "check links",
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("runs") as batch:
        batch.alter_column("job", existing_type=_jobs(_JOBS), type_=_jobs((*_JOBS, "discover")))
        batch.add_column(sa.Column("found", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM runs WHERE job = 'discover'")
    with op.batch_alter_table("runs") as batch:
        batch.alter_column("job", existing_type=_jobs((*_JOBS, "discover")), type_=_jobs(_JOBS))
        batch.drop_column("found")


def _jobs(names: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*names, name="job", native_enum=False, create_constraint=True, length=32)
