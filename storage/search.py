"""Full-text search, the same on both databases.

Each document is indexed by its words: letters and digits, folded to lower case without accents.
A query finds the documents that hold, for every word of it, a word that begins so. Whatever
stands between the words of a query is ignored, so nothing typed can break it.
"""

import re
import unicodedata
from hashlib import blake2b

import sqlalchemy as sa

from storage.rows import insert_into

_WORD = re.compile(r"[^\W_]+")
_MAX_CHARACTERS = 200_000
_MAX_WORD = 64
_MAX_QUERY_WORDS = 16

# Not in the metadata: an FTS5 table here, a tsvector column there, made by a migration.
_TABLES = {
    name: sa.table(f"search_{name}", sa.column("rowid"), sa.column("key"), sa.column("document"))
    for name in ("articles", "finds", "archive")
}


def index(connection: sa.Connection, name: str, key: str, *texts: str) -> None:
    """Make a document findable by its words, in place of what was under this key."""
    table = _TABLES[name]
    document = " ".join(sorted(set(_words(" ".join(texts)[:_MAX_CHARACTERS]))))
    if connection.dialect.name == "sqlite":
        _replace_in_fts(connection, table, key, document)
        return
    insert = insert_into(connection, sa.Table(table.name, sa.MetaData(), *_columns()))
    lexemes = sa.func.to_tsvector(sa.literal_column("'simple'::regconfig"), document)
    connection.execute(
        insert.values(key=key, document=lexemes).on_conflict_do_update(
            index_elements=["key"], set_={"document": lexemes}
        )
    )


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
    tsquery = sa.func.to_tsquery(sa.literal_column("'simple'::regconfig"), wanted)
    return keys.where(table.c.document.op("@@")(tsquery))


def _columns() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("key", sa.Text, primary_key=True), sa.Column("document", sa.Text)


def _replace_in_fts(
    connection: sa.Connection, table: sa.TableClause, key: str, document: str
) -> None:
    """FTS5 finds a row by its number only: the key's own hash is that number."""
    row = {"rowid": _number(key), "key": key, "document": document}
    connection.execute(sa.insert(table).prefix_with("OR REPLACE").values(row))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf8"), digest_size=8).digest(), signed=True)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(ch for ch in folded if not unicodedata.combining(ch))
    return [word[:_MAX_WORD] for word in _WORD.findall(plain)]
