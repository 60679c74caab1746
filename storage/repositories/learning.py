"""Editors' decisions as lessons: rules on regions, and versions of the learned model."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.errors import NotFound
from core.learning import Decided, Flip, LearnedModel, Outcome
from core.place import Region, RegionRule
from core.story import Story
from core.verdict import Reason
from core.workflow import FindState
from storage.repositories.base import Repository
from storage.repositories.stories import StoryRepository
from storage.rows import insert_into, row_of, value_of
from storage.tables import (
    article_texts,
    articles,
    feedback,
    finds,
    learned_models,
    region_rules,
    stories,
    story_articles,
)

_LEAD_CHARS = 1_000
_OUTCOMES = {
    FindState.APPROVED: Outcome.APPROVED,
    FindState.PUBLISHED: Outcome.APPROVED,
    FindState.HELD: Outcome.HELD,
    FindState.REJECTED: Outcome.REJECTED,
}


class LearningRepository(Repository):
    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._stories = StoryRepository(connection)

    def decided(self, limit: int = 5_000) -> tuple[Decided, ...]:
        """Stories whose finds people approved, held or rejected, the latest decision first."""
        last = (
            sa.select(feedback.c.find_id, sa.func.max(feedback.c.feedback_id).label("feedback_id"))
            .where(feedback.c.after.in_([state.value for state in _OUTCOMES]))
            .group_by(feedback.c.find_id)
            .subquery()
        )
        query = (
            sa.select(
                finds.c.story_id,
                finds.c.region,
                finds.c.state,
                finds.c.state_reason,
                feedback.c.actor,
                feedback.c.at,
                articles.c.source,
            )
            .join_from(finds, last, last.c.find_id == finds.c.find_id)
            .join(feedback, feedback.c.feedback_id == last.c.feedback_id)
            .join(story_articles, _leads(finds.c.story_id))
            .join(articles, articles.c.article_id == story_articles.c.article_id)
            .where(finds.c.state.in_(_OUTCOMES))
            .order_by(feedback.c.at.desc(), finds.c.find_id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).mappings().all()
        return tuple(self._decided(row) for row in rows)

    def count_decided(self) -> int:
        """How many finds people approved, held or rejected."""
        query = sa.select(sa.func.count()).select_from(finds).where(finds.c.state.in_(_OUTCOMES))
        return self._connection.scalar(query) or 0

    def flips(self, limit: int = 5_000) -> tuple[Flip, ...]:
        """Editors' words on the region of finds, the latest first. One that was taken back, or
        that only settled what was unclear, is among them."""
        query = (
            sa.select(
                feedback.c.story_id,
                feedback.c.before,
                feedback.c.after,
                feedback.c.actor,
                feedback.c.at,
                articles.c.source,
                articles.c.title,
                sa.func.substr(article_texts.c.text, 1, _LEAD_CHARS).label("lead"),
            )
            .join(story_articles, _leads(feedback.c.story_id))
            .join(articles, articles.c.article_id == story_articles.c.article_id)
            .join(article_texts, article_texts.c.article_id == articles.c.article_id)
            .where(feedback.c.kind == "region")
            .order_by(feedback.c.feedback_id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).mappings()
        return tuple(
            value_of(Flip, row, before=Region(row["before"]), after=Region(row["after"]))
            for row in rows
        )

    def rules(self, *, with_revoked: bool = False) -> tuple[RegionRule, ...]:
        """The rules on regions, oldest first."""
        query = sa.select(region_rules).order_by(region_rules.c.rule_id)
        if not with_revoked:
            query = query.where(region_rules.c.revoked_at.is_(None))
        return tuple(value_of(RegionRule, row) for row in self._rows(query))

    def add_rules(self, rules: Sequence[RegionRule]) -> int:
        """Keep those whose subject has no rule yet, not even a revoked one; returns how many."""
        added = 0
        for rule in rules:
            values = row_of(rule, without=("rule_id",))
            insert = insert_into(self._connection, region_rules).values(values)
            done = insert.on_conflict_do_nothing().returning(region_rules.c.rule_id)
            added += self._connection.scalar(done) is not None
        return added

    def revoke_rule(self, rule_id: int, actor: str, now: datetime) -> RegionRule:
        """Raises `NotFound`. Revoking twice changes nothing."""
        here = region_rules.c.rule_id == rule_id
        self._connection.execute(
            sa.update(region_rules)
            .where(here, region_rules.c.revoked_at.is_(None))
            .values(revoked_by=actor, revoked_at=now)
        )
        row = next(iter(self._rows(sa.select(region_rules).where(here))), None)
        if row is None:
            raise NotFound("rule", rule_id)
        return value_of(RegionRule, row)

    def restore_rule(self, rule_id: int) -> RegionRule:
        """Raises `NotFound`. A rule that is in force stays so."""
        here = region_rules.c.rule_id == rule_id
        back = sa.update(region_rules).where(here).values(revoked_by="", revoked_at=None)
        self._connection.execute(back)
        row = next(iter(self._rows(sa.select(region_rules).where(here))), None)
        if row is None:
            raise NotFound("rule", rule_id)
        return value_of(RegionRule, row)

    def placed_by_rules(self, limit: int = 2_000) -> Counter[str]:
        """In how many of the latest finds each rule had a say, by the words in small letters that
        it was found by."""
        query = sa.select(finds.c.region_verdict).order_by(finds.c.find_id.desc()).limit(limit)
        verdicts = self._connection.scalars(query)
        return Counter(
            subject
            for verdict in verdicts
            for subject in {r.quote.lower() for r in verdict.reasons if r.code == "rule"}
        )

    def models(self) -> tuple[LearnedModel, ...]:
        """Every version, the newest first."""
        query = sa.select(learned_models).order_by(learned_models.c.version.desc())
        return tuple(_model(row) for row in self._rows(query))

    def model_in_use(self) -> LearnedModel | None:
        query = sa.select(learned_models).where(learned_models.c.in_use)
        return next((_model(row) for row in self._rows(query)), None)

    def add_model(self, model: LearnedModel, *, use: bool) -> LearnedModel:
        """The model with its version. With `use` it takes the place of the one in use."""
        values = {
            "trained_at": model.trained_at,
            "decisions": model.decisions,
            "model": model,
            "in_use": False,
        }
        insert = sa.insert(learned_models).values(values).returning(learned_models.c.version)
        version = int(self._connection.execute(insert).scalar_one())
        if use:
            self.use_model(version)
        return replace(model, version=version, in_use=use)

    def use_model(self, version: int | None) -> None:
        """From now on this version orders, or none. Raises `NotFound`."""
        self._connection.execute(sa.update(learned_models).values(in_use=False))
        if version is None:
            return
        here = learned_models.c.version == version
        done = self._connection.execute(
            sa.update(learned_models)
            .where(here)
            .values(in_use=True)
            .returning(learned_models.c.version)
        )
        if done.one_or_none() is None:
            raise NotFound("model", version)

    def waiting_stories(self, limit: int = 5_000) -> tuple[tuple[str, Story], ...]:
        """Stories that no one has decided on, each with its lead's source: (source, story)."""
        settled = sa.exists().where(
            finds.c.story_id == stories.c.story_id,
            finds.c.state.in_([FindState.APPROVED, FindState.PUBLISHED, FindState.REJECTED]),
        )
        query = (
            sa.select(stories.c.story_id, articles.c.source)
            .join(story_articles, _leads(stories.c.story_id))
            .join(articles, articles.c.article_id == story_articles.c.article_id)
            .where(stories.c.merged_into.is_(None), ~settled)
            .order_by(stories.c.updated_at.desc(), stories.c.story_id)
            .limit(limit)
        )
        sources = {row.story_id: row.source for row in self._connection.execute(query)}
        return tuple(
            (sources[story.story_id], story) for story in self._stories.many(list(sources))
        )

    def set_rank(self, story_id: int, rank: float, reasons: tuple[Reason, ...]) -> None:
        """A new place in the queue, for the story and its find."""
        for table in (stories, finds):
            here = table.c.story_id == story_id
            values = {"rank": rank, "rank_reasons": reasons}
            self._connection.execute(sa.update(table).where(here).values(values))

    def _decided(self, row: RowMapping) -> Decided:
        return Decided(
            story=self._stories.get(row["story_id"]),
            source=row["source"],
            region=row["region"],
            outcome=_OUTCOMES[row["state"]],
            reason=row["state_reason"],
            actor=row["actor"],
            at=row["at"],
        )

    def _rows(self, query: sa.Select[Any]) -> Sequence[RowMapping]:
        return self._connection.execute(query).mappings().all()


def _leads(story_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """The place of a story's lead among its articles: members are kept lead first."""
    return sa.and_(story_articles.c.story_id == story_id, story_articles.c.position == 0)


def _model(row: RowMapping) -> LearnedModel:
    model: LearnedModel = row["model"]
    return replace(model, version=row["version"], in_use=row["in_use"])
