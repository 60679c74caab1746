"""Full-text search, the same on both databases.

Each document is indexed by its words: letters and digits, folded to lower case without accents.
A query finds the documents that hold, for every word of it, a word that begins so; a single
character is a whole word. Whatever
stands between the words of a query is ignored, so nothing typed can break it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_WORD = re.compile(r"[^\W_]+")
_ACCENT = re.compile("[\u0300-\u036f]+")
_MAX_CHARACTERS = 200_000
_MAX_WORD = 64
_MAX_QUERY_WORDS = 16
_SIMPLE: sa.ColumnElement[str] = sa.literal_column("'simple'::regconfig")

NEWEST = 5_000
_FREQUENT = 1_000

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
# FTS5 finds a row by its number only. Numbers grow as documents come.
_KEYS = {
    name: sa.Table(
        f"search_{name}_keys",
        _metadata,
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, unique=True),
    )
    for name in _TABLES
}


def index(connection: sa.Connection, name: str, key: str, *texts: str) -> None:
    """Make a document findable by its words, in place of what was under this key."""
    index_many(connection, name, {key: texts})


def index_many(
    connection: sa.Connection, name: str, documents: Mapping[str, Sequence[str]]
) -> None:
    """The same for many at once: the texts of each by its key."""
    rows = [{"of": key, "words": _document(texts)} for key, texts in documents.items()]
    if not rows:
        return
    values: dict[str, Any] = {"key": sa.bindparam("of"), "document": sa.bindparam("words")}
    if connection.dialect.name == "sqlite":
        keys = _KEYS[name]
        number = sa.select(keys.c.number).where(keys.c.key == sa.bindparam("of"))
        known = sqlite.insert(keys).values(key=values["key"]).on_conflict_do_nothing()
        connection.execute(known, [{"of": row["of"]} for row in rows])
        insert = sa.insert(_FTS_TABLES[name]).prefix_with("OR REPLACE")
        connection.execute(insert.values(rowid=number.scalar_subquery(), **values), rows)
        return
    lexemes = {"document": sa.func.to_tsvector(_SIMPLE, values["document"])}
    upsert = postgresql.insert(_TABLES[name]).values(values | lexemes)
    connection.execute(
        upsert.on_conflict_do_update(
            index_elements=["key"], set_={"document": upsert.excluded.document}
        ),
        rows,
    )


def load(connection: sa.Connection, name: str, documents: Mapping[str, Sequence[str]]) -> None:
    """The same for documents that are all new, quicker."""
    if connection.dialect.name == "sqlite":
        index_many(connection, name, documents)
        return
    # Into the list of what is still to be put into the index: that is quicker all at once.
    connection.exec_driver_sql("SET LOCAL gin_pending_list_limit = '1GB'")
    arrays = [list(documents), [_document(texts) for texts in documents.values()]]
    keys, words = (sa.literal(array, postgresql.ARRAY(sa.Text)) for array in arrays)
    new = sa.func.unnest(keys, words).table_valued("key", "words").render_derived()
    table, lexemes = _TABLES[name], sa.func.to_tsvector(_SIMPLE, new.c.words)
    rows = sa.select(new.c.key, lexemes)
    connection.execute(sa.insert(table).from_select(["key", "document"], rows))


def _document(texts: Sequence[str]) -> str:
    return " ".join(sorted(set(_words(" ".join(texts)[:_MAX_CHARACTERS]))))


def forget(connection: sa.Connection, name: str, key: str) -> None:
    """A document that is gone is no longer found."""
    if connection.dialect.name == "sqlite":
        table, keys = _FTS_TABLES[name], _KEYS[name]
        number = sa.select(keys.c.number).where(keys.c.key == key).scalar_subquery()
        connection.execute(sa.delete(table).where(table.c.rowid == number))
        connection.execute(sa.delete(keys).where(keys.c.key == key))
        return
    table = _TABLES[name]
    connection.execute(sa.delete(table).where(table.c.key == key))


def matching(connection: sa.Connection, name: str, query: str) -> sa.Select[str]:
    """The keys of the documents that match, as a subquery. A query without a word matches none;
    one that matches more than `NEWEST` documents gives those that came last."""
    table = _TABLES[name]
    words = _query_words(query)
    keys = sa.select(table.c.key)
    if not words:
        return keys.where(sa.false())
    if connection.dialect.name == "sqlite":
        return _matching_sqlite(name, words)
    wanted = " & ".join(f"{word}:*" if len(word) > 1 else word for word in words)
    tsquery = sa.func.to_tsquery(_SIMPLE, wanted)
    # Asked of the index once. To read document after document seems cheap to the planner: it does
    # not count that long ones are stored apart, and packed.
    found = keys.where(table.c.document.op("@@")(tsquery)).cte().prefix_with("MATERIALIZED")
    return sa.select(found.c.key)


def is_frequent(connection: sa.Connection, name: str, query: str) -> bool:
    """Whether so many documents match that it is quicker to look through the newest of all for
    them."""
    words = _query_words(query)
    if connection.dialect.name == "sqlite" and words:
        some = _matched_sqlite(name, words).limit(_FREQUENT).subquery()
    else:
        some = matching(connection, name, query).limit(_FREQUENT).subquery()
    return connection.scalar(sa.select(sa.func.count()).select_from(some)) == _FREQUENT


def matching_ids(connection: sa.Connection, name: str, query: str) -> sa.Select[int]:
    """The same for keys that are numbers."""
    found = matching(connection, name, query).subquery()
    return sa.select(sa.cast(found.c.key, sa.Integer))


def _matching_sqlite(name: str, words: Sequence[str]) -> sa.Select[str]:
    keys, found = _KEYS[name], _matched_sqlite(name, words)
    newest = found.order_by(found.selected_columns.rowid.desc()).limit(NEWEST).subquery()
    return sa.select(keys.c.key).join_from(newest, keys, keys.c.number == newest.c.rowid)


def _matched_sqlite(name: str, words: Sequence[str]) -> sa.Select[int]:
    table = _FTS_TABLES[name]
    wanted = " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in words)
    return sa.select(table.c.rowid).where(sa.literal_column(table.name).op("MATCH")(wanted))


def _query_words(query: str) -> list[str]:
    return list(dict.fromkeys(_words(query)))[:_MAX_QUERY_WORDS]


def _words(text: str) -> list[str]:
    lowered = text.lower()
    plain = lowered if lowered.isascii() else _ACCENT.sub("", normalize("NFKD", lowered))
    return [word[:_MAX_WORD] for word in _WORD.findall(plain)]
