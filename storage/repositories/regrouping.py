"""An editor's hand on the grouping: merge two stories, split one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from core.errors import Refused
from core.story import Part, Story, StoryMember
from core.verdict import Reason
from core.workflow import FindState, Move, RejectReason
from storage.repositories.articles import ArticleRepository
from storage.repositories.audit import AuditRepository
from storage.repositories.feedback import FeedbackRepository
from storage.repositories.finds import FindRepository
from storage.repositories.stories import StoryRepository


class HandGrouping(StoryRepository):
    """Stories with an editor's hand on them. What a hand did, no machine undoes."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._articles = ArticleRepository(connection)
        self._finds = FindRepository(connection)
        self._audit = AuditRepository(connection)
        self._feedback = FeedbackRepository(connection)

    def merge(self, into: int, other: int, actor: str, now: datetime) -> None:
        """The articles of the other story come over; from then on it leads here. Where both have
        a find, the other's is rejected as a duplicate. Raises `Refused` when that is published.
        """
        target, source = self.get(into), self.get(other)
        if target.story_id == source.story_id:
            raise Refused(f"Story {other} cannot be merged.", ["It is the same story."])
        self._settle_finds(target, source, actor, now)
        moved = tuple(_by_hand(member, actor) for member in source.members)
        by_hand = self.members_by_hand(target.story_id) | set(source.article_ids)
        self.replace_members(
            target.story_id,
            (*target.members, *(replace(m, part=_follower(m.part)) for m in moved)),
            by_hand=by_hand,
            now=now,
        )
        self.lead_to(source.story_id, target.story_id)
        self._note(target.story_id, "merged", actor, now, f"story {source.story_id}")

    def split(self, story_id: int, article_ids: Sequence[str], actor: str, now: datetime) -> int:
        """A new story of these articles; returns its id. The find stays with the old story.
        Raises `Refused` unless both parts have an article."""
        story = self.get(story_id)
        leaving = [member for member in story.members if member.article_id in set(article_ids)]
        staying = [member for member in story.members if member not in leaving]
        if not leaving or not staying:
            raise Refused(
                f"Story {story_id} cannot be split so.", ["Each part needs at least one article."]
            )
        by_hand = self.members_by_hand(story.story_id)
        new_id = self.add_like(story, now)
        self._rebuild(new_id, story, [_by_hand(m, actor) for m in leaving], set(article_ids), now)
        self._rebuild(story.story_id, story, staying, by_hand - set(article_ids), now)
        self._note(story.story_id, "split", actor, now, f"story {new_id}")
        return new_id

    def _settle_finds(self, target: Story, source: Story, actor: str, now: datetime) -> None:
        """One story, one find: the target's stays, the other is put aside as its duplicate."""
        theirs = self._finds.of_story(source.story_id)
        if theirs is None:
            return
        if self._finds.of_story(target.story_id) is None:
            self._finds.give_to(theirs.find_id, target.story_id, now)
        elif theirs.state is not FindState.REJECTED:
            self._finds.move(
                theirs.find_id, Move.REJECT, reason=RejectReason.DUPLICATE, actor=actor, now=now
            )

    def _rebuild(
        self,
        story_id: int,
        before: Story,
        members: Sequence[StoryMember],
        by_hand: set[str] | frozenset[str],
        now: datetime,
    ) -> None:
        """A story under another lead is judged by that lead, until grouping sees it again."""
        lead = next((m for m in members if m.part is Part.LEAD), members[0])
        values = {} if lead.article_id == before.lead_id else self._values_of(lead.article_id)
        self.replace_members(story_id, members, by_hand=by_hand, now=now, **values)

    def _values_of(self, article_id: str) -> dict[str, object]:
        article, judged = self._articles.get(article_id), self._articles.judgement(article_id)
        if judged is None:
            return {"title": article.title}
        return {
            "title": article.title,
            "region": judged.region.region,
            "region_verdict": judged.region,
            "relevance": judged.relevance.level,
            "relevance_reasons": judged.relevance.reasons,
            "day": judged.date.day,
            "date_verdict": judged.date,
            "advertisement": judged.relevance.advertisement,
        }

    def _note(self, story_id: int, action: str, actor: str, now: datetime, other: str) -> None:
        self._audit.note(f"story {story_id}", action, actor, now, after=other)
        self._feedback.add_on_story(story_id, action, actor, now, after=other)


def _by_hand(member: StoryMember, actor: str) -> StoryMember:
    reason = Reason(code="by_hand", text=f"Put here by {actor}.")
    return replace(member, reasons=(*member.reasons, reason))


def _follower(part: Part) -> Part:
    return Part.INDEPENDENT if part is Part.LEAD else part
