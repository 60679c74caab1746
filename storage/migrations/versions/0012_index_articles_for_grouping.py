"""Index articles for grouping, and queue what waits to be judged or placed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grouping_keys",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", "key", "article_id", name="pk_grouping_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grouping_words",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_grouping_words"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grouping_weeks",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", name="pk_grouping_weeks"),
    )
    step = sa.Enum(
        "judge", "place", name="step", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "waiting_articles",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("step", step, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name="fk_waiting_articles_article_id_articles"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_waiting_articles"),
    )
    op.create_index("ix_waiting_articles_step", "waiting_articles", ["step"])
    # Articles of stories go through grouping once more, which puts them into the index.
    op.execute(
        "INSERT INTO waiting_articles (article_id, step) "
        "SELECT a.article_id, CASE WHEN j.article_id IS NULL THEN 'judge' ELSE 'place' END "
        "FROM articles a LEFT JOIN judgements j ON j.article_id = a.article_id "
        "WHERE j.article_id IS NULL OR j.level <> 'off'"
    )


def downgrade() -> None:
    op.drop_index("ix_waiting_articles_step", table_name="waiting_articles")
    op.drop_table("waiting_articles")
    op.drop_table("grouping_weeks")
    op.drop_table("grouping_words")
    op.drop_table("grouping_keys")
