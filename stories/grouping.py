"""From articles to stories: which belong to one event, and which of them leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.article import Article
from core.story import Judged, OpenStory, StoryIntent
from core.verdict import Reason
from stories.clustering import Link, cluster
from stories.likeness import Profile, profile
from stories.pairing import JOIN_AT, Pairing
from stories.telling import Member, tell_story

__all__ = ["JOIN_AT", "Decider"]


@dataclass(slots=True)
class _Node:
    """A stored story, or an article that has none yet."""

    members: list[Member]
    open_story: OpenStory | None = None
    profiles: list[Profile] = field(default_factory=list)


class Decider:
    """Says what should be; stores nothing, and never takes an article out of a story.

    `weights` gives the weight of each source by its slug; an unknown one weighs 1.
    """

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        self._weights = dict(weights or {})

    def decide(
        self,
        new: Sequence[tuple[Article, Judged]],
        open_stories: Sequence[OpenStory],
        *,
        now: datetime,
    ) -> tuple[StoryIntent, ...]:
        """An intent for each story that is opened or grows, in a fixed order.

        The result does not depend on the order of `new` or `open_stories`. Two stored stories
        are never merged: that is an editor's decision.
        """
        nodes = self._nodes(new, open_stories)
        profiles = [item for node in nodes for item in node.profiles]
        pairing = Pairing(profiles)
        links = cluster(
            [[item.article_id for item in node.profiles] for node in nodes],
            fixed={i for i, node in enumerate(nodes) if node.open_story is not None},
            pairs=pairing.pairs(),
            join_at=JOIN_AT,
        )
        intents = [self._intent(nodes, group, pairing, now) for group in links]
        return tuple(intent for intent in intents if intent is not None)

    def _nodes(
        self, new: Sequence[tuple[Article, Judged]], open_stories: Sequence[OpenStory]
    ) -> list[_Node]:
        nodes = []
        for story in sorted(open_stories, key=lambda item: item.story.story_id):
            pairs = zip(story.articles, story.judged, strict=True)
            nodes.append(_Node([self._member(a, j) for a, j in pairs], story))
        stored = {m.article.article_id for node in nodes for m in node.members}
        fresh = {a.article_id: (a, j) for a, j in new if a.article_id not in stored}
        nodes.extend(_Node([self._member(*fresh[key])]) for key in sorted(fresh))
        for node in nodes:
            node.profiles = [_profile(member) for member in node.members]
        return nodes

    def _member(self, article: Article, judged: Judged) -> Member:
        return Member(article, judged, self._weights.get(article.source, 1.0))

    def _intent(
        self, nodes: list[_Node], group: Link, pairing: Pairing, now: datetime
    ) -> StoryIntent | None:
        parts = [nodes[index] for index in group.nodes]
        stored = next((node.open_story for node in parts if node.open_story), None)
        fresh = [m for node in parts if node.open_story is None for m in node.members]
        if not fresh:
            return None
        members = [member for node in parts for member in node.members]
        story = tell_story(members, stored, pairing, now=now)
        return StoryIntent(
            story=story,
            new_article_ids=tuple(sorted(member.article.article_id for member in fresh)),
            reasons=_why(fresh, members, stored, pairing),
        )


def _why(
    fresh: list[Member], members: list[Member], stored: OpenStory | None, pairing: Pairing
) -> tuple[Reason, ...]:
    if len(members) == 1:
        text = "No open story tells of the same event: it opens one."
        return (Reason(code="opened", text=text),)
    reasons = []
    for member in sorted(fresh, key=lambda m: m.article.article_id):
        others = [m.article.article_id for m in members if m is not member]
        reasons.append(pairing.why(member.article.article_id, others))
    if stored is None:
        reasons.insert(0, Reason(code="opened", text=f"{len(members)} articles open a story."))
    return tuple(reasons)


def _profile(member: Member) -> Profile:
    judged = member.judged
    return profile(member.article, day=judged.date.day, fingerprint=judged.fingerprint)
