"""The articles about one event."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.article import Article
from core.dating import DateVerdict
from core.place import RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.verdict import Reason


class Part(StrEnum):
    """What an article is to its story: the lead, an independent report, or an echo of another."""

    LEAD = "lead"
    INDEPENDENT = "independent"
    ECHO = "echo"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    article_id: str
    part: Part
    reasons: tuple[Reason, ...] = ()
    """Why it was put here: near-duplicate of, same event as, by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`story_id` is 0 until it is stored. Members come lead first."""

    story_id: int
    title: str
    members: tuple[StoryMember, ...]
    region: RegionVerdict
    relevance: Relevance
    relevance_reasons: tuple[Reason, ...]
    date: DateVerdict
    rank: float
    rank_reasons: tuple[Reason, ...] = ()
    advertisement: bool = False
    first_seen_at: datetime
    updated_at: datetime

    @property
    def lead_id(self) -> str:
        return self.members[0].article_id

    @property
    def article_ids(self) -> tuple[str, ...]:
        return tuple(member.article_id for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An article's verdicts, as `stories.judge` returns and storage keeps them."""

    article_id: str
    relevance: RelevanceVerdict
    region: RegionVerdict
    date: DateVerdict
    fingerprint: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStory:
    """A stored story that may still grow, with its articles and their verdicts, lead first.

    `by_hand` says that an editor merged or split it: it may gain articles, but it keeps its
    lead and never loses one. `settled` says that somebody counts on it (it has a find, or was
    made by hand); one that is not may be put together anew.
    """

    story: Story
    articles: tuple[Article, ...]
    judged: tuple[Judged, ...]
    by_hand: bool = False
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """The earlier story, named by one of its articles, that a story goes on from."""

    article_id: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryIntent:
    """What grouping says should be: this story (0: a new one) with these members, rebuilt.

    `new_article_ids` are the ones that this intent adds; `follows` the stories it goes on from.
    """

    story: Story
    new_article_ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    follows: tuple[Follows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWindow:
    """The days an edition looks at, both included."""

    first: date
    last: date
