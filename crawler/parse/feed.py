"""Feeds as links: RSS, Atom, RDF (RSS 1.0) and JSON Feed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import feedparser

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from core.text import count_words, fold, words
from crawler.parse.address import any_whole, listed_url, whole_url
from crawler.parse.dates import date_claim, moment_of_change
from crawler.parse.decode import (
    calm_tag_bytes,
    declared_encoding,
    other_encoding,
    utf8_text,
)
from crawler.parse.digest import split_digest
from crawler.parse.jsonfeed import looks_like_json, read_json_feed
from crawler.parse.language import language_code
from crawler.parse.names import split_names, tidy_names
from crawler.parse.plain import plain_line, plain_text

MAX_ITEMS = 20_000
MAX_SUMMARY = 50_000

_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(rb"(<!\[CDATA\[.*?\]\]>)|&(?!#?\w{1,31};)", re.DOTALL)
_CHARACTER = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,1000})|([0-9]{1,1000}));")
_XML_KNOWS = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_ENTITY = re.compile(rb"<!ENTITY\s[^<>]*+(?:<(?!!ENTITY\s)[^<>]*+)*+>")
_ROOT = re.compile(rb"<((?:\w+:)?(rss|feed|rdf))[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_RDF = ("rss090", "rss10")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """`kind` is rss, atom, rdf, json or unknown; `problem` a sentence when something is wrong
    with the feed, "" otherwise. Ill-formed feeds keep the links that could be recovered.
    `fresh_seconds` is for how long the feed says that it does not change, by its `ttl` or its
    update period."""

    kind: str
    title: str = ""
    links: tuple[Link, ...] = ()
    problem: str = ""
    fresh_seconds: int = 0


def parse_feed(
    body: bytes,
    url: str,
    *,
    content_type: str = "",
    encoding: str = "",
    max_items: int = MAX_ITEMS,
    digest: bool = False,
) -> ParsedFeed:
    """The links of a feed in its own order, one for each item; of a `digest`, one for each page
    of others that an item names.

    Titles, summaries and names come as plain visible text. The address is "" for an item that
    has none, and stands as written when it is none that can be fetched. At most `max_items`
    items are read.
    """
    if not body.strip():
        return ParsedFeed(kind="unknown", problem="The feed is empty.")
    if looks_like_json(body):
        title, items, problem = read_json_feed(body, url, max_items)
        return ParsedFeed(kind="json", title=title, links=items, problem=problem)
    if _PAGE.match(body) and not _FEED.search(body[:4096]):
        return ParsedFeed(kind="unknown", problem="This is a web page, not a feed.")
    body, charset = _told_apart(body, content_type, encoding)
    data = _parsed(_mended(_first_items(body, max_items)), charset)
    if data is None:
        return ParsedFeed(kind="unknown", problem="The feed could not be read.")
    kind = _kind(data.get("version", ""))
    listed = _digested(data, url) if digest else _links(data, url, max_items)
    links = tuple(islice(listed, max_items))
    title = plain_line(_text(data.feed.get("title")))
    return ParsedFeed(
        kind=kind,
        title=title,
        links=links,
        problem=_problem(data, kind, links),
        fresh_seconds=_fresh_seconds(data.feed),
    )


def _told_apart(body: bytes, content_type: str, encoding: str) -> tuple[bytes, str]:
    """The body and its encoding. The parser would believe a header that says UTF-16 of what is
    not, and take all for another encoding because of one bad character."""
    if b"\x00" not in body[:64]:
        text = utf8_text(body, other_encoding(body, content_type, encoding))
        if text is not None:
            return text.encode("utf-8"), "utf-8"
    return body, declared_encoding(content_type, encoding)


def _parsed(body: bytes, charset: str) -> Any:
    header = f"application/xml; charset={charset}" if charset else "application/xml"
    try:
        # Everything is turned to plain text and joined here: feedparser need not clean it.
        return feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": header},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # whatever a foreign feed makes the library stumble over is the feed's fault
        return None


def _first_items(body: bytes, max_items: int) -> bytes:
    """The body cut after that many items, so that a huge feed costs no more than they do."""
    if body.count(b"</") <= max_items:
        return body
    for count, match in enumerate(_ITEM_END.finditer(body), start=1):
        if count == max_items:
            return body[: match.end()] + _closing(body)
    return body


def _closing(body: bytes) -> bytes:
    """What ends a feed of this kind: a well-formed one is read ten times faster."""
    root = _ROOT.search(body[:65_536])
    if root is None:
        return b""
    channel = b"</channel>" if root[2].lower() == b"rss" else b""
    return channel + b"</" + root[1] + b">"


def _mended(body: bytes) -> bytes:
    """The body without what would blow up a parser, and with `&amp;` for a bare ampersand, the
    commonest fault: the parser for ill-formed feeds would read `Q&A` as `Q&A;`. UTF-16 and
    UTF-32 stay as they are."""
    if b"\x00" in body[:64]:
        return body
    calm = _ENTITY.sub(_plain_entity, calm_tag_bytes(body))
    calm = _CHARACTER.sub(_sound_character, calm)
    return _BARE_AMPERSAND.sub(lambda match: match[1] or b"&amp;", calm)


def _sound_character(match: re.Match[bytes]) -> bytes:
    """A number of a character that XML knows stays; at any other the parser gives the feed up."""
    number = int(match[1], 16) if match[1] else int(match[2])
    known = number in (0x9, 0xA, 0xD) or any(first <= number <= last for first, last in _XML_KNOWS)
    return match[0] if known else b""


def _plain_entity(match: re.Match[bytes]) -> bytes:
    """An entity for a character stays; one made of others, of a file or of much text goes."""
    harmless = len(match[0]) < 200 and b"&" not in match[0].replace(b"&#", b"")
    return match[0] if harmless and b"SYSTEM" not in match[0] else b""


_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400}
_DAY = 86_400


def _fresh_seconds(feed: Any) -> int:
    """A day at most: publishers state `ttl` once and forget it."""
    ttl = _whole_number(feed.get("ttl"))
    if ttl:
        return min(ttl * 60, _DAY)
    period = _PERIODS.get(_text(feed.get("sy_updateperiod")).strip().lower(), 0)
    return min(period // max(_whole_number(feed.get("sy_updatefrequency")), 1), _DAY)


def _whole_number(text: object) -> int:
    found = _text(text).strip()[:9]
    return int(found) if found.isascii() and found.isdigit() else 0


def _kind(version: str) -> str:
    if version in _RDF:
        return "rdf"
    return next((kind for kind in ("rss", "atom") if version.startswith(kind)), "unknown")


def _problem(data: Any, kind: str, links: tuple[Link, ...]) -> str:
    fetchable = any_whole(links)
    if not fetchable and kind == "unknown":
        return "This is not a feed."
    if links and not fetchable:
        return "No item of the feed has an address that can be fetched."
    if data.get("bozo") and not isinstance(data.get("bozo_exception"), _HARMLESS):
        return "The feed is not well-formed; what could be recovered was read."
    # That there is nothing to list, for now, is no fault.
    return ""


_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def _links(data: Any, url: str, max_items: int) -> Iterator[Link]:
    language = language_code(_text(data.feed.get("language")))
    for entry in data.entries[:max_items]:
        yield _link(entry, listed_url(_address(entry), url), language)


def _digested(data: Any, url: str) -> Iterator[Link]:
    language = language_code(_text(data.feed.get("language")))
    for entry in data.entries:
        texts = [_text(content.get("value")) for content in entry.get("content") or ()]
        letter = max([*texts, _text(entry.get("summary"))], key=len)
        known = [replace(claim, origin=DateOrigin.LISTING) for claim in _dates(entry)]
        yield from split_digest(
            letter.encode("utf8", "replace"),
            whole_url(_address(entry), url) or url,
            encoding="utf-8",
            dates=tuple(known),
            language=_language(entry) or language,
        )


def _address(entry: Any) -> str:
    """The item's own address. One made from a guid counts only when it is absolute."""
    link = _text(entry.get("feedburner_origlink") or entry.get("link"))
    if entry.get("guidislink") and link == _text(entry.get("id")):
        return link if "://" in link else ""
    return link


