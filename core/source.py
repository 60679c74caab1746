"""A place we poll, and what we remember of the last poll."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.place import Region
from core.rhythm import Rhythm

BY_HAND = "by-hand"
"""The slug of the source that holds articles whose address an editor gave."""


class SourceKind(StrEnum):
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    SEARCH = "search"


class Scope(StrEnum):
    BROAD = "broad"
    NARROW = "narrow"


class Render(StrEnum):
    """How the pages of a source are read: as they come, or once their scripts have run."""

    PLAIN = "plain"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`weight` (0.2 to 2.0) is how much an appearance there counts; `every_minutes` its pace."""

    slug: str
    name: str
    kind: SourceKind
    url: str
    region_hint: Region | None = None
    weight: float = 1.0
    language: str = ""
    group: str = ""
    scope: Scope = Scope.BROAD
    unverified: bool = False
    paused: bool = False
    selector: str = ""
    digest: bool = False
    """Its entries, or its page, are letters that each name many articles of others."""
    render: Render = Render.PLAIN
    """Its own page and those that it lists; feeds and sitemaps need no browser themselves."""
    every_minutes: int = 180
    note: str = ""


BY_HAND_SOURCE = Source(
    slug=BY_HAND, name="Added by hand", kind=SourceKind.LISTING, url="", paused=True
)
"""Stands for the editors themselves; it is never polled."""


class PollOutcome(StrEnum):
    OK = "ok"
    NOT_MODIFIED = "not modified"
    EMPTY = "empty"
    FAILED = "failed"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChoice:
    """Where on the page at `url` the links to articles stand, as it was found: `place` is a path
    of tags. `note` is a sentence when it had to be found anew, at `since`."""

    url: str
    place: str
    since: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMemory:
    """What a conditional GET needs. Only a poll that was wholly worked off may be remembered:
    otherwise the next 304 would hide the items that were lost. `digest` is of the body: many
    servers send the same one again and again. `choice` is of a listing page without selector."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    choice: ListingChoice | None = None

    @property
    def unconditional(self) -> "SourceMemory":
        """What is still known when the source is asked for all that it lists."""
        return SourceMemory(choice=self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """How one poll of one source ended. `reason` is a sentence when it did not go well.

    `fresh_seconds` is for how long the source says that its list stays as it is;
    `wait_seconds` for how long it asks to be left alone. `requests` and `bytes_received` are what
    the source cost in this crawl, its pages included.
    """

    source: str
    at: datetime
    outcome: PollOutcome
    http_status: int | None = None
    reason: str = ""
    memory: SourceMemory = SourceMemory()
    items_seen: int = 0
    items_new: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    """(code, count) of the items that did not become articles."""
    fresh_seconds: int = 0
    wait_seconds: int = 0
    item_days: tuple[tuple[date, int], ...] = ()
    """(day, count) of the items listed now, as they are dated."""
    requests: int = 0
    bytes_received: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The health of a source, as stored."""

    source: str
    memory: SourceMemory = SourceMemory()
    last_poll: Poll | None = None
    last_success_at: datetime | None = None
    last_item_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    rhythm: Rhythm = Rhythm()
