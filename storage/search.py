"""Full-text search, the same on both databases.

Each document is indexed by its words: letters and digits, folded to lower case without accents.
A query finds the documents that hold, for every word of it, a word that begins so. Whatever
stands between the words of a query is ignored, so nothing typed can break it.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

_WORD = re.compile(r"[^\W_]+")
_ACCENT = re.compile("[\u0300-\u036f]+")
_MAX_CHARACTERS = 200_000
_MAX_WORD = 64
_MAX_QUERY_WORDS = 16
_SIMPLE: sa.ColumnElement[str] = sa.literal_column("'simple'::regconfig")

# Not among the tables of the models: an FTS5 table on SQLite, a tsvector column on PostgreSQL,
# made by hand in a migration.
_metadata = sa.MetaData()
_TABLES = {
    name: sa.Table(
        f"search_{name}",
        _metadata,
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("document", sa.Text),
    )
    for name in ("articles", "finds", "archive")
}
_FTS_TABLES = {
    name: sa.table(table.name, sa.column("rowid"), sa.column("key"), sa.column("document"))
    for name, table in _TABLES.items()
}


def index(connection: sa.Connection, name: str, key: str, *texts: str) -> None:
    """Make a document findable by its words, in place of what was under this key."""
    index_many(connection, name, {key: texts})


def index_many(
    connection: sa.Connection, name: str, documents: Mapping[str, Sequence[str]]
) -> None:
    """The same for many at once: the texts of each by its key."""
    rows = [{"key": key, "document": _document(texts)} for key, texts in documents.items()]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # FTS5 finds a row by its number only, so a hash of the key is that number.
        numbered = [row | {"rowid": _number(row["key"])} for row in rows]
        connection.execute(sa.insert(_FTS_TABLES[name]).prefix_with("OR REPLACE"), numbered)
        return
    table = _TABLES[name]
    lexemes = sa.func.to_tsvector(_SIMPLE, sa.bindparam("document"))
    insert = postgresql.insert(table).values(key=sa.bindparam("key"), document=lexemes)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["key"], set_={"document": insert.excluded.document}
        ),
        rows,
    )


def forget(connection: sa.Connection, name: str, key: str) -> None:
    """A document that is gone is no longer found."""
    if connection.dialect.name == "sqlite":
        table = _FTS_TABLES[name]
        connection.execute(sa.delete(table).where(table.c.rowid == _number(key)))
        return
    table = _TABLES[name]
    connection.execute(sa.delete(table).where(table.c.key == key))


def _document(texts: Sequence[str]) -> str:
    return " ".join(sorted(set(_words(" ".join(texts)[:_MAX_CHARACTERS]))))


def matching(connection: sa.Connection, name: str, query: str) -> sa.Select[str]:
    """The keys of the documents that match, as a subquery. A query without a word matches none."""
    table = _TABLES[name]
    words = list(dict.fromkeys(_words(query)))[:_MAX_QUERY_WORDS]
    keys = sa.select(table.c.key)
    if not words:
        return keys.where(sa.false())
    if connection.dialect.name == "sqlite":
        wanted = " ".join(f'"{word}"*' for word in words)
        return keys.where(sa.literal_column(table.name).op("MATCH")(wanted))
    wanted = " & ".join(f"{word}:*" for word in words)
    tsquery = sa.func.to_tsquery(_SIMPLE, wanted)
    return keys.where(table.c.document.op("@@")(tsquery))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf8"), digest_size=8).digest(), signed=True)


def _words(text: str) -> list[str]:
    lowered = text.lower()
    plain = lowered if lowered.isascii() else _ACCENT.sub("", normalize("NFKD", lowered))
    return [word[:_MAX_WORD] for word in _WORD.findall(plain)]
