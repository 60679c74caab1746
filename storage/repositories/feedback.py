"""What editors decided, kept so that the machine's judgement can be measured against it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.find import Find
from storage.repositories.base import Repository
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

    def of_story(self, story_id: int) -> tuple[Mapping[str, Any], ...]:
        query = sa.select(feedback).where(feedback.c.story_id == story_id)
        rows = self._connection.execute(query.order_by(feedback.c.feedback_id)).mappings()
        return tuple(dict(row) for row in rows)
