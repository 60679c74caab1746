"""Freeze what is exported, offer introductions, keep whether links answer."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_JOBS = ("collect", "group", "draft", "publish", "maintain", "learn")
_NEW_JOBS = (*_JOBS, "introduce", "check links")
_STATES = ("open", "exported")


def upgrade() -> None:
    _widen("runs", "job", _JOBS, _NEW_JOBS)
    _widen("editions", "state", _STATES, (*_STATES, "correcting"))
    op.add_column("editions", sa.Column("correction", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "edition_revisions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.edition_id"], name="fk_edition_revisions_edition_id_editions"
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name="pk_edition_revisions"),
    )
    op.create_table(
        "introduction_offers",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "author_kind", _choice("author_kind", ("human", "model", "extract")), nullable=False
        ),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.edition_id"],
            name="fk_introduction_offers_edition_id_editions",
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_introduction_offers"),
    )
    op.create_table(
        "link_answers",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_link_answers"),
    )


def downgrade() -> None:
    op.drop_table("link_answers")
    op.drop_table("introduction_offers")
    op.drop_table("edition_revisions")
    op.drop_column("editions", "correction")
    op.execute("UPDATE editions SET state = 'open' WHERE state = 'correcting'")
    _widen("editions", "state", (*_STATES, "correcting"), _STATES)
    op.execute("DELETE FROM runs WHERE job IN ('introduce', 'check links')")
    _widen("runs", "job", _NEW_JOBS, _JOBS)


def _widen(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column(
            column, existing_type=_choice(column, before), type_=_choice(column, after)
        )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
