"""What a document shows to someone who thinks of polling it; for the reading processes."""

from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from core.article import Link
from core.discovery import Candidate, Look
from core.source import Source, SourceKind
from crawler.document import Document, Listed
from crawler.parse.discovery import find_candidates, page_title, robots_sitemaps
from crawler.parse.language import language_code
from crawler.parse.listing import MAX_LINKS
from crawler.parse.tree import parse_page
from crawler.reading import read_source

NEWEST = 5


def look_at(document: Document, source: Source) -> Look:
    """Of a robots.txt, the sitemaps it names; of a page, also what else could be polled there."""
    body, url = document.body, document.url
    if urlsplit(url).path == "/robots.txt":
        return Look(candidates=robots_sitemaps(body, url))
    listed = read_source(document, source, MAX_LINKS)
    title, language = _named(document, source, listed)
    spoken = Counter(link.language for link in listed.links if link.language)
    return Look(
        title=title,
        language=next((code for code, _ in spoken.most_common(1)), language),
        items=listed.found,
        children=len(listed.children),
        newest=newest(listed.links),
        candidates=_candidates(document, source),
    )


def newest(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The latest days first, then those without a day in the source's own order; no texts."""
    ordered = sorted(links, key=_day, reverse=True)
    return tuple(replace(link, summary="", title=link.title[:300]) for link in ordered[:NEWEST])


def _day(link: Link) -> date:
    return link.dates[0].day if link.dates else date.min


def _candidates(document: Document, source: Source) -> tuple[Candidate, ...]:
    if source.kind is not SourceKind.LISTING:
        return ()
    return find_candidates(
        document.body,
        document.url,
        content_type=document.content_type,
        encoding=document.encoding,
    )


def _named(document: Document, source: Source, listed: Listed) -> tuple[str, str]:
    """The document's own title and language."""
    if source.kind is SourceKind.LISTING:
        root = parse_page(document.body, encoding=document.encoding)
        found = (root is not None and root.get("lang")) or ""
        return ("" if root is None else page_title(root)), language_code(found)
    if source.kind is SourceKind.FEED:
        return listed.title[:200], ""
    return "", ""
