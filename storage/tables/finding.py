"""Stories, and our finds about them."""

import sqlalchemy as sa

from core.coverage import Coverage, CoverageKind
from core.dating import DateVerdict
from core.find import AuthorKind, CheckLevel, SentenceKind
from core.place import Region, RegionVerdict
from core.relevance import Relevance
from core.story import Part
from core.verdict import Reason
from core.workflow import FindState, MovedFind
from storage.columns import Line, UtcDateTime, Wire, choice
from storage.tables.base import metadata

Reasons = tuple[Reason, ...]

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("story_id", sa.Integer, primary_key=True),
    sa.Column("title", Line, nullable=False),
    sa.Column("region", choice(Region, name="region"), nullable=False, index=True),
    sa.Column("region_verdict", Wire(RegionVerdict), nullable=False),
    sa.Column("relevance", choice(Relevance, name="relevance"), nullable=False, index=True),
    sa.Column("relevance_reasons", Wire(Reasons), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("date_verdict", Wire(DateVerdict), nullable=False),
    sa.Column("rank", sa.Float, nullable=False, index=True),
    sa.Column("rank_reasons", Wire(Reasons), nullable=False),
    sa.Column("advertisement", sa.Boolean, nullable=False),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False, index=True),
    sa.Column("grouping_reasons", Wire(Reasons), nullable=False),
    # Set when its articles went to another story: old addresses lead there.
    sa.Column("merged_into", sa.Integer, sa.ForeignKey("stories.story_id"), index=True),
    # What the story was last compared with for what ran before; empty: not since it changed.
    sa.Column("coverage_mark", Line, nullable=False, server_default=""),
)

story_articles = sa.Table(
    "story_articles",
    metadata,
    # The key says it: an article belongs to one story at most.
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column(
        "story_id", sa.Integer, sa.ForeignKey("stories.story_id"), nullable=False, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("part", choice(Part, name="part"), nullable=False),
    sa.Column("reasons", Wire(Reasons), nullable=False),
    sa.Column("by_hand", sa.Boolean, nullable=False),
)

story_coverage = sa.Table(
    "story_coverage",
    metadata,
    sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.story_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("kind", choice(CoverageKind, name="kind"), nullable=False, index=True),
    sa.Column("coverage", Wire(Coverage), nullable=False),
)

story_follow_ups = sa.Table(
    "story_follow_ups",
    metadata,
    sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.story_id"), primary_key=True),
    sa.Column(
        "earlier_id",
        sa.Integer,
        sa.ForeignKey("stories.story_id"),
        primary_key=True,
        index=True,
    ),
    sa.Column("reasons", Wire(Reasons), nullable=False),
)

finds = sa.Table(
    "finds",
    metadata,
    sa.Column("find_id", sa.Integer, primary_key=True),
    sa.Column(
        "story_id", sa.Integer, sa.ForeignKey("stories.story_id"), nullable=False, unique=True
    ),
    sa.Column("state", choice(FindState, name="state"), nullable=False),
    sa.Column("state_reason", Line, nullable=False),
    sa.Column("region", choice(Region, name="region"), nullable=False),
    sa.Column("region_verdict", Wire(RegionVerdict), nullable=False),
    sa.Column("printed_on", sa.Date, nullable=False),
    sa.Column("date_verdict", Wire(DateVerdict), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    # The current revision's checks, counted once when it is saved: the queue filters by them.
    sa.Column("flags", sa.Integer, nullable=False),
    sa.Column("blocks", sa.Integer, nullable=False),
    sa.Column("approved_revision", sa.Integer),
    # While it is held: the day on which it comes back among the drafts by itself.
    sa.Column("due_on", sa.Date, index=True),
    sa.Column("rank", sa.Float, nullable=False),
    sa.Column("rank_reasons", Wire(Reasons), nullable=False),
    sa.Column("advertisement", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Index(None, "state", "rank", "find_id"),
    # All that the queue is counted by: no count reads a find.
    sa.Index(None, "state", "region", "flags", "blocks", "story_id", "advertisement"),
)

find_revisions = sa.Table(
    "find_revisions",
    metadata,
    sa.Column("revision_id", sa.Integer, primary_key=True),
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("headline", Line, nullable=False),
    sa.Column("text", Line, nullable=False),
    sa.Column("author_kind", choice(AuthorKind, name="author_kind"), nullable=False),
    sa.Column("author_name", Line, nullable=False),
    sa.Column("prompt_version", Line, nullable=False),
    sa.Column("prompt_hash", Line, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("verbatim", sa.Boolean, nullable=False),
    sa.Column("note", Line, nullable=False),
    # What the writer itself took the region to be.
    sa.Column("writer_region", Wire(Region)),
    sa.UniqueConstraint("find_id", "number"),
)

sentences = sa.Table(
    "sentences",
    metadata,
    sa.Column("sentence_id", sa.Integer, primary_key=True),
    sa.Column(
        "revision_id",
        sa.Integer,
        sa.ForeignKey("find_revisions.revision_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("paragraph", sa.Integer, nullable=False),
    sa.Column("text", Line, nullable=False),
    sa.Column("kind", choice(SentenceKind, name="kind"), nullable=False),
    sa.Column("accepted", Line, nullable=False),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("evidence_id", sa.Integer, primary_key=True),
    sa.Column(
        "sentence_id",
        sa.Integer,
        sa.ForeignKey("sentences.sentence_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("article_id", Line, sa.ForeignKey("articles.article_id"), nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("quote", Line, nullable=False),
    # A machine's English for a quote in another language.
    sa.Column("rendering", Line),
    # The article's, when the quote no longer stands in the newest one.
    sa.Column("version", sa.Integer),
)

checks = sa.Table(
    "checks",
    metadata,
    sa.Column("check_id", sa.Integer, primary_key=True),
    sa.Column(
        "revision_id",
        sa.Integer,
        sa.ForeignKey("find_revisions.revision_id"),
        nullable=False,
        index=True,
    ),
    sa.Column("rule", Line, nullable=False),
    sa.Column("level", choice(CheckLevel, name="level"), nullable=False),
    sa.Column("reason", Line, nullable=False),
    sa.Column("sentence", sa.Integer),
    sa.Column("quote", Line, nullable=False),
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("batch_id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", Line, nullable=False),
    sa.Column("moved", Wire(tuple[MovedFind, ...]), nullable=False),
    sa.Column("undone_at", UtcDateTime),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("feedback_id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    sa.Column("actor", Line, nullable=False),
    sa.Column("kind", Line, nullable=False),
    sa.Column(
        "story_id", sa.Integer, sa.ForeignKey("stories.story_id"), nullable=False, index=True
    ),
    sa.Column("find_id", sa.Integer, sa.ForeignKey("finds.find_id"), index=True),
    sa.Column("before", Line, nullable=False),
    sa.Column("after", Line, nullable=False),
    sa.Column("reason", Line, nullable=False),
)
