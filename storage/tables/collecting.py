"""Sources, and what came from them."""

import sqlalchemy as sa

from core.article import ArticleFlag, Completeness
from core.dating import DateEvidence, DateVerdict
from core.place import Region, RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.rhythm import Rhythm
from core.source import ListingChoice, Poll, Render, Scope, SourceKind
from core.version import ArticleChange
from storage.columns import Hash64, Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("slug", Line, primary_key=True),
    sa.Column("name", Line, nullable=False),
    sa.Column("kind", choice(SourceKind, name="kind"), nullable=False),
    sa.Column("url", Line, nullable=False),
    sa.Column("region_hint", choice(Region, name="region_hint")),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("language", Line, nullable=False),
    sa.Column("group", Line, nullable=False),
    sa.Column("scope", choice(Scope, name="scope"), nullable=False),
    sa.Column("unverified", sa.Boolean, nullable=False),
    sa.Column("paused", sa.Boolean, nullable=False),
    # An editor's word on pausing outlives the next reading of the configuration.
    sa.Column("paused_at_desk", sa.Boolean),
    sa.Column("selector", Line, nullable=False),
    sa.Column("digest", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("render", Wire(Render), nullable=False, server_default='"plain"'),
    sa.Column("every_minutes", sa.Integer, nullable=False),
    sa.Column("note", Line, nullable=False),
    sa.Column("configured", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("added_at", UtcDateTime, nullable=False),
    sa.Column("removed_at", UtcDateTime),
)

source_states = sa.Table(
    "source_states",
    metadata,
    sa.Column("source", Line, sa.ForeignKey("sources.slug"), primary_key=True),
    sa.Column("etag", Line, nullable=False),
    sa.Column("last_modified", Line, nullable=False),
    sa.Column("last_poll", Wire(Poll)),
    sa.Column("last_poll_at", UtcDateTime),
    sa.Column("last_success_at", UtcDateTime),
    sa.Column("last_item_at", UtcDateTime),
    sa.Column("failing_since", UtcDateTime),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("digest", Line, nullable=False, server_default=""),
    sa.Column("rhythm", Wire(Rhythm)),
    sa.Column("choice", Wire(ListingChoice)),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("article_id", Line, primary_key=True),
    sa.Column("url", Line, nullable=False),
    sa.Column("source", Line, nullable=False),
    sa.Column("outlet", Line, nullable=False),
    sa.Column("title", Line, nullable=False),
    sa.Column("summary", Line, nullable=False),
    sa.Column("authors", Wire(tuple[str, ...]), nullable=False),
    sa.Column("language", Line, nullable=False),
    sa.Column("dates", Wire(tuple[DateEvidence, ...]), nullable=False),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
    sa.Column("completeness", choice(Completeness, name="completeness"), nullable=False),
    sa.Column("partial_code", Line, nullable=False),
    sa.Column("partial_reason", Line, nullable=False),
    sa.Column("flags", Wire(tuple[ArticleFlag, ...]), nullable=False),
    sa.Column("region_hint", choice(Region, name="region_hint")),
    sa.Column("credit", Line, nullable=False),
    sa.Column("section", Line, nullable=False, server_default=""),
    sa.Column("listed_url", Line, nullable=False),
    sa.Column("fingerprint", Hash64, nullable=False),
    # When its page was last asked for once more, whatever came of it.
    sa.Column("revisited_at", UtcDateTime),
    sa.Index(None, "first_seen_at", "article_id"),
    # What the lists of sources and articles count, without reading the rows.
    sa.Index(None, "source", "first_seen_at"),
    sa.Index(None, "completeness", "partial_code"),
)

# Apart from its article: lists never read the text.
article_texts = sa.Table(
    "article_texts",
    metadata,
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("text", Line, nullable=False),
)

article_versions = sa.Table(
    "article_versions",
    metadata,
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("title", Line, nullable=False),
    sa.Column("text", Line, nullable=False),
    sa.Column("authors", Wire(tuple[str, ...]), nullable=False),
    sa.Column("dates", Wire(tuple[DateEvidence, ...]), nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
    sa.Column("replaced_at", UtcDateTime, nullable=False),
    sa.Column("change", Wire(ArticleChange), nullable=False),
)

judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("level", choice(Relevance, name="level"), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("relevance", Wire(RelevanceVerdict), nullable=False),
    sa.Column("region", Wire(RegionVerdict), nullable=False),
    sa.Column("date", Wire(DateVerdict), nullable=False),
    sa.Column("fingerprint", Hash64, nullable=False),
    # The article's, so that counting by source reads no article.
    sa.Column("source", Line, nullable=False, server_default=""),
    # The beat, the regions and the rules of that day, as a hash.
    sa.Column("judged_with", Line, nullable=False, server_default=""),
    sa.Index(None, "level", "source"),
)

# Kept by triggers of the database on the two tables above: a migration that makes one of them anew
# has to make its triggers anew.
article_counts = sa.Table(
    "article_counts",
    metadata,
    sa.Column("source", Line, primary_key=True),
    # A verdict's level; empty for all articles of the source, judged or not.
    sa.Column("level", Line, primary_key=True),
    sa.Column("articles", sa.Integer, nullable=False),
)

known_links = sa.Table(
    "known_links",
    metadata,
    sa.Column("url_key", Line, primary_key=True),
)

dropped_items = sa.Table(
    "dropped_items",
    metadata,
    sa.Column("dropped_key", Line, primary_key=True),
    sa.Column("source", Line, nullable=False, index=True),
    sa.Column("url", Line, nullable=False),
    sa.Column("title", Line, nullable=False),
    sa.Column("code", Line, nullable=False, index=True),
    sa.Column("reason", Line, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
)
