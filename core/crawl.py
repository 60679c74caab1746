"""What is handed to a crawl, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.article import Article, Link
from core.discovery import Look
from core.guard import AddressPolicy
from core.source import Poll, Source, SourceMemory
from core.version import Revisit


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlTask:
    """A source to poll; or, when `links` are given, those pages and no poll."""

    source: Source
    memory: SourceMemory = SourceMemory()
    links: tuple[Link, ...] = ()
    look: bool = False
    """Also tell what the source shows: for one who thinks of polling it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlLimits:
    """Seconds and bytes; a page over a limit is kept as a partial article, with the reason."""

    delay_seconds: float = 2.0
    timeout_seconds: float = 30.0
    extract_seconds: float = 20.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    max_revisits_per_source: int = 20
    """Of pages that are here and that the source calls changed since."""
    max_items_per_source: int = 20_000
    """With 0, sources are asked and their items counted, no more."""
    extract_workers: int = 2
    backlog_bytes: int = 32 * 1024 * 1024
    """Of answers that wait to be read; with more, nothing new is asked for."""
    wall_seconds: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """Everything one crawl process needs to know; no database.

    `known` holds `core.url.url_key` of every link and article already had. `spool` is the file
    that results are appended to, one JSON object a line. With `replay`, responses come from that
    WARC file and time from its records; otherwise they are recorded to `record_to`.
    """

    tasks: tuple[CrawlTask, ...]
    known: frozenset[str]
    spool: Path
    started_at: datetime
    user_agent: str
    hosts: Path | None = None
    """The folder by which the crawls of a workspace keep the pace of each host together."""
    policy: AddressPolicy = AddressPolicy()
    limits: CrawlLimits = CrawlLimits()
    record_to: Path | None = None
    replay: Path | None = None
    replay_pages: bool = False
    """Also take each recorded page that no source lists, as if its address were given by hand."""
    revisits: Mapping[str, Revisit] = field(default_factory=dict)
    """By key: pages that are here, and are read again when a source calls them changed."""
    chromium: str = ""
    """Where Chromium is, for sources that need a browser; empty: where Playwright puts it."""
    phrases: tuple[str, ...] = ()
    """The beat's: a page of a broad source that holds none of them is dropped unread. With none
    given, every page is read."""


LEFT_TO_ANOTHER = frozenset({"duplicate_link", "duplicate_in_source"})
"""Codes of dropped items whose address another item of the same crawl brings: only that one makes
the address known. Were the crawl cut off in between, the article would be lost otherwise."""


OFF_BEAT = "off_beat"
"""The code of items dropped unread: neither page nor teaser holds a word of the beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An item that became no article, with the countable reason."""

    source: str
    url: str
    title: str
    code: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlLine:
    """One line of a spool: exactly one of the three is set.

    The line with a source's poll comes after all lines of its items: where it is missing, the
    crawl was cut off, and the source's conditional-GET memory stays as it was. `look` comes with
    the poll of a task that asked for it. `again` is the id of the article that is here, when
    its page was read once more.
    """

    article: Article | None = None
    dropped: Dropped | None = None
    poll: Poll | None = None
    look: Look | None = None
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """How one crawl process ended.

    `exit_code` is 0 when it worked off its plan, negative when a signal ended it; `timed_out`
    says that we ended it. What it found is in its spool, whichever way it ended.
    """

    exit_code: int
    timed_out: bool
    seconds: float
    stderr: str = ""
    articles: int = 0
    dropped: int = 0
    polls: int = 0

    @property
    def ok(self) -> bool:
        return self.exit_code == 0 and not self.timed_out
