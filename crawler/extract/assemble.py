"""An article from what its page and its source say."""

from datetime import datetime
from typing import TYPE_CHECKING

from core.article import Article, Completeness, Link
from core.dating import DateEvidence, DateOrigin, DateRole
from core.source import Source
from core.text import clean_text
from core.url import canonical_url, host_of, url_key
from crawler.parse.address import site_of

if TYPE_CHECKING:
    # A partial article is made where pages are fetched, without what reads them.
    from crawler.extract.page import ExtractedPage


def full_article(
    page: "ExtractedPage",
    link: Link,
    source: Source,
    *,
    final_url: str,
    fetched_at: datetime,
    first_seen_at: datetime,
) -> Article:
    """The page's word goes before the source's. The key is that of the canonical address."""
    url = canonical_url(page.canonical_url or final_url or link.url)
    return Article(
        article_id=url_key(url),
        url=url,
        source=source.slug,
        outlet=name_outlet(page.outlet, source, url, listed=link.outlet),
        title=page.title or link.title,
        text=page.text,
        summary=link.summary,
        authors=page.authors or link.authors,
        language=page.language or link.language or source.language,
        dates=together(page.dates, link.dates),
        first_seen_at=first_seen_at,
        fetched_at=fetched_at,
        flags=page.flags,
        region_hint=source.region_hint,
        credit=page.credit,
        section=page.section,
        listed_url=link.url,
    )


def partial_article(
    link: Link,
    source: Source,
    *,
    code: str,
    reason: str,
    fetched_at: datetime,
    first_seen_at: datetime,
) -> Article:
    """What the source itself says about a page that could not be had; `reason` is a sentence."""
    url = canonical_url(link.url)
    return Article(
        article_id=url_key(url),
        url=url,
        source=source.slug,
        outlet=name_outlet(link.outlet, source, url),
        title=link.title,
        text=clean_text(link.summary),
        summary=link.summary,
        authors=link.authors,
        language=link.language or source.language,
        dates=link.dates,
        first_seen_at=first_seen_at,
        fetched_at=fetched_at,
        completeness=Completeness.PARTIAL,
        partial_code=code,
        partial_reason=reason,
        region_hint=source.region_hint,
        listed_url=link.url,
    )


def name_outlet(said: str, source: Source, url: str, *, listed: str = "") -> str:
    """The outlet's name: as the page says it; else as it was listed; else the source's, when the
    page is of its site.

    A page that gives its host for a name has said nothing.
    """
    for name in (said, listed):
        if name and not name.startswith(host_of(url)):
            return name
    return source.name if site_of(url) == site_of(source.url) else host_of(url)


def together(
    page: tuple[DateEvidence, ...], listed: tuple[DateEvidence, ...]
) -> tuple[DateEvidence, ...]:
    """All claims, each once: those about the publication first, strongest origin first."""
    order = list(DateOrigin)
    return tuple(
        sorted(
            dict.fromkeys((*page, *listed)),
            key=lambda claim: (claim.role is DateRole.MODIFIED, order.index(claim.origin)),
        )
    )
