"""What pages and commands show: rows shaped for reading, never written back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.article import Article, Completeness
from core.coverage import Coverage
from core.edition import Edition, EditionState
from core.find import Find, Revision
from core.people import AuditEvent
from core.place import Region
from core.relevance import Relevance
from core.run import Job, Run
from core.source import Source, SourceState
from core.spend import Cap, Purpose
from core.story import Judged, Story, StoryMember
from core.verdict import Reason
from core.workflow import FindState


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article without its text. `level`, `region` and `day` are None until it is judged;
    `reasons` are those of its relevance."""

    article_id: str
    url: str
    source: str
    outlet: str
    title: str
    summary: str
    language: str
    first_seen_at: datetime
    completeness: Completeness
    partial_code: str
    partial_reason: str
    level: Relevance | None = None
    score: float = 0.0
    advertisement: bool = False
    reasons: tuple[Reason, ...] = ()
    region: Region | None = None
    day: date | None = None
    story_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCounts:
    """`partial` and `dropped` count by code, `levels` by verdict; `unjudged` have none yet."""

    total: int
    partial: dict[str, int]
    levels: dict[Relevance, int]
    unjudged: int
    dropped: dict[str, int]

    @property
    def full(self) -> int:
        return self.total - sum(self.partial.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCounts:
    total: int
    drafted: int
    """Stories that have a find."""
    levels: dict[Relevance, int]
    regions: dict[Region, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What calls to models came to. `unknown` calls have no known price: the sum lacks them."""

    calls: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    microdollars: int
    unknown: int
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLine:
    """One line of the account: of an edition, a model, a purpose or a story. `failed` calls
    brought nothing; the ids are those of what the line is about."""

    label: str
    spend: Spend
    failed: int = 0
    volume: int | None = None
    issue: int | None = None
    story_id: int | None = None
    find_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapStop:
    """A call that a cap stopped: which one, how high it is, what was taken of it already, and
    what the call might have cost. `title` is the story's, empty when it was about none."""

    made_at: datetime
    cap: Cap
    limit_microdollars: int
    taken_microdollars: int
    microdollars: int
    purpose: Purpose
    model: str
    run_id: int | None
    story_id: int | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedInput:
    """What a story's draft was made of: a fingerprint of all of it, and which article led."""

    story_id: int
    fingerprint: str
    lead_id: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """When the page of an article was asked for: at first, with success, and once more since."""

    article_id: str
    listed_url: str
    first_seen_at: datetime
    fetched_at: datetime
    revisited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """One decision of an editor. `kind` is a move's name, `region`, `date`, `merged` or `split`;
    `before` and `after` are what it changed."""

    at: datetime
    actor: str
    kind: str
    story_id: int
    find_id: int | None
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One sign-in of a user that still holds."""

    token_hash: str
    created_at: datetime
    expires_at: datetime
    user_agent: str


class QueueFlag(StrEnum):
    """What a queue may be narrowed to besides the single rules of checks."""

    ANY = "any"
    NONE = "none"
    BLOCKED = "blocked"
    EXTRACT = "extract"
    ADVERTISEMENT = "advertisement"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which finds to look at. `flag` is a `QueueFlag` or a check's rule; `source` asks for finds
    with an article of it; `find_ids` for these alone."""

    states: tuple[FindState, ...] = (FindState.DRAFTED,)
    region: Region | None = None
    flag: str = ""
    source: str = ""
    query: str = ""
    find_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """Where in the order of the queue a find stands."""

    rank: float
    find_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A find in a list. `age_from` is when it was drafted; `outlets` come lead first."""

    find_id: int
    story_id: int
    headline: str
    opening: str
    state: FindState
    state_reason: str
    region: Region
    printed_on: date
    outlets: tuple[str, ...]
    flags: int
    blocks: int
    rank: float
    rank_reasons: tuple[Reason, ...]
    verbatim: bool
    advertisement: bool
    created_at: datetime
    updated_at: datetime
    revision: int
    due_on: date | None = None
    coverage: tuple[Coverage, ...] = ()
    """What ran before about its story, the nearest first."""
    edition_id: int | None = None
    edition_number: str = ""

    @property
    def outlet_count(self) -> int:
        return len(self.outlets)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindChange:
    """That a find changed, and how it stands now. `event_id` numbers the event of the log."""

    event_id: int
    find_id: int
    revision: int
    state: FindState


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """That an edition changed: its finds, their order, or its texts."""

    event_id: int
    edition_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article with the part it plays in its story."""

    article: Article
    member: StoryMember


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """All of a find. Articles come lead first, revisions and events newest first."""

    find: Find
    story: Story
    articles: tuple[StoryArticle, ...]
    judgement: Judged | None
    revisions: tuple[Revision, ...]
    events: tuple[AuditEvent, ...]
    edition: Edition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Which finds stand beside one, and its own place, from 1; 0 when it is not among them."""

    position: int = 0
    total: int = 0
    previous_id: int | None = None
    next_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDate:
    """An edition's number and day, without anything that stands in it."""

    edition_id: int
    volume: int
    issue: int
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition in a list; `finds` and `features` say how many stand in it."""

    edition_id: int
    volume: int
    issue: int
    dated: date
    state: EditionState
    finds: int
    features: int

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedFind:
    """An approved find that stands in no edition, as it is offered for one."""

    find_id: int
    headline: str
    region: Region
    printed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    source: Source
    state: SourceState
    articles: int = 0
    core: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How many sources are in which condition; each is counted once."""

    healthy: int = 0
    failing: int = 0
    paused: int = 0
    never_polled: int = 0

    @property
    def total(self) -> int:
        return self.healthy + self.failing + self.paused + self.never_polled


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything `desk status` tells."""

    sources: SourceHealth
    articles: ArticleCounts
    stories: StoryCounts
    finds: dict[tuple[FindState, Region], int]
    editions_open: int
    last_runs: dict[Job, Run] = field(default_factory=dict)
    waiting_runs: int = 0
    spend: Spend
