"""Keep how many articles each source has, in all and by their verdict's level: the database itself
counts, by triggers, so that no page has to read its way through all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_LEVEL = {"articles": "''", "judgements": "{row}.level"}
_COUNTED = {"articles": "source", "judgements": "level, source"}


def upgrade() -> None:
    op.create_table(
        "article_counts",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "level", name=op.f("pk_article_counts")),
    )
    op.execute(
        "INSERT INTO article_counts SELECT source, '', count(*) FROM articles GROUP BY source"
    )
    op.execute(
        "INSERT INTO article_counts SELECT source, level, count(*) FROM judgements "
        "GROUP BY source, level"
    )
    count = _count_on_sqlite if op.get_bind().dialect.name == "sqlite" else _count_on_postgresql
    for table in _LEVEL:
        count(table)


def downgrade() -> None:
    for table in _LEVEL:
        if op.get_bind().dialect.name == "sqlite":
            for event in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER count_{table}_{event}")
        else:
            op.execute(f"DROP TRIGGER count_{table} ON {table}")
            op.execute(f"DROP FUNCTION count_{table}()")
    op.drop_table("article_counts")


def _count_on_sqlite(table: str) -> None:
    more, less = _more(table), _less(table)
    for event, when, does in (
        ("insert", "INSERT", more),
        ("delete", "DELETE", less),
        ("update", f"UPDATE OF {_COUNTED[table]}", less + more),
    ):
        op.execute(f"CREATE TRIGGER count_{table}_{event} AFTER {when} ON {table} BEGIN {does} END")


def _count_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {_less(table)} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {_more(table)} END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER count_{table} AFTER INSERT OR DELETE OR UPDATE OF {_COUNTED[table]} "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION count_{table}()"
    )


def _more(table: str) -> str:
    level = _LEVEL[table].format(row="NEW")
    return (
        f"INSERT INTO article_counts (source, level, articles) VALUES (NEW.source, {level}, 1) "  # noqa: S608
        "ON CONFLICT (source, level) DO UPDATE SET articles = article_counts.articles + 1; "
    )


def _less(table: str) -> str:
    level = _LEVEL[table].format(row="OLD")
    return (
        "UPDATE article_counts SET articles = articles - 1 "  # noqa: S608
        f"WHERE source = OLD.source AND level = {level}; "
    )
