"""One fetched page at one canonical URL."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.dating import DateEvidence
from core.place import Region
from core.url import host_of


class Completeness(StrEnum):
    FULL = "full"
    PARTIAL = "partial"


PASSING_TROUBLES = (
    "timeout",
    "unreachable",
    "broken",
    "server_error",
    "rate_limited",
    "host_failing",
    "robots_unreachable",
)
"""Codes of partial articles whose page may well be there the next time it is asked for."""


def leads_on(url: str) -> bool:
    """Whether an address only leads to the page that is meant, by a script that we do not run."""
    return host_of(url) == "news.google.com"


class ArticleFlag(StrEnum):
    """What an editor should know about how the page came to us."""

    HIDDEN_TEXT = "hidden text"
    PAYWALL = "paywall"
    SYNDICATED = "syndicated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address as a source lists it, with what the source says about it."""

    url: str
    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    dates: tuple[DateEvidence, ...] = ()
    outlet: str = ""
    changed_at: datetime | None = None
    """When the page was last changed, as the source says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """`article_id` is `core.url.url_key` of the canonical `url`: the same page has the same key
    on every machine, so handing an article over twice stores it once.

    `text` is plain, paragraphs separated by a blank line; evidence offsets count its characters.
    `partial_reason` is a sentence when the page could not be had and `text` is the source's own.
    """

    article_id: str
    url: str
    source: str
    outlet: str
    title: str
    text: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    dates: tuple[DateEvidence, ...] = ()
    first_seen_at: datetime
    fetched_at: datetime
    completeness: Completeness = Completeness.FULL
    partial_code: str = ""
    partial_reason: str = ""
    flags: tuple[ArticleFlag, ...] = ()
    region_hint: Region | None = None
    credit: str = ""
    """The outlet that the page names as its origin, when it is a syndicated copy."""
    section: str = ""
    """The part of its site that the page says it stands in, such as `Energy`."""
    listed_url: str = ""
    fingerprint: int = 0
    """64-bit SimHash of the text, 0 when there is none."""

    @property
    def is_lead(self) -> bool:
        """Whether it is only the word of a news search that there is an article somewhere."""
        return self.completeness is Completeness.PARTIAL and leads_on(self.url)

    @property
    def is_english(self) -> bool:
        """Also where nothing says what language it is in."""
        return self.language.partition("-")[0].lower() in ("en", "")
