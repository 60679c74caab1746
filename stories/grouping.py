"""From articles to stories: which belong to one event, and which of them leads."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.article import Article
from core.story import Follows, Judged, OpenStory, StoryIntent
from core.trace import TermCounts, Trace
from core.verdict import Reason
from stories.clustering import cluster
from stories.likeness import Profile, count_words, profile
from stories.pairing import JOIN_AT, Pairing
from stories.telling import Member, tell_story
from stories.tracing import trace

__all__ = ["JOIN_AT", "Decider"]

_REMEMBERED = 1_000
_FOLLOWS_DAYS = 2


@dataclass(slots=True)
class _Node:
    """A settled story, or an article alone: a new one, or one of the story `loose`."""

    members: list[Member]
    open_story: OpenStory | None = None
    loose: OpenStory | None = None
    profiles: list[Profile] = field(default_factory=list)


class Decider:
    """Says what should be; stores nothing, and takes no article out of a settled story.

    `weights` gives the weight of each source by its slug; an unknown one weighs 1.
    """

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        self._weights = dict(weights or {})
        self._profiles: OrderedDict[tuple[str, int, date], Profile] = OrderedDict()

    def trace(self, article: Article, judged: Judged) -> Trace:
        """What the index keeps of an article, and is asked for."""
        return trace(self._profile(self._member(article, judged)))

    def words(
        self, new: Sequence[tuple[Article, Judged]], open_stories: Sequence[OpenStory]
    ) -> frozenset[int]:
        """The keys of all their words: how rare each is, `decide` has to know."""
        both = [
            *new,
            *(pair for s in open_stories for pair in zip(s.articles, s.judged, strict=True)),
        ]
        return frozenset[int]().union(*(self._profile(self._member(*pair)).keys for pair in both))

    def decide(
        self,
        new: Sequence[tuple[Article, Judged]],
        open_stories: Sequence[OpenStory],
        *,
        now: datetime,
        counts: TermCounts | None = None,
    ) -> tuple[StoryIntent, ...]:
        """An intent for each story that is opened, changes, or has an article that was judged
        anew, in a fixed order.

        The result does not depend on the order of `new` or `open_stories`. Settled stories keep
        their articles and are never merged: that is an editor's decision. Stored stories come
        first: a new one may take an article from them. `counts` says how rare words are among
        the articles kept; without it, that is counted among those at hand.
        """
        nodes = self._nodes(new, open_stories)
        profiles = [item for node in nodes for item in node.profiles]
        pairing = Pairing(profiles, self._counted(nodes, counts))
        links = cluster(
            [[item.article_id for item in node.profiles] for node in nodes],
            fixed={i for i, node in enumerate(nodes) if node.open_story is not None},
            pairs=pairing.pairs(),
            join_at=JOIN_AT,
        )
        handed = {article.article_id for article, _ in new}
        groups = [[nodes[index] for index in group.nodes] for group in links]
        homes = _homes(groups)
        intents = [
            self._intent(group, home, pairing, handed, now)
            for group, home in zip(groups, homes, strict=True)
        ]
        follows = _follows(groups, pairing)
        made = [
            replace(intent, follows=follows.get(intent.story.lead_id, ()))
            for intent in intents
            if intent is not None
        ]
        return tuple(sorted(made, key=lambda intent: intent.story.story_id == 0))

    def _nodes(
        self, new: Sequence[tuple[Article, Judged]], open_stories: Sequence[OpenStory]
    ) -> list[_Node]:
        """A settled story is one node; the articles of the others stand alone, as new ones do."""
        nodes: list[_Node] = []
        alone: dict[str, tuple[Member, OpenStory]] = {}
        for story in sorted(open_stories, key=lambda item: item.story.story_id):
            pairs = zip(story.articles, story.judged, strict=True)
            members = [self._member(a, j) for a, j in pairs]
            if story.settled:
                nodes.append(_Node(members, story))
            else:
                alone |= {member.article_id: (member, story) for member in members}
        placed = {member.article_id for node in nodes for member in node.members} | alone.keys()
        fresh = {a.article_id: (a, j) for a, j in new if a.article_id not in placed}
        single = {key: _Node([self._member(*both)]) for key, both in fresh.items()}
        single |= {key: _Node([member], loose=story) for key, (member, story) in alone.items()}
        nodes.extend(single[key] for key in sorted(single))
        for node in nodes:
            node.profiles = [self._profile(member) for member in node.members]
        return nodes

    def _counted(self, nodes: Sequence[_Node], counts: TermCounts | None) -> TermCounts:
        uncounted = [
            item
            for node in nodes
            for item in node.profiles
            if counts is None or (node.open_story is None and node.loose is None)
        ]
        return count_words(uncounted, counts or TermCounts(seen={}))

    def _member(self, article: Article, judged: Judged) -> Member:
        return Member(article, judged, self._weights.get(article.source, 1.0))

    def _profile(self, member: Member) -> Profile:
        """Read once: a stored story is looked at for many an article."""
        judged = member.judged
        key = (member.article_id, judged.fingerprint, judged.date.day)
        found = self._profiles.get(key)
        if found is None:
            found = profile(member.article, day=judged.date.day, fingerprint=judged.fingerprint)
            self._profiles[key] = found
            if len(self._profiles) > _REMEMBERED:
                self._profiles.popitem(last=False)
        return found

    def _intent(
        self,
        parts: list[_Node],
        stored: OpenStory | None,
        pairing: Pairing,
        handed: set[str],
        now: datetime,
    ) -> StoryIntent | None:
        """None for a story that is as it was, and of which nothing was handed in."""
        members = [member for node in parts for member in node.members]
        before = set(stored.story.article_ids) if stored else set[str]()
        ids = {member.article_id for member in members}
        if ids == before and ids.isdisjoint(handed):
            return None
        fresh = [member for member in members if member.article_id not in before]
        return StoryIntent(
            story=tell_story(members, stored, pairing, now=now),
            new_article_ids=tuple(sorted(member.article_id for member in fresh)),
            reasons=_why(fresh, members, stored, pairing),
        )


def _homes(groups: Sequence[Sequence[_Node]]) -> list[OpenStory | None]:
    """Which stored story each group goes on as: the settled one in it, else the loose one that
    most of its articles come from. No story goes on twice."""
    claims = sorted(
        (-sum(node.loose is story for node in group), story.story.story_id, index)
        for index, group in enumerate(groups)
        if all(node.open_story is None for node in group)
        for story in {id(node.loose): node.loose for node in group if node.loose}.values()
    )
    loose = {
        node.loose.story.story_id: node.loose for group in groups for node in group if node.loose
    }
    homes = [next((node.open_story for node in group if node.open_story), None) for group in groups]
    for _, story_id, index in claims:
        if homes[index] is None and story_id in loose:
            homes[index] = loose.pop(story_id)
    return homes


def _follows(groups: Sequence[Sequence[_Node]], pairing: Pairing) -> dict[str, tuple[Follows, ...]]:
    """By each article of a story: the earlier story of the same matter, at most one."""
    members = [[m.article_id for node in group for m in node.members] for group in groups]
    home = {article_id: i for i, ids in enumerate(members) for article_id in ids}
    begun = [min(p.day for node in group for p in node.profiles) for group in groups]
    best: dict[int, tuple[float, str, str]] = {}
    for pair, value in pairing.one_matter().items():
        for article_id, earlier_id in (pair, pair[::-1]):
            here, there = home[article_id], home[earlier_id]
            later = here != there and (begun[here] - begun[there]).days >= _FOLLOWS_DAYS
            if later and pairing.days_after(article_id, earlier_id) >= _FOLLOWS_DAYS:
                best[here] = max(best.get(here, (0.0, "", "")), (value, article_id, earlier_id))
    found: dict[str, tuple[Follows, ...]] = {}
    for here, (_, article_id, earlier_id) in best.items():
        link = Follows(article_id=earlier_id, reasons=(pairing.follows(article_id, earlier_id),))
        found |= dict.fromkeys(members[here], (link,))
    return found


def _why(
    fresh: list[Member], members: list[Member], stored: OpenStory | None, pairing: Pairing
) -> tuple[Reason, ...]:
    if not fresh:
        text = "An article of it was read or judged anew: the story is told anew."
        return (Reason(code="anew", text=text),)
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
