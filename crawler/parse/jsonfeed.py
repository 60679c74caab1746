"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) as links."""

import json
from collections.abc import Iterator
from typing import Any

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from crawler.parse.address import any_whole, listed_url
from crawler.parse.dates import date_claim, moment_of_change
from crawler.parse.decode import decode_page
from crawler.parse.language import language_code
from crawler.parse.names import tidy_names
from crawler.parse.plain import plain_line, plain_text

MAX_SUMMARY = 50_000


def looks_like_json(body: bytes) -> bool:
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json_feed(body: bytes, url: str, max_items: int) -> tuple[str, tuple[Link, ...], str]:
    """Title, links and problem. Whatever in it has the wrong type counts as absent."""
    try:
        data = json.loads(decode_page(body))
    except (ValueError, RecursionError):
        return "", (), "The feed is not readable JSON."
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return "", (), "This is JSON, but not a feed."
    title = plain_line(_text(data.get("title")))
    language = language_code(_text(data.get("language")))
    links = tuple(_links(items[:max_items], url, language))
    if links and not any_whole(links):
        return title, links, "No item of the feed has an address that can be fetched."
    return title, links, ""


def _links(items: list[Any], url: str, language: str) -> Iterator[Link]:
    for item in items:
        if not isinstance(item, dict):
            yield Link(url="")
            continue
        yield Link(
            url=listed_url(_text(item.get("url")) or _text(item.get("external_url")), url),
            title=plain_line(_text(item.get("title"))),
            summary=_summary(item),
            authors=_authors(item),
            language=language_code(_text(item.get("language"))) or language,
            dates=_dates(item),
            changed_at=moment_of_change(_text(item.get("date_modified"))),
        )


def _summary(item: dict[str, Any]) -> str:
    plain = _text(item.get("content_text")), _text(item.get("summary"))
    texts = [plain_text(_text(item.get("content_html"))), *(plain_text(text) for text in plain)]
    return max(texts, key=len)[:MAX_SUMMARY]


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    listed = item.get("authors") or [item.get("author")]
    people = listed if isinstance(listed, list) else [listed]
    return tidy_names(_text(person.get("name")) for person in people if isinstance(person, dict))


def _dates(item: dict[str, Any]) -> tuple[DateEvidence, ...]:
    claim = date_claim(_text(item.get("date_published")), DateOrigin.FEED)
    return (claim,) if claim else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
