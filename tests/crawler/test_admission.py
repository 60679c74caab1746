"""Which links are worth a request."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from core.article import Link
from core.crawl import Dropped
from core.dating import DateEvidence, DateOrigin
from core.guard import AddressPolicy
from core.source import Source, SourceKind
from crawler.admission import Admission, Admitted

NOW = datetime(2026, 2, 3, tzinfo=UTC)
NEWS = (DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.SITEMAP),)


def admitted(link: Link, kind: SourceKind = SourceKind.SITEMAP) -> object:
    source = Source(slug="s", name="S", kind=kind, url="https://maker.example/sitemap.xml")

    async def ask() -> object:
        return Admission(frozenset(), AddressPolicy()).admit(link, source, NOW)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["", "/", "/de", "/about", "/about/", "/Impressum.html"])
def test_admit_page_of_the_site_itself_in_a_sitemap_is_dropped(path: str) -> None:
    verdict = admitted(Link(url=f"https://maker.example{path}"))
    assert isinstance(verdict, Dropped)
    assert verdict.code == "no_article"
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize(
    "path", ["/v2g-buses-return", "/news/about", "/?p=123", "/ev9.html", "/m1", "/about-v2g"]
)
def test_admit_article_in_a_sitemap_is_admitted(path: str) -> None:
    assert isinstance(admitted(Link(url=f"https://maker.example{path}")), Admitted)


def test_admit_page_that_a_feed_or_the_news_extension_lists_is_admitted() -> None:
    about = "https://maker.example/about"
    assert isinstance(admitted(Link(url=about), SourceKind.FEED), Admitted)
    assert isinstance(admitted(Link(url=about, dates=NEWS)), Admitted)
