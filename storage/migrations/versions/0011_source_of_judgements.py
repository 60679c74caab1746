"""Keep each judgement's source beside its level, so that counting by source reads no article."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("judgements") as table:
        table.add_column(sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE judgements SET source = (SELECT source FROM articles "
        "WHERE articles.article_id = judgements.article_id)"
    )
    op.create_index("ix_judgements_level_source", "judgements", ["level", "source"])
    op.drop_index("ix_judgements_level_article_id", table_name="judgements")
    op.drop_index("ix_articles_article_id_source", table_name="articles")


def downgrade() -> None:
    op.create_index("ix_articles_article_id_source", "articles", ["article_id", "source"])
    op.create_index("ix_judgements_level_article_id", "judgements", ["level", "article_id"])
    op.drop_index("ix_judgements_level_source", table_name="judgements")
    with op.batch_alter_table("judgements") as table:
        table.drop_column("source")