def _link(entry: Any, address: str, language: str) -> Link:
    outlet = plain_line(_text((entry.get("source") or {}).get("title")))
    title = without_outlet(plain_line(_text(entry.get("title"))), outlet)
    return Link(
        url=address,
        title=title,
        summary=_summary(entry, title, outlet),
        authors=_authors(entry),
        language=_language(entry) or language,
        dates=_dates(entry),
        outlet=outlet,
        changed_at=moment_of_change(_text(dict.get(entry, "updated"))),
    )


def without_outlet(title: str, outlet: str) -> str:
    """News searches write `Headline - Outlet` and name the outlet once more."""
    for dash in (" - ", " – ", " — ", " | "):
        head, found, tail = title.rpartition(dash)
        if found and head and outlet and fold(tail) == fold(outlet):
            return head.strip()
    return title


def _summary(entry: Any, title: str, outlet: str) -> str:
    """The longest of the texts the item carries, unless it only says its title again."""
    parts = [_text(entry.get("summary"))]
    parts += [_text(content.get("value")) for content in entry.get("content") or ()]
    texts = [plain_text(part)[:MAX_SUMMARY] for part in parts if part]
    longest = max(texts, key=len, default="")
    said = {word.lower() for word in words(f"{title} {outlet}")}
    if count_words(longest) <= len(said) + 3 and said.issuperset(
        word.lower() for word in words(longest)
    ):
        return ""
    return longest


def _authors(entry: Any) -> tuple[str, ...]:
    named = [_text(author.get("name")) for author in entry.get("authors") or ()]
    return tidy_names(
        name for text in named or [_text(entry.get("author"))] for name in split_names(text)
    )


def _language(entry: Any) -> str:
    details = [entry.get("title_detail"), entry.get("summary_detail")]
    named = [_text(entry.get("language"))]
    named += [_text(detail.get("language")) for detail in details if detail]
    return next((code for text in named if (code := language_code(text))), "")


def _dates(entry: Any) -> tuple[DateEvidence, ...]:
    """The publication date; where there is none, what the item has instead: Atom's `updated`,
    which it must have, and Dublin Core's `date`."""
    for key in ("published", "created", "updated"):
        quote = _text(dict.get(entry, key))
        claim = date_claim(quote, DateOrigin.FEED, fuzzy=True)
        if claim is not None:
            return (claim,)
    return ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
