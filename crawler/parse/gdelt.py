"""What the GDELT DOC 2.0 API answers (`mode=artlist`, `format=json`) as links."""

import json
from collections.abc import Iterator
from typing import Any

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from crawler.parse.address import listed_url
from crawler.parse.dates import date_claim
from crawler.parse.decode import decode_page
from crawler.parse.plain import plain_line

GDELT = "api.gdeltproject.org"

# The API names languages in English.
_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "dutch": "nl", "swedish": "sv", "danish": "da", "norwegian": "no", "chinese": "zh",
    "japanese": "ja", "portuguese": "pt", "korean": "ko", "polish": "pl", "finnish": "fi",
}  # fmt: skip


def read_gdelt(body: bytes, url: str, max_items: int) -> tuple[tuple[Link, ...], str]:
    """Links and problem. The API answers faults as plain text with status 200."""
    try:
        data = json.loads(decode_page(body))
    except (ValueError, RecursionError):
        said = plain_line(decode_page(body[:400]))
        return (), f"GDELT did not answer with a list: “{said[:200]}”"
    articles = data.get("articles") if isinstance(data, dict) else None
    if articles is None and data == {}:
        return (), ""
    if not isinstance(articles, list):
        return (), "This is JSON, but no list of articles."
    return tuple(_links(articles[:max_items], url)), ""


def _links(articles: list[Any], url: str) -> Iterator[Link]:
    for article in articles:
        if isinstance(article, dict):
            yield Link(
                url=listed_url(_text(article.get("url")), url),
                title=plain_line(_text(article.get("title"))),
                language=_LANGUAGES.get(_text(article.get("language")).lower(), ""),
                dates=_seen(_text(article.get("seendate"))),
            )


def _seen(stamp: str) -> tuple[DateEvidence, ...]:
    """GDELT says when it saw the page, which is soon after it was published."""
    claim = date_claim(stamp, DateOrigin.LISTING)
    return (claim,) if claim else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
