"""What reading processes are called to do. The process that fetches passes these on by name, and
loads none of the libraries that read, which took half of a crawl's start."""

from datetime import datetime

from core.article import Article, Link
from core.discovery import Look
from core.source import Source
from crawler.document import Document, Listed


def read_source(document: Document, source: Source, most: int, place: str = "") -> Listed:
    from crawler import reading  # noqa: PLC0415

    return reading.read_source(document, source, most, place)


def look_at(document: Document, source: Source) -> Look:
    from crawler import looking  # noqa: PLC0415

    return looking.look_at(document, source)


def read_page(
    document: Document, link: Link, source: Source, fetched_at: datetime, first_seen_at: datetime
) -> Article:
    from crawler import reading  # noqa: PLC0415

    return reading.read_page(document, link, source, fetched_at, first_seen_at)
