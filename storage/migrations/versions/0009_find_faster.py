"""Find faster: numbers in the order documents came for the search, and indexes for the lists."""

from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What is there already is numbered as it came.
_IN_ORDER = {
    "articles": "LEFT JOIN articles ON articles.article_id = old.key ORDER BY first_seen_at, key",
    "finds": "ORDER BY CAST(old.key AS INTEGER)",
    "archive": "ORDER BY old.key",
}


def upgrade() -> None:
    op.create_index("ix_articles_article_id_source", "articles", ["article_id", "source"])
    op.create_index(
        "ix_articles_completeness_partial_code", "articles", ["completeness", "partial_code"]
    )
    op.create_index("ix_articles_source_first_seen_at", "articles", ["source", "first_seen_at"])
    op.drop_index("ix_articles_source", table_name="articles")
    op.create_index("ix_finds_state_region", "finds", ["state", "region"])
    op.create_index("ix_judgements_level_article_id", "judgements", ["level", "article_id"])
    op.drop_index("ix_judgements_level", table_name="judgements")
    if op.get_bind().dialect.name == "sqlite":
        for name, order in _IN_ORDER.items():
            _number(name, order)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _IN_ORDER:
            _hash(name)
    op.create_index("ix_judgements_level", "judgements", ["level"])
    op.drop_index("ix_judgements_level_article_id", table_name="judgements")
    op.drop_index("ix_finds_state_region", table_name="finds")
    op.create_index("ix_articles_source", "articles", ["source"])
    op.drop_index("ix_articles_source_first_seen_at", table_name="articles")
    op.drop_index("ix_articles_completeness_partial_code", table_name="articles")
    op.drop_index("ix_articles_article_id_source", table_name="articles")


def _number(name: str, order: str) -> None:
    """FTS5 finds by number only: a table of its own keeps the number of each key."""
    op.execute(
        f"CREATE TABLE search_{name}_keys (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)"
    )
    op.execute(
        f"INSERT INTO search_{name}_keys (key) SELECT old.key FROM search_{name} AS old {order}"  # noqa: S608
    )
    _make(name, ", prefix = '2 3'")
    op.execute(
        f"INSERT INTO search_{name}_new (rowid, key, document) "  # noqa: S608
        f"SELECT keys.number, old.key, old.document FROM search_{name} AS old "
        f"JOIN search_{name}_keys AS keys ON keys.key = old.key ORDER BY keys.number"
    )
    _replace(name)


def _hash(name: str) -> None:
    """Back to numbers that are hashes of the keys."""
    _make(name, "")
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT key, document FROM search_{name}"))  # noqa: S608
    insert = f"INSERT INTO search_{name}_new (rowid, key, document) VALUES (:n, :key, :document)"  # noqa: S608
    hashed = [
        {"key": row.key, "document": row.document, "n": int.from_bytes(digest, signed=True)}
        for row in rows
        for digest in [blake2b(row.key.encode("utf8"), digest_size=8).digest()]
    ]
    if hashed:
        connection.execute(sa.text(insert), hashed)
    _replace(name)
    op.drop_table(f"search_{name}_keys")


def _make(name: str, options: str) -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE search_{name}_new "
        f"USING fts5(key UNINDEXED, document, tokenize = 'unicode61'{options})"
    )


def _replace(name: str) -> None:
    op.drop_table(f"search_{name}")
    op.execute(f"ALTER TABLE search_{name}_new RENAME TO search_{name}")
