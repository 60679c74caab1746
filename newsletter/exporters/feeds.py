"""Finished editions as a feed, RSS 2.0 or Atom: whole texts, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from enum import StrEnum

from lxml import etree

from core.clock import as_utc
from core.edition import EditionDocument
from core.text import clean_line
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.paste import edition_html
from newsletter.merge_tags import disarm

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


class FeedFormat(StrEnum):
    RSS = "rss"
    ATOM = "atom"

    @property
    def media_type(self) -> str:
        return f"application/{self.value}+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An edition as it left. `url` is where readers find it, empty when that is not known."""

    document: EditionDocument
    left_at: datetime
    url: str = ""

    @property
    def changed_at(self) -> datetime:
        """When it left, or was last corrected."""
        corrected = self.document.corrected_on
        if corrected is None:
            return as_utc(self.left_at)
        return max(as_utc(self.left_at), datetime.combine(corrected, time(), UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """`home` is the newsletter's own address, empty when it has none."""

    title: str
    home: str
    entries: tuple[FeedEntry, ...]


def render_feed(feed: Feed, format: FeedFormat) -> bytes:  # noqa: A002
    """Pure: the same feed gives the same bytes."""
    root = _rss(feed) if format is FeedFormat.RSS else _atom(feed)
    rendered: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return rendered


def _rss(feed: Feed) -> etree._Element:
    root = etree.Element("rss", nsmap={"content": _CONTENT})
    root.set("version", "2.0")
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", print_address(feed.home))
    _add(channel, "description", f"Editions of {clean_line(feed.title)}")
    if feed.entries:
        _add(channel, "lastBuildDate", format_datetime(_newest(feed.entries)))
    for entry in feed.entries:
        _rss_item(etree.SubElement(channel, "item"), entry)
    return root


def _rss_item(item: etree._Element, entry: FeedEntry) -> None:
    document = entry.document
    _add(item, "title", _title(document))
    if print_address(entry.url):
        _add(item, "link", print_address(entry.url))
    guid = _add(item, "guid", _identity(document))
    guid.set("isPermaLink", "false")
    _add(item, "pubDate", format_datetime(as_utc(entry.left_at)))
    _add(item, "description", preheader(document))
    _add(item, f"{{{_CONTENT}}}encoded", edition_html(document))


def _atom(feed: Feed) -> etree._Element:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(root, f"{{{_ATOM}}}title", feed.title)
    _add(root, f"{{{_ATOM}}}id", f"urn:finds-desk:{_plain_name(feed)}")
    updated = _newest(feed.entries) if feed.entries else datetime(1970, 1, 1, tzinfo=UTC)
    _add(root, f"{{{_ATOM}}}updated", updated.isoformat())
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, f"{{{_ATOM}}}name", feed.title)
    _link(root, feed.home)
    for entry in feed.entries:
        _atom_entry(etree.SubElement(root, f"{{{_ATOM}}}entry"), entry)
    return root


def _atom_entry(item: etree._Element, entry: FeedEntry) -> None:
    document = entry.document
    _add(item, f"{{{_ATOM}}}title", _title(document))
    _add(item, f"{{{_ATOM}}}id", _identity(document))
    _link(item, entry.url)
    _add(item, f"{{{_ATOM}}}published", as_utc(entry.left_at).isoformat())
    _add(item, f"{{{_ATOM}}}updated", entry.changed_at.isoformat())
    _add(item, f"{{{_ATOM}}}summary", preheader(document))
    content = _add(item, f"{{{_ATOM}}}content", edition_html(document))
    content.set("type", "html")


def _link(parent: etree._Element, address: str) -> None:
    if print_address(address):
        link = etree.SubElement(parent, f"{{{_ATOM}}}link")
        link.set("rel", "alternate")
        link.set("href", print_address(address))


def _title(document: EditionDocument) -> str:
    corrected = " (corrected)" if document.corrected_on else ""
    return f"{document.number}{corrected}"


def _identity(document: EditionDocument) -> str:
    """The same before and after a correction: a reader's program takes it for the same entry."""
    return f"urn:finds-desk:{file_stem(document)}"


def _plain_name(feed: Feed) -> str:
    return file_stem(feed.entries[0].document).split("-volume-")[0] if feed.entries else "editions"


def _newest(entries: Sequence[FeedEntry]) -> datetime:
    return max(entry.changed_at for entry in entries)


def _add(parent: etree._Element, tag: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, tag)
    # Titles lose what no XML may hold; a lone half of a surrogate pair cannot be written at all.
    visible = text if "\n" in text else clean_line(text)
    child.text = disarm(visible).encode("utf8", "replace").decode()
    return child
