"""Sitemaps as links: url sets with the news extension, indexes, and lists in plain text."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from crawler.parse.address import any_whole, listed_url, whole_url
from crawler.parse.dates import date_claim, moment_of_change
from crawler.parse.decode import decode_page
from crawler.parse.language import language_code
from crawler.parse.plain import plain_line

MAX_BYTES = 50 * 1024 * 1024  # the protocol's own limit for one sitemap, unpacked
MAX_LINKS = 50_000

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSitemap:
    """`children` are the sitemaps an index names; `problem` is a sentence or ""."""

    children: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    problem: str = ""


def parse_sitemap(body: bytes, url: str, *, max_links: int = MAX_LINKS) -> ParsedSitemap:
    """The links of a sitemap, one for each entry, at most `max_links`. The address is "" for an
    entry that has none, and stands as written when it is none that can be fetched.

    `lastmod` says when a page was changed, not when it came out: only the news extension's
    date is a claim about that. Gzip is unpacked here, up to 50 MB.
    """
    data, problem = _unpacked(body)
    if not data.strip():
        return ParsedSitemap(problem=problem or "The sitemap is empty.")
    root = _root(data)
    if root is None:
        links = tuple(_plain_links(data, url, max_links))
        return ParsedSitemap(links=links, problem="" if links else "This is not a sitemap.")
    if _name(root) not in ("urlset", "sitemapindex"):
        return ParsedSitemap(problem="This is not a sitemap.")
    children, links = _children(root, url, max_links), _links(root, url, max_links)
    if not children and not any_whole(links):
        problem = problem or "The sitemap holds no address that can be fetched."
    return ParsedSitemap(children=children, links=links, problem=problem)


def _unpacked(body: bytes) -> tuple[bytes, str]:
    if not body.startswith(_GZIP):
        return body[:MAX_BYTES], ""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(body, MAX_BYTES)
    except zlib.error:
        return b"", "The sitemap cannot be unpacked."
    if unpacker.unconsumed_tail:
        return data, f"The sitemap unpacks to more than {MAX_BYTES // 1024 // 1024} MB."
    return data, "" if unpacker.eof else "The sitemap is cut off."


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data.lstrip(), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _children(root: Any, url: str, most: int) -> tuple[str, ...]:
    found = (whole_url(_text(node, "loc"), url) for node in root if _name(node) == "sitemap")
    return tuple(dict.fromkeys(address for address in found if address))[:most]


def _links(root: Any, url: str, most: int) -> tuple[Link, ...]:
    entries = islice((node for node in root if _name(node) == "url"), most)
    return tuple(_link(node, listed_url(_text(node, "loc"), url)) for node in entries)


def _link(node: Any, address: str) -> Link:
    news = next((child for child in node if _name(child) == "news"), None)
    changed_at = moment_of_change(_text(node, "lastmod"))
    if news is None:
        return Link(url=address, changed_at=changed_at)
    publication = next((child for child in news if _name(child) == "publication"), None)
    return Link(
        url=address,
        title=plain_line(_text(news, "title")),
        dates=_dates(_text(news, "publication_date")),
        outlet=plain_line(_text(publication, "name")),
        language=language_code(_text(publication, "language")),
        changed_at=changed_at,
    )


def _dates(quote: str) -> tuple[DateEvidence, ...]:
    claim = date_claim(quote, DateOrigin.SITEMAP)
    return (claim,) if claim else ()


def _plain_links(data: bytes, url: str, most: int) -> Iterator[Link]:
    found = (line.strip() for line in decode_page(data).split("\n"))
    lines = list(islice(filter(None, found), most))
    if not all(re.match(r"https?://\S+$", line) for line in lines):
        return
    for line in lines:
        yield Link(url=listed_url(line, url))


def _name(node: Any) -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _text(node: Any, name: str) -> str:
    if node is None:
        return ""
    child = next((child for child in node if _name(child) == name), None)
    return "" if child is None else "".join(child.itertext()).strip()
