"""What the reading processes do: bytes in, values out, no network."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from core.article import Article, Link
from core.source import Source, SourceKind
from core.url import host_of
from crawler.cut_off import CutOff, cut_off
from crawler.document import Document, Listed
from crawler.extract.assemble import full_article, partial_article
from crawler.extract.page import ExtractedPage, extract_page
from crawler.extract.pdf import extract_pdf
from crawler.parse.address import any_whole
from crawler.parse.digest import split_digest
from crawler.parse.feed import MAX_ITEMS, ParsedFeed, parse_feed
from crawler.parse.gdelt import GDELT, read_gdelt
from crawler.parse.listing import parse_listing
from crawler.parse.sitemap import parse_sitemap

FEED_SECONDS = 1.0
FIRST_ITEMS = 500
_TRIES = (
    (MAX_ITEMS, ""),
    (FIRST_ITEMS, f"The feed is too long to be read whole: its first {FIRST_ITEMS} items were."),
)


def read_source(document: Document, source: Source, most: int, place: str = "") -> Listed:
    """`place` is where the links of a listing page stood the last time."""
    url, body = document.url, document.body
    if source.kind is SourceKind.SITEMAP:
        sitemap = parse_sitemap(body, url)
        return _listed(sitemap.links, sitemap.problem, most, sitemap.children)
    if source.kind is SourceKind.LISTING and source.digest:
        links = split_digest(body, url, encoding=document.encoding)
        return _listed(links, "" if links else "The page names no pages of others.", most)
    if source.kind is SourceKind.LISTING:
        page = parse_listing(
            body, url, selector=source.selector, encoding=document.encoding, place=place
        )
        problem = "" if any_whole(page.links) else "No links to articles were found on the page."
        return replace(_listed(page.links, problem, most), place=page.place)
    if source.kind is SourceKind.SEARCH and host_of(url) == GDELT:
        return _listed(*read_gdelt(body, url, most), most)
    feed = read_feed(document, digest=source.digest)
    listed = _listed(feed.links, feed.problem, most)
    return replace(listed, fresh_seconds=feed.fresh_seconds, title=feed.title)


def read_feed(
    document: Document, *, digest: bool = False, seconds: float = FEED_SECONDS
) -> ParsedFeed:
    """The feed; where that takes more than `seconds` of the processor, its first items, which are
    the newest; where even they take that long, nothing, and why."""
    for most, problem in _TRIES:
        with suppress(CutOff), cut_off(seconds):
            feed = parse_feed(
                document.body,
                document.url,
                content_type=document.content_type,
                encoding=document.encoding,
                max_items=most,
                digest=digest,
            )
            return replace(feed, problem=problem or feed.problem)
    return ParsedFeed(kind="unknown", problem="Reading the feed took too long.")


def read_page(
    document: Document,
    link: Link,
    source: Source,
    fetched_at: datetime,
    first_seen_at: datetime,
) -> Article:
    """The whole article; or a partial one, with what the source says, when none can be found."""
    page = _extracted(document, fetched_at.date())
    if page.problem_code:
        return partial_article(
            link,
            source,
            code=page.problem_code,
            reason=page.problem,
            fetched_at=fetched_at,
            first_seen_at=first_seen_at,
        )
    return full_article(
        page,
        link,
        source,
        final_url=document.url,
        fetched_at=fetched_at,
        first_seen_at=first_seen_at,
    )


def _extracted(document: Document, latest: date) -> ExtractedPage:
    if document.is_pdf:
        return extract_pdf(document.body, latest=latest)
    return extract_page(
        document.body,
        document.url,
        content_type=document.content_type,
        encoding=document.encoding,
        latest=latest,
    )


def _listed(
    links: tuple[Link, ...], problem: str, most: int, children: tuple[str, ...] = ()
) -> Listed:
    return Listed(
        links=links[:most],
        children=children,
        problem=problem,
        found=len(links),
        fetchable=any_whole(links),
    )
