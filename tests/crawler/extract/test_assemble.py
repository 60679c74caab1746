"""What of an article comes from its page, and what from its source."""

from datetime import UTC, date, datetime

import pytest

from core.article import Completeness, Link
from core.dating import DateEvidence, DateOrigin
from core.place import Region
from core.source import Source, SourceKind
from core.url import url_key
from crawler.extract.assemble import full_article, name_outlet, partial_article
from crawler.extract.page import ExtractedPage, extract_page

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
SOURCE = Source(
    slug="grid",
    name="Grid",
    kind=SourceKind.FEED,
    url="https://grid.example/feed",
    region_hint=Region.GLOBAL,
    language="en",
)
FED = DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.FEED, quote="2 Feb 2026")
MARKED = DateEvidence(day=date(2026, 2, 1), origin=DateOrigin.JSON_LD, quote="2026-02-01")
LINK = Link(
    url="https://grid.example/a?utm_source=x",
    title="Listed",
    summary="The feed's text.",
    dates=(FED,),
)


def test_full_article_page_goes_before_the_source() -> None:
    page = ExtractedPage(
        title="Printed",
        text="Body.",
        dates=(MARKED,),
        canonical_url="https://grid.example/a",
        section="Energy",
    )
    article = full_article(
        page, LINK, SOURCE, final_url="https://grid.example/b", fetched_at=NOW, first_seen_at=NOW
    )
    assert (article.title, article.text, article.summary) == ("Printed", "Body.", LINK.summary)
    assert (article.url, article.article_id) == (
        "https://grid.example/a",
        url_key("https://grid.example/a"),
    )
    assert article.dates == (MARKED, FED)
    assert (article.language, article.region_hint) == ("en", Region.GLOBAL)
    assert article.completeness is Completeness.FULL
    assert article.listed_url == LINK.url
    assert article.section == "Energy"


def test_full_article_without_canonical_is_known_by_where_it_ended() -> None:
    article = full_article(
        ExtractedPage(text="Body."),
        LINK,
        SOURCE,
        final_url="https://grid.example/b#x",
        fetched_at=NOW,
        first_seen_at=NOW,
    )
    assert (article.url, article.title) == ("https://grid.example/b", "Listed")


def test_full_article_canonical_of_another_site_is_no_address_of_ours() -> None:
    head = b'<link rel="canonical" href="https://wire.example/original">'
    body = b"<article><h1>Buses feed the grid</h1><p>" + b"Buses feed the grid. " * 30 + b"</p>"
    page = extract_page(b"<html><head>" + head + b"</head><body>" + body, "https://grid.example/a")
    article = full_article(
        page, LINK, SOURCE, final_url="https://grid.example/a", fetched_at=NOW, first_seen_at=NOW
    )
    assert (article.url, article.credit) == ("https://grid.example/a", "wire.example")
    assert article.article_id == url_key("https://grid.example/a")


@pytest.mark.parametrize(
    ("said", "url", "named"),
    [
        ("The Printed Name", "https://grid.example/a", "The Printed Name"),
        ("", "https://grid.example/a", SOURCE.name),
        ("grid.example:8080", "https://grid.example/a", SOURCE.name),
        ("", "https://www.other.example/a", "other.example"),
    ],
)
def test_name_outlet_page_then_source_of_its_site_then_host(
    said: str, url: str, named: str
) -> None:
    assert name_outlet(said, SOURCE, url) == named


@pytest.mark.parametrize("said", ["", "grid.example"])
def test_name_outlet_page_that_says_none_goes_by_its_list(said: str) -> None:
    url = "https://grid.example/a"
    assert name_outlet(said, SOURCE, url, listed="Other Name") == "Other Name"
    assert name_outlet("The Printed Name", SOURCE, url, listed="Other Name") == "The Printed Name"


def test_partial_article_keeps_the_source_text_and_says_why() -> None:
    article = partial_article(
        LINK,
        SOURCE,
        code="http_404",
        reason="The page answers 404.",
        fetched_at=NOW,
        first_seen_at=NOW,
    )
    assert (article.completeness, article.partial_code) == (Completeness.PARTIAL, "http_404")
    assert article.partial_reason == "The page answers 404."
    assert (article.text, article.url) == ("The feed's text.", "https://grid.example/a")
    assert article.dates == (FED,)
