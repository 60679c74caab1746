import gzip
import json
from collections.abc import Callable
from datetime import date
from email.message import Message
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from lxml import etree

from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.outlets import Offer, Outlet, load_outlets
from sampleweb.server import SampleWeb

Visit = Callable[..., tuple[int, Message, bytes]]

LIVE = [outlet for outlet in load_outlets() if outlet.fault is None]
XML_FEEDS = {Offer.RSS: "rss20", Offer.ATOM: "atom10", Offer.RDF: "rss10"}
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def offering(*offers: Offer) -> list[Outlet]:
    return [outlet for outlet in LIVE if outlet.offers[0][0] in offers]


def articles_of(outlet: Outlet, today: date) -> list[SampleArticle]:
    own = [article for article in load_articles(today) if article.outlet == outlet.slug]
    return [article for article in own if Trait.UNLISTED not in article.traits]


@pytest.mark.parametrize("outlet", offering(*XML_FEEDS), ids=lambda outlet: outlet.slug)
def test_feed_parses_with_every_article(
    outlet: Outlet, web: SampleWeb, visit: Visit, today: date
) -> None:
    offer, path = outlet.offers[0]
    status, headers, body = visit(web.url(outlet.slug, path))
    feed = feedparser.parse(body, response_headers={"content-type": headers["Content-Type"]})
    expected = articles_of(outlet, today)
    assert status == 200
    assert not feed.bozo
    assert feed.version == XML_FEEDS[offer]
    assert feed.feed.title == outlet.name
    assert [entry.title for entry in feed.entries] == [article.title for article in expected]
    for entry, article in zip(feed.entries, expected, strict=True):
        assert urlsplit(entry.link).path == article.path
        stated = entry.get("published_parsed") or entry.get("updated_parsed")
        if Trait.UNDATED in article.traits:
            assert stated is None
        else:
            assert stated[:5] == article.published.timetuple()[:5]


def test_json_feed_holds_every_article(web: SampleWeb, visit: Visit, today: date) -> None:
    (outlet,) = offering(Offer.JSONFEED)
    _, headers, body = visit(web.url(outlet.slug, outlet.offers[0][1]))
    feed = json.loads(body)
    assert headers["Content-Type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == [
        article.title for article in articles_of(outlet, today)
    ]


@pytest.mark.parametrize(
    "outlet", offering(Offer.SITEMAP, Offer.SITEMAP_GZ), ids=lambda outlet: outlet.slug
)
def test_sitemap_index_leads_to_every_article(
    outlet: Outlet, web: SampleWeb, visit: Visit, today: date
) -> None:
    _, _, index = visit(web.url(outlet.slug, outlet.offers[0][1]))
    maps = etree.fromstring(index).xpath("//s:loc/text()", namespaces=NAMESPACES)
    (news_url,) = [str(url) for url in maps if "news" in str(url)]
    _, _, body = visit(news_url)
    if outlet.offers[0][0] is Offer.SITEMAP_GZ:
        assert news_url.endswith(".gz")
        body = gzip.decompress(body)
    tree = etree.fromstring(body)
    paths = [urlsplit(str(loc)).path for loc in tree.xpath("//s:loc/text()", namespaces=NAMESPACES)]
    assert paths == [article.path for article in articles_of(outlet, today)]
    assert len(tree.xpath("//n:publication_date", namespaces=NAMESPACES)) == len(paths)


@pytest.mark.parametrize("outlet", offering(Offer.LISTING), ids=lambda outlet: outlet.slug)
def test_listing_links_every_article(
    outlet: Outlet, web: SampleWeb, visit: Visit, today: date
) -> None:
    _, _, body = visit(web.url(outlet.slug, outlet.offers[0][1]))
    for article in articles_of(outlet, today):
        assert f'href="{article.path}"' in body.decode()


def test_feed_tracked_links_lead_to_the_page(web: SampleWeb, visit: Visit) -> None:
    _, _, body = visit(web.url("islandgrid", "/feed.xml"))
    entry = feedparser.parse(body).entries[0]
    assert parse_qs(urlsplit(entry.link).query)["utm_source"] == ["rss"]
    assert "utm_" not in entry.id
    status, _, page = visit(entry.link)
    assert status == 200
    assert f'<link rel="canonical" href="{entry.id}">' in page.decode()


def test_feed_of_the_wire_carries_full_text(web: SampleWeb, visit: Visit) -> None:
    _, _, body = visit(web.url("wirepoint", "/rss/energy.xml"))
    for entry in feedparser.parse(body).entries:
        assert len(entry.content[0].value) > 800


def test_robots_of_dockets_daily_forbids_a_feed_item(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    _, _, body = visit(web.url("dockets-daily", "/robots.txt"))
    assert "Disallow: /subscribers/" in body.decode()
    hidden = [a for a in load_articles(today) if Trait.DISALLOWED in a.traits]
    assert [article.path.startswith("/subscribers/") for article in hidden] == [True]


def test_robots_names_the_sitemap(web: SampleWeb, visit: Visit) -> None:
    _, _, body = visit(web.url("kyokai-tech", "/robots.txt"))
    assert f"Sitemap: {web.url('kyokai-tech', '/sitemap.xml')}" in body.decode()


def test_unlisted_article_answers_at_its_address_and_is_named_nowhere(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    (unlisted,) = (a for a in load_articles(today) if Trait.UNLISTED in a.traits)
    outlet = next(one for one in load_outlets() if one.slug == unlisted.outlet)
    assert visit(web.url(outlet.slug, unlisted.path))[0] == 200
    for path in ("/", *(path for _, path in outlet.offers)):
        assert unlisted.slug.encode() not in visit(web.url(outlet.slug, path))[2]
