"""Which links are worth a request."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from core.article import Link
from core.crawl import Dropped
from core.dating import DateEvidence, DateOrigin
from core.guard import AddressPolicy
from core.source import Source, SourceKind
from core.url import url_key
from core.version import Revisit
from crawler.admission import POSTPONED, Admission, Admitted, Known

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


def test_admit_known_page_is_asked_for_again_when_its_source_calls_it_changed() -> None:
    source = Source(slug="s", name="S", kind=SourceKind.FEED, url="https://maker.example/feed")
    hour = timedelta(hours=1)
    urls = [f"https://maker.example/{n}" for n in range(4)]
    revisits = {
        url_key(url): Revisit(article_id=str(n), since=NOW, due=n != 1)
        for n, url in enumerate(urls)
    }

    async def ask() -> list[object]:
        known = frozenset(url_key(url) for url in [*urls, "https://maker.example/off"])
        admission = Admission(known, AddressPolicy(), revisits, most_revisits=2)
        claims = [
            (urls[0], None),
            (urls[0], NOW),
            (urls[0], NOW + hour),
            (urls[0], NOW + hour),
            (urls[1], NOW + hour),
            (urls[2], NOW + hour),
            (urls[3], NOW + hour),
            ("https://maker.example/off", NOW + hour),
        ]
        links = [Link(url=url, changed_at=at) for url, at in claims]
        return [admission.admit(link, source, NOW) for link in links]

    nothing, the_same, first, again, not_due, second, too_many, off = asyncio.run(ask())
    assert all(isinstance(one, Known) for one in (nothing, the_same, again, off))
    assert isinstance(first, Admitted)
    assert isinstance(second, Admitted)
    assert (first.again, second.again) == ("0", "2")
    assert not_due is POSTPONED
    assert too_many is POSTPONED
