"""What could be polled at an address: its feeds, its sitemaps, or the page itself as a list."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from protego import Protego

from core.discovery import Candidate, FoundBy
from core.source import SourceKind
from core.text import clean_line
from crawler.parse.address import any_whole, same_site, whole_url
from crawler.parse.feed import parse_feed
from crawler.parse.listing import MAX_ANCHORS, parse_listing
from crawler.parse.sitemap import parse_sitemap
from crawler.parse.tree import Element, parse_page

MAX_FOUND = 20
MAX_ROBOTS = 500 * 1024

_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
)
_FEED_PATH = re.compile(
    r"/(?:feeds?|rss|atom)(?:/|\Z)|/(?:rss|feed|atom|index)\.(?:xml|rdf|json)\Z|\.(?:rss|atom)\Z",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(r"(?:\A|&)feed=(?:rss2?|atom|rdf)(?:&|\Z)", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?(?:/|\Z)", re.IGNORECASE)
_USUAL = (
    (SourceKind.FEED, "/feed"),
    (SourceKind.FEED, "/rss"),
    (SourceKind.SITEMAP, "/news-sitemap.xml"),
    (SourceKind.SITEMAP, "/sitemap.xml"),
)


def find_candidates(
    body: bytes, url: str, *, content_type: str = "", encoding: str = ""
) -> tuple[Candidate, ...]:
    """What the document itself tells, the best first. A feed or a sitemap is the only one; of a
    web page, the feeds it names, links of the same site that look like feeds, and the page as a
    list when dated links stand on it. Feeds of comments are left out."""
    itself = _itself(body, url, content_type, encoding)
    if itself is not None:
        return (itself,)
    root = parse_page(body, content_type=content_type, encoding=encoding)
    if root is None:
        return ()
    base = _base(root, url)
    found = [*_named(root, base), *_linked(root, base, url)]
    if any_whole(parse_listing(body, url, encoding=encoding).links):
        title = page_title(root)
        found.append(
            Candidate(kind=SourceKind.LISTING, url=url, found_by=FoundBy.LISTING, title=title)
        )
    return tuple(found)


def robots_sitemaps(body: bytes, url: str) -> tuple[Candidate, ...]:
    """The sitemaps that the robots.txt at `url` names."""
    rules = Protego.parse(body[:MAX_ROBOTS].decode("utf-8-sig", "ignore"))
    addresses = (whole_url(written, url) for written in rules.sitemaps)
    return tuple(
        Candidate(kind=SourceKind.SITEMAP, url=address, found_by=FoundBy.ROBOTS)
        for address in islice(dict.fromkeys(filter(None, addresses)), MAX_FOUND)
    )


def usual_places(url: str) -> tuple[Candidate, ...]:
    """Where most sites keep theirs; whether anything is there is for a request to say."""
    return tuple(
        Candidate(kind=kind, url=address, found_by=FoundBy.USUAL)
        for kind, path in _USUAL
        if (address := whole_url(path, url))
    )


def page_title(root: Element) -> str:
    title = root.find(".//title")
    return "" if title is None else clean_line("".join(title.itertext()))[:200]


def _itself(body: bytes, url: str, content_type: str, encoding: str) -> Candidate | None:
    feed = parse_feed(body, url, content_type=content_type, encoding=encoding)
    if feed.links and any_whole(feed.links):
        return Candidate(
            kind=SourceKind.FEED, url=url, found_by=FoundBy.ITSELF, title=feed.title[:200]
        )
    sitemap = parse_sitemap(body, url)
    if sitemap.children or any_whole(sitemap.links):
        return Candidate(kind=SourceKind.SITEMAP, url=url, found_by=FoundBy.ITSELF)
    return None


def _base(root: Element, url: str) -> str:
    element = root.find(".//base[@href]")
    return (whole_url(element.get("href"), url) if element is not None else "") or url


def _named(root: Element, base: str) -> Iterator[Candidate]:
    for element in islice(root.iterfind(".//link[@href]"), MAX_ANCHORS):
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        alternate = "alternate" in (element.get("rel") or "").lower().split()
        if alternate and kind in _FEED_TYPES:
            yield from _feed(element.get("href"), base, FoundBy.NAMED, element.get("title") or "")


def _linked(root: Element, base: str, url: str) -> Iterator[Candidate]:
    found = 0
    for anchor in islice(root.iterfind(".//a[@href]"), MAX_ANCHORS):
        for candidate in _feed(anchor.get("href"), base, FoundBy.LINKED, ""):
            if found < MAX_FOUND and same_site(candidate.url, url) and _looks_fed(candidate.url):
                found += 1
                yield candidate


def _feed(href: str, base: str, found_by: FoundBy, title: str) -> Iterator[Candidate]:
    address = whole_url(href, base)
    if address and not _COMMENTS.search(urlsplit(address).path):
        yield Candidate(
            kind=SourceKind.FEED, url=address, found_by=found_by, title=clean_line(title)[:200]
        )


def _looks_fed(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query))
