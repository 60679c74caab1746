"""Every table, by subject. `metadata` is what the head of the migrations must equal."""

from storage.tables.base import metadata
from storage.tables.collecting import (
    article_texts,
    articles,
    dropped_items,
    judgements,
    known_links,
    source_states,
    sources,
)
from storage.tables.finding import (
    checks,
    evidence,
    feedback,
    find_revisions,
    finds,
    sentences,
    stories,
    story_articles,
    story_coverage,
    story_follow_ups,
)
from storage.tables.printing import (
    archive_editions,
    archive_features,
    archive_finds,
    edition_items,
    editions,
    features,
)
from storage.tables.running import audit_events, model_calls, runs, sessions, sign_ins, users

__all__ = [
    "archive_editions",
    "archive_features",
    "archive_finds",
    "article_texts",
    "articles",
    "audit_events",
    "checks",
    "dropped_items",
    "edition_items",
    "editions",
    "evidence",
    "features",
    "feedback",
    "find_revisions",
    "finds",
    "judgements",
    "known_links",
    "metadata",
    "model_calls",
    "runs",
    "sentences",
    "sessions",
    "sign_ins",
    "source_states",
    "sources",
    "stories",
    "story_articles",
    "story_coverage",
    "story_follow_ups",
    "users",
]
