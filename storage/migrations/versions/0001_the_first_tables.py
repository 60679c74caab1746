"""The first tables, and what full-text search needs on each database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEARCHED = ("articles", "finds", "archive")


def _create_search() -> None:
    for name in _SEARCHED:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE search_{name} USING fts5"
                "(key UNINDEXED, document, tokenize = 'unicode61')"
            )
        else:
            op.execute(f"CREATE TABLE search_{name} (key text PRIMARY KEY, document tsvector)")
            op.execute(f"CREATE INDEX ix_search_{name} ON search_{name} USING gin (document)")


def upgrade() -> None:
    op.create_table(
        "archive_finds",
        sa.Column("archive_id", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column(
            "region",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("archive_id", name="pk_archive_finds"),
        sa.UniqueConstraint(
            "volume", "issue", "position", name="uq_archive_finds_volume_issue_position"
        ),
    )
    op.create_table(
        "articles",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("dates", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "completeness",
            sa.Enum(
                "full",
                "partial",
                name="completeness",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("partial_code", sa.Text(), nullable=False),
        sa.Column("partial_reason", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column(
            "region_hint",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region_hint",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("listed_url", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_articles"),
    )
    op.create_index(
        "ix_articles_first_seen_at_article_id",
        "articles",
        ["first_seen_at", "article_id"],
        unique=False,
    )
    op.create_index("ix_articles_source", "articles", ["source"], unique=False)
    op.create_table(
        "audit_events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_audit_events"),
    )
    op.create_index("ix_audit_events_at", "audit_events", ["at"], unique=False)
    op.create_index("ix_audit_events_subject", "audit_events", ["subject"], unique=False)
    op.create_table(
        "dropped_items",
        sa.Column("dropped_key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dropped_key", name="pk_dropped_items"),
    )
    op.create_index("ix_dropped_items_at", "dropped_items", ["at"], unique=False)
    op.create_index("ix_dropped_items_code", "dropped_items", ["code"], unique=False)
    op.create_index("ix_dropped_items_source", "dropped_items", ["source"], unique=False)
    op.create_table(
        "editions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "exported",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("edition_id", name="pk_editions"),
        sa.UniqueConstraint("volume", "issue", name="uq_editions_volume_issue"),
    )
    op.create_table(
        "known_links",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", name="pk_known_links"),
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "job",
            sa.Enum(
                "collect",
                "group",
                "draft",
                "publish",
                "maintain",
                name="job",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "lost",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_runs"),
        sa.UniqueConstraint("job", "subject", "slot", name="uq_runs_job_subject_slot"),
    )
    op.create_index("ix_runs_state", "runs", ["state"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sign_in_id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_name_key_at", "sign_ins", ["name_key", "at"], unique=False)
    op.create_table(
        "sources",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "feed",
                "sitemap",
                "listing",
                "search",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "region_hint",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region_hint",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "broad",
                "narrow",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unverified", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("paused_at_desk", sa.Boolean(), nullable=True),
        sa.Column("selector", sa.Text(), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("configured", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("slug", name="pk_sources"),
    )
    op.create_table(
        "stories",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_verdict", sa.Text(), nullable=False),
        sa.Column(
            "relevance",
            sa.Enum(
                "core",
                "adjacent",
                "off",
                name="relevance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("relevance_reasons", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("date_verdict", sa.Text(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("rank_reasons", sa.Text(), nullable=False),
        sa.Column("advertisement", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grouping_reasons", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["stories.story_id"], name="fk_stories_merged_into_stories"
        ),
        sa.PrimaryKeyConstraint("story_id", name="pk_stories"),
    )
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"], unique=False)
    op.create_index("ix_stories_rank", "stories", ["rank"], unique=False)
    op.create_index("ix_stories_region", "stories", ["region"], unique=False)
    op.create_index("ix_stories_relevance", "stories", ["relevance"], unique=False)
    op.create_index("ix_stories_updated_at", "stories", ["updated_at"], unique=False)
    op.create_table(
        "users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "editor",
                "chief editor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.UniqueConstraint("name_key", name="uq_users_name_key"),
    )
    op.create_table(
        "article_texts",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name="fk_article_texts_article_id_articles"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_texts"),
    )
    op.create_table(
        "features",
        sa.Column("feature_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.edition_id"], name="fk_features_edition_id_editions"
        ),
        sa.PrimaryKeyConstraint("feature_id", name="pk_features"),
    )
    op.create_index("ix_features_edition_id", "features", ["edition_id"], unique=False)
    op.create_table(
        "finds",
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "approved",
                "held",
                "rejected",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "US",
                "Global",
                "unclear",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_verdict", sa.Text(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("date_verdict", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Integer(), nullable=False),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("rank_reasons", sa.Text(), nullable=False),
        sa.Column("advertisement", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_finds_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("find_id", name="pk_finds"),
        sa.UniqueConstraint("story_id", name="uq_finds_story_id"),
    )
    op.create_index(
        "ix_finds_state_rank_find_id", "finds", ["state", "rank", "find_id"], unique=False
    )
    op.create_table(
        "judgements",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "core",
                "adjacent",
                "off",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("relevance", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name="fk_judgements_article_id_articles"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_level", "judgements", ["level"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_sessions_user_id_users"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "source_states",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("last_poll", sa.Text(), nullable=True),
        sa.Column("last_poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_item_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.slug"], name="fk_source_states_source_sources"
        ),
        sa.PrimaryKeyConstraint("source", name="pk_source_states"),
    )
    op.create_table(
        "story_articles",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "lead",
                "independent",
                "echo",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name="fk_story_articles_article_id_articles"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_story_articles_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_story_articles"),
    )
    op.create_index("ix_story_articles_story_id", "story_articles", ["story_id"], unique=False)
    op.create_table(
        "edition_items",
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.edition_id"], name="fk_edition_items_edition_id_editions"
        ),
        sa.ForeignKeyConstraint(
            ["find_id"], ["finds.find_id"], name="fk_edition_items_find_id_finds"
        ),
        sa.PrimaryKeyConstraint("find_id", name="pk_edition_items"),
    )
    op.create_index("ix_edition_items_edition_id", "edition_items", ["edition_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("find_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["find_id"], ["finds.find_id"], name="fk_feedback_find_id_finds"),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_feedback_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("feedback_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"], unique=False)
    op.create_index("ix_feedback_find_id", "feedback", ["find_id"], unique=False)
    op.create_index("ix_feedback_story_id", "feedback", ["story_id"], unique=False)
    op.create_table(
        "find_revisions",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("find_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "author_kind",
            sa.Enum(
                "human",
                "model",
                "extract",
                name="author_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verbatim", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["find_id"], ["finds.find_id"], name="fk_find_revisions_find_id_finds"
        ),
        sa.PrimaryKeyConstraint("revision_id", name="pk_find_revisions"),
        sa.UniqueConstraint("find_id", "number", name="uq_find_revisions_find_id_number"),
    )
    op.create_table(
        "model_calls",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("find_id", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "ok",
                "rate limited",
                "quota exhausted",
                "server error",
                "timeout",
                "disconnected",
                "bad request",
                "unauthorized",
                "not json",
                "wrong schema",
                "truncated",
                "refused",
                "filtered",
                "empty",
                "blocked address",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("cached_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_microdollars", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["find_id"], ["finds.find_id"], name="fk_model_calls_find_id_finds"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_model_calls_run_id_runs"),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name="fk_model_calls_story_id_stories"
        ),
        sa.PrimaryKeyConstraint("call_id", name="pk_model_calls"),
    )
    op.create_index("ix_model_calls_find_id", "model_calls", ["find_id"], unique=False)
    op.create_index("ix_model_calls_run_id", "model_calls", ["run_id"], unique=False)
    op.create_index("ix_model_calls_started_at", "model_calls", ["started_at"], unique=False)
    op.create_index("ix_model_calls_story_id", "model_calls", ["story_id"], unique=False)
    op.create_table(
        "checks",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "ok",
                "flag",
                "block",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["find_revisions.revision_id"],
            name="fk_checks_revision_id_find_revisions",
        ),
        sa.PrimaryKeyConstraint("check_id", name="pk_checks"),
    )
    op.create_index("ix_checks_revision_id", "checks", ["revision_id"], unique=False)
    op.create_table(
        "sentences",
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fact",
                "analysis",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["find_revisions.revision_id"],
            name="fk_sentences_revision_id_find_revisions",
        ),
        sa.PrimaryKeyConstraint("sentence_id", name="pk_sentences"),
    )
    op.create_index("ix_sentences_revision_id", "sentences", ["revision_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name="fk_evidence_article_id_articles"
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentences.sentence_id"], name="fk_evidence_sentence_id_sentences"
        ),
        sa.PrimaryKeyConstraint("evidence_id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_article_id", "evidence", ["article_id"], unique=False)
    op.create_index("ix_evidence_sentence_id", "evidence", ["sentence_id"], unique=False)
    _create_search()


def downgrade() -> None:
    for name in _SEARCHED:
        op.drop_table(f"search_{name}")
    op.drop_index("ix_evidence_sentence_id", table_name="evidence")
    op.drop_index("ix_evidence_article_id", table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("ix_sentences_revision_id", table_name="sentences")
    op.drop_table("sentences")
    op.drop_index("ix_checks_revision_id", table_name="checks")
    op.drop_table("checks")
    op.drop_index("ix_model_calls_story_id", table_name="model_calls")
    op.drop_index("ix_model_calls_started_at", table_name="model_calls")
    op.drop_index("ix_model_calls_run_id", table_name="model_calls")
    op.drop_index("ix_model_calls_find_id", table_name="model_calls")
    op.drop_table("model_calls")
    op.drop_table("find_revisions")
    op.drop_index("ix_feedback_story_id", table_name="feedback")
    op.drop_index("ix_feedback_find_id", table_name="feedback")
    op.drop_index("ix_feedback_at", table_name="feedback")
    op.drop_table("feedback")
    op.drop_index("ix_edition_items_edition_id", table_name="edition_items")
    op.drop_table("edition_items")
    op.drop_index("ix_story_articles_story_id", table_name="story_articles")
    op.drop_table("story_articles")
    op.drop_table("source_states")
    op.drop_index("ix_sessions_user_id", table_name="sessions")
    op.drop_index("ix_sessions_expires_at", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_judgements_level", table_name="judgements")
    op.drop_table("judgements")
    op.drop_index("ix_finds_state_rank_find_id", table_name="finds")
    op.drop_table("finds")
    op.drop_index("ix_features_edition_id", table_name="features")
    op.drop_table("features")
    op.drop_table("article_texts")
    op.drop_table("users")
    op.drop_index("ix_stories_updated_at", table_name="stories")
    op.drop_index("ix_stories_relevance", table_name="stories")
    op.drop_index("ix_stories_region", table_name="stories")
    op.drop_index("ix_stories_rank", table_name="stories")
    op.drop_index("ix_stories_merged_into", table_name="stories")
    op.drop_table("stories")
    op.drop_table("sources")
    op.drop_index("ix_sign_ins_name_key_at", table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index("ix_runs_state", table_name="runs")
    op.drop_table("runs")
    op.drop_table("known_links")
    op.drop_table("editions")
    op.drop_index("ix_dropped_items_source", table_name="dropped_items")
    op.drop_index("ix_dropped_items_code", table_name="dropped_items")
    op.drop_index("ix_dropped_items_at", table_name="dropped_items")
    op.drop_table("dropped_items")
    op.drop_index("ix_audit_events_subject", table_name="audit_events")
    op.drop_index("ix_audit_events_at", table_name="audit_events")
    op.drop_table("audit_events")
    op.drop_index("ix_articles_source", table_name="articles")
    op.drop_index("ix_articles_first_seen_at_article_id", table_name="articles")
    op.drop_table("articles")
    op.drop_table("archive_finds")
