"""An editor's hand on the grouping: merge two stories, split one, choose who leads."""

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

CAME_ALONG = "came along with its story"


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
        moved_ids = " ".join(source.article_ids)
        self._note(target.story_id, "merged", actor, now, f"story {source.story_id}", moved_ids)

    def unmerge(self, story_id: int, other: int, actor: str, now: datetime) -> None:
        """Takes a merge back: the articles that came over go back to the other story, and its
        find too. A find that was rejected as the duplicate is among the drafts again.

        Raises `Refused` when these two were not merged, or nothing can go back any more.
        """
        story = self.get(story_id)
        came = self._came_from(story.story_id, other)
        leaving = [member for member in story.members if member.article_id in came]
        staying = [member for member in story.members if member not in leaving]
        if not leaving or not staying:
            what = f"Story {other} cannot be taken out of story {story.story_id} again."
            raise Refused(what, ["They were not merged, or were regrouped since."])
        by_hand = self.members_by_hand(story.story_id)
        self.let_live(other)
        self._rebuild(other, story, leaving, {member.article_id for member in leaving}, now)
        self._rebuild(story.story_id, story, staying, by_hand - came, now)
        self._return_find(story.story_id, other, actor, now)
        self._note(story.story_id, "unmerged", actor, now, f"story {other}")

    def choose_lead(self, story_id: int, article_id: str, actor: str, now: datetime) -> str:
        """Lets another article of the story lead; returns the one that led before. The find's own
        text, region and date stay. Raises `Refused` when the article is not in the story."""
        story = self.get(story_id)
        chosen = next((m for m in story.members if m.article_id == article_id), None)
        if chosen is None:
            raise Refused(f"This article is not in story {story_id}.", ["Open the find again."])
        if chosen.article_id == story.lead_id:
            raise Refused("This article leads already.", [])
        reason = Reason(code="by_hand", text=f"{actor} chose it to lead.")
        lead = replace(chosen, part=Part.LEAD, reasons=(*chosen.reasons, reason))
        others = [replace(m, part=_follower(m.part)) for m in story.members if m is not chosen]
        by_hand = self.members_by_hand(story.story_id) | {article_id}
        self._rebuild(story.story_id, story, [lead, *others], by_hand, now)
        self._note(story.story_id, "chose the lead", actor, now, article_id, story.lead_id)
        return story.lead_id

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
        new_id = self.add_like(story, now)
        self._rebuild(new_id, story, [_by_hand(m, actor) for m in leaving], set(article_ids), now)
        # An editor has looked at both parts: what stays is as little the machine's as what leaves.
        stays = {member.article_id for member in staying}
        self._rebuild(story.story_id, story, staying, stays, now)
        self._note(story.story_id, "split", actor, now, f"story {new_id}")
        return new_id

    def _settle_finds(self, target: Story, source: Story, actor: str, now: datetime) -> None:
        """One story, one find: the target's stays, the other is put aside as its duplicate."""
        theirs = self._finds.of_story(source.story_id)
        if theirs is None:
            return
        if self._finds.of_story(target.story_id) is None:
            self._finds.give_to(theirs.find_id, target.story_id, now)
            self._audit.note(
                f"find {theirs.find_id}",
                CAME_ALONG,
                actor,
                now,
                before=f"story {source.story_id}",
                after=f"story {target.story_id}",
            )
        elif theirs.state is not FindState.REJECTED:
            self._finds.move(
                theirs.find_id, Move.REJECT, reason=RejectReason.DUPLICATE, actor=actor, now=now
            )

    def _came_from(self, story_id: int, other: int) -> frozenset[str]:
        """The articles that the last merge of these two brought."""
        merges = (
            event
            for event in self._audit.of(f"story {story_id}")
            if event.action in ("merged", "unmerged") and event.after == f"story {other}"
        )
        last = next(merges, None)
        merged = last is not None and last.action == "merged"
        return frozenset(last.before.split()) if last and merged else frozenset()

    def _return_find(self, story_id: int, other: int, actor: str, now: datetime) -> None:
        put_aside = self._finds.own_of_story(other)
        if put_aside is not None:
            duplicate = put_aside.state_reason == RejectReason.DUPLICATE
            if put_aside.state is FindState.REJECTED and duplicate:
                self._finds.move(put_aside.find_id, Move.RESTORE, actor=actor, now=now)
            return
        here = self._finds.own_of_story(story_id)
        events = self._audit.of(f"find {here.find_id}") if here else ()
        came = next((event for event in events if event.action == CAME_ALONG), None)
        if here is not None and came is not None and came.before == f"story {other}":
            self._finds.give_to(here.find_id, other, now)

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

    def _note(
        self, story_id: int, action: str, actor: str, now: datetime, after: str, before: str = ""
    ) -> None:
        self._audit.note(f"story {story_id}", action, actor, now, before=before, after=after)
        self._feedback.add_on_story(story_id, action, actor, now, before=before, after=after)


def _by_hand(member: StoryMember, actor: str) -> StoryMember:
    reason = Reason(code="by_hand", text=f"Put here by {actor}.")
    return replace(member, reasons=(*member.reasons, reason))


def _follower(part: Part) -> Part:
    return Part.INDEPENDENT if part is Part.LEAD else part
