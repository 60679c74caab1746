"""What platforms hand out: a WordPress export file (WXR), a beehiiv export of posts (CSV)."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lxml import etree

from newsletter.archive.blocks import Page, make_link
from newsletter.archive.dates import date_inside
from newsletter.archive.markup import read_html

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MOST_FIELD = 5_000_000
_TITLES = ("web_title", "title", "post_title", "subject", "email_subject_line")
_BODIES = ("content_html", "html", "body", "content", "post_content")
_ADDRESSES = ("url", "web_url", "link", "permalink")
_DAYS = ("publish_date", "published_at", "displayed_date", "date", "created_at")
_STATES = ("status", "state")
_FINISHED = frozenset({"", "publish", "published", "confirmed", "sent", "private"})


class Post(NamedTuple):
    """One post of an export; `problem` says why its page could not be read."""

    title: str
    page: Page
    problem: str = ""


def read_wordpress(data: bytes) -> tuple[Post, ...]:
    """The published posts and pages of a WXR file. Entities are not expanded and nothing is
    loaded. Raises `ValueError` when it is no such file."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The XML breaks off or is wrong: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("It declares a document type; an export file of WordPress has none.")
    items = root.findall("./channel/item")
    if root.tag != "rss" or not items:
        raise ValueError("It is no export file of WordPress: it holds no items.")
    return tuple(post for item in items for post in _wordpress_post(item))


def read_beehiiv(text: str) -> tuple[Post, ...]:
    """The sent posts of a CSV. Raises `ValueError` when no column holds their text."""
    try:
        csv.field_size_limit(_MOST_FIELD)
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(f"The table breaks off or is wrong: {error}.") from error
    if not rows or not _column(rows[0], _BODIES):
        raise ValueError("No column of the table holds the text of a post.")
    return tuple(post for row in rows for post in _table_post(row))


def _wordpress_post(item: etree._Element) -> Iterator[Post]:
    kind = _own(item, "post_type")
    if kind not in ("", "post", "page", "newsletter") or _own(item, "status") not in _FINISHED:
        return
    title = (item.findtext("title") or "").strip()
    yield _post(
        title=title,
        body=_paragraphs(item.findtext(_CONTENT) or ""),
        url=item.findtext("link") or "",
        day=_own(item, "post_date") or item.findtext("pubDate") or "",
    )


def _own(item: etree._Element, name: str) -> str:
    """WordPress's own fields; their namespace carries the version of the format."""
    for child in item:
        if isinstance(child.tag, str) and child.tag.endswith(f"/}}{name}"):
            return (child.text or "").strip()
    return ""


def _table_post(row: dict[str, str]) -> Iterator[Post]:
    if _column(row, _STATES).lower() in _FINISHED:
        yield _post(
            title=_column(row, _TITLES),
            body=_column(row, _BODIES),
            url=_column(row, _ADDRESSES),
            day=_column(row, _DAYS),
        )


def _column(row: dict[str, str], names: tuple[str, ...]) -> str:
    plain = {re.sub(r"\W+", "_", key.strip().lower()): value for key, value in row.items() if key}
    return next((plain[name].strip() for name in names if plain.get(name)), "")


def _post(*, title: str, body: str, url: str, day: str) -> Post:
    link = make_link("", url)
    try:
        page = read_html(f"<body>{body}</body>")
    except ValueError as error:
        return Post(title, Page(blocks=()), str(error))
    page = replace(page, title=title, url=link.url if link else page.url)
    return Post(title, replace(page, dated=_day(day) or page.dated))


def _day(text: str) -> date | None:
    return date_inside(text.replace("T", " "))


def _paragraphs(body: str) -> str:
    """WordPress keeps a blank line where the page has a paragraph, unless blocks mark them."""
    if re.search(r"<p[ >]|<!-- wp:", body):
        return body
    return re.sub(r"\n\s*\n", "<p>", body)
