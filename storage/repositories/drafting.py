"""What drafts were made of, and how editors changed them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.article import Completeness
from core.errors import NotFound
from core.find import Author, AuthorKind
from core.house import EditedFind, Replacement, RuleState, StyleRule
from core.workflow import FindState
from storage.read_models import DraftedInput
from storage.repositories.base import Repository
from storage.rows import insert_into, value_of
from storage.tables import (
    articles,
    find_revisions,
    finds,
    story_articles,
    story_inputs,
    style_rules,
)

_UNTOUCHED = (FindState.DRAFTED, FindState.HELD)


class DraftingRepository(Repository):
    def note_input(self, story_id: int, fingerprint: str, lead_id: str, now: datetime) -> None:
        """What the story's draft was made of."""
        values = {
            "story_id": story_id,
            "fingerprint": fingerprint,
            "lead_id": lead_id,
            "drafted_at": now,
        }
        insert = insert_into(self._connection, story_inputs).values(values)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=["story_id"], set_=values)
        )

    def input_of(self, story_id: int) -> DraftedInput | None:
        query = sa.select(story_inputs).where(story_inputs.c.story_id == story_id)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else value_of(DraftedInput, row)

    def led_anew(self, limit: int = 50) -> tuple[int, ...]:
        """Stories whose draft was made of another lead than they have now, or of a part of it
        that is whole by now, and whose find no person has touched: the best rank first."""
        human = sa.exists().where(
            find_revisions.c.find_id == finds.c.find_id,
            find_revisions.c.author_kind == AuthorKind.HUMAN,
        )
        query = (
            sa.select(finds.c.story_id)
            .join_from(finds, story_inputs, finds.c.story_id == story_inputs.c.story_id)
            .join(story_articles, story_articles.c.story_id == finds.c.story_id)
            .join(articles, articles.c.article_id == story_articles.c.article_id)
            .where(
                story_articles.c.position == 0,
                (story_articles.c.article_id != story_inputs.c.lead_id)
                | (
                    (articles.c.fetched_at > story_inputs.c.drafted_at)
                    & (articles.c.completeness == Completeness.FULL)
                ),
                finds.c.state.in_(_UNTOUCHED),
                ~human,
            )
        )
        best = query.order_by(finds.c.rank.desc(), finds.c.find_id.desc()).limit(limit)
        return tuple(self._connection.scalars(best))

    def edited(self, limit: int = 500) -> tuple[EditedFind, ...]:
        """Finds that editors let through, with the machine's last text before a person wrote on
        it and the text as it stands: the latest first."""
        query = _edited().order_by(finds.c.updated_at.desc(), finds.c.find_id.desc()).limit(limit)
        rows = self._connection.execute(query).mappings()
        return tuple(
            value_of(
                EditedFind,
                row,
                author=value_of(Author, row, kind=row["author_kind"], name=row["author_name"]),
                editor=row["editor"] if row["drafted"] != row["printed"] else "",
            )
            for row in rows
        )

    def propose_rules(self, found: Collection[Replacement], now: datetime) -> int:
        """Put replacements to the chief editor; returns how many are new. One that was decided
        about stays decided, with the finds it was seen in."""
        known = {(rule.wrong, rule.right): rule for rule in self.rules()}
        for one in found:
            there = known.get((one.wrong, one.right))
            if there is not None:
                here = style_rules.c.rule_id == there.rule_id
                self._connection.execute(
                    sa.update(style_rules).where(here).values(find_ids=one.find_ids)
                )
        new = [one for one in found if (one.wrong, one.right) not in known]
        for one in new:
            self._connection.execute(
                sa.insert(style_rules).values(
                    wrong=one.wrong,
                    right=one.right,
                    find_ids=one.find_ids,
                    state=RuleState.PROPOSED,
                    proposed_at=now,
                    decided_by="",
                )
            )
        return len(new)

    def rules(self, state: RuleState | None = None) -> tuple[StyleRule, ...]:
        """Rules of style, the oldest first; in every state when none is named."""
        query = sa.select(style_rules).order_by(style_rules.c.rule_id)
        if state is not None:
            query = query.where(style_rules.c.state == state)
        return tuple(value_of(StyleRule, row) for row in self._connection.execute(query).mappings())

    def decide_rule(self, rule_id: int, state: RuleState, actor: str, now: datetime) -> None:
        """The chief editor's word. Raises `NotFound`."""
        here = style_rules.c.rule_id == rule_id
        changed = self._connection.execute(
            sa.update(style_rules).where(here).values(state=state, decided_by=actor, decided_at=now)
        )
        if not changed.rowcount:
            raise NotFound("rule", rule_id)


def _edited() -> sa.Select[Any]:
    """Finds that were let through beside two of their revisions: the last of the machine before a
    person wrote, and the present one."""
    first, now, human = (find_revisions.alias(name) for name in ("first", "now", "human"))
    before = (
        sa.select(sa.func.min(human.c.number))
        .where(human.c.find_id == finds.c.find_id, human.c.author_kind == AuthorKind.HUMAN)
        .scalar_subquery()
    )
    last_of_machine = sa.func.coalesce(before - 1, finds.c.revision)
    return (
        sa.select(
            finds.c.find_id,
            finds.c.state,
            finds.c.updated_at,
            first.c.text.label("drafted"),
            first.c.author_kind,
            first.c.author_name,
            first.c.prompt_version,
            first.c.prompt_hash,
            now.c.text.label("printed"),
            now.c.author_name.label("editor"),
            articles.c.source,
        )
        .join_from(finds, now, _is(now, finds.c.revision))
        .join(first, _is(first, last_of_machine))
        .join(
            story_articles,
            (story_articles.c.story_id == finds.c.story_id) & (story_articles.c.position == 0),
        )
        .join(articles, articles.c.article_id == story_articles.c.article_id)
        .where(
            finds.c.state.in_((FindState.APPROVED, FindState.PUBLISHED)),
            first.c.author_kind != AuthorKind.HUMAN,
        )
    )


def _is(revision: sa.FromClause, number: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    return (revision.c.find_id == finds.c.find_id) & (revision.c.number == number)
