"""What editors decided, kept so that the machine's judgement can be measured against it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.find import Find
from storage.read_models import FeedbackRow
from storage.repositories.base import Repository
from storage.rows import value_of
from storage.tables import feedback


class FeedbackRepository(Repository):
    def add(
        self,
        find: Find,
        kind: str,
        actor: str,
        now: datetime,
        *,
        before: str,
        after: str,
        reason: str,
    ) -> None:
        self.add_on_story(
            find.story_id, kind, actor, now, find.find_id, before=before, after=after, reason=reason
        )

    def add_on_story(
        self,
        story_id: int,
        kind: str,
        actor: str,
        now: datetime,
        find_id: int | None = None,
        *,
        before: str = "",
        after: str = "",
        reason: str = "",
    ) -> None:
        values = {
            "at": now,
            "actor": actor,
            "kind": kind,
            "story_id": story_id,
            "find_id": find_id,
            "before": before,
            "after": after,
            "reason": reason,
        }
        self._connection.execute(sa.insert(feedback).values(values))

    def of_story(self, story_id: int) -> tuple[FeedbackRow, ...]:
        """What editors decided about one story, in the order they did."""
        query = sa.select(feedback).where(feedback.c.story_id == story_id)
        return self._values(query.order_by(feedback.c.feedback_id))

    def page(self, limit: int = 50, offset: int = 0) -> tuple[FeedbackRow, ...]:
        """What editors decided, the latest first."""
        query = sa.select(feedback).order_by(feedback.c.feedback_id.desc())
        return self._values(query.limit(limit).offset(offset))

    def _values(self, query: sa.Select[Any]) -> tuple[FeedbackRow, ...]:
        return tuple(
            value_of(FeedbackRow, row) for row in self._connection.execute(query).mappings()
        )
