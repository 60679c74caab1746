import json
import re
from collections.abc import Callable
from datetime import date
from email.message import Message

import pytest
from lxml import html

from sampleweb.calendar_text import one_year_earlier, write_month
from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.outlets import Outlet, PageTemplate, load_outlets
from sampleweb.server import SampleWeb
from sampleweb.site import build_site

Visit = Callable[..., tuple[int, Message, bytes]]

OUTLETS = {outlet.slug: outlet for outlet in load_outlets()}
HIDING = re.compile(r"display:none|font-size:0|color:#ffffff|left:-9999px")


def marked(trait: Trait, today: date) -> list[SampleArticle]:
    return [article for article in load_articles(today) if trait in article.traits]


def page_of(article: SampleArticle, web: SampleWeb, visit: Visit) -> str:
    status, _, body = visit(web.url(article.outlet, article.path))
    assert status == 200, article.id
    return body.decode()


def json_ld(page: str) -> dict[str, object]:
    (script,) = html.fromstring(page).xpath('//script[@type="application/ld+json"]/text()')
    data: dict[str, object] = json.loads(str(script))
    return data


def test_page_of_every_article_shows_title_and_text(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    for article in load_articles(today):
        if Trait.MISSING in article.traits:
            continue
        page = html.fromstring(page_of(article, web, visit))
        assert page.findtext(".//title") == article.title + OUTLETS[article.outlet].title_suffix
        assert article.title in [heading.text_content() for heading in page.iter("h1")]


@pytest.mark.parametrize(
    ("outlet", "marker"),
    [
        ("gridpost", '"datePublished"'),
        ("voltavenue", "article:published_time"),
        ("stroomblad", "<time datetime="),
        ("prairie-ledger", '<p class="by">'),
        ("ampere-lane", '<p class="release-line">'),
    ],
)
def test_page_each_template_states_its_date_in_its_own_place(
    outlet: str, marker: str, web: SampleWeb, visit: Visit, today: date
) -> None:
    markers = {'"datePublished"', "article:published_time", "<time datetime="}
    article = next(a for a in load_articles(today) if a.outlet == outlet and not a.traits)
    page = page_of(article, web, visit)
    assert marker in page
    assert not [other for other in markers - {marker} if other in page]


def test_page_templates_are_all_in_use() -> None:
    assert {outlet.template for outlet in OUTLETS.values()} == set(PageTemplate)


def test_page_missing_answers_404_though_the_feed_has_it(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    missing = marked(Trait.MISSING, today)
    assert missing
    for article in missing:
        assert visit(web.url(article.outlet, article.path))[0] == 404
        feed = visit(web.url(article.outlet, OUTLETS[article.outlet].offers[0][1]))[2].decode()
        assert article.path in feed


def test_page_undated_shows_no_date_anywhere(web: SampleWeb, visit: Visit, today: date) -> None:
    undated = marked(Trait.UNDATED, today)
    assert undated
    for article in undated:
        status, headers, body = visit(web.url(article.outlet, article.path))
        assert status == 200
        assert "Date" not in headers
        assert "Last-Modified" not in headers
        assert not re.search(r"(?<!-)\b(19|20)\d\d\b", body.decode())
        assert "datePublished" not in body.decode()
        assert "<time" not in body.decode()


def test_page_misdated_states_last_year_beside_this_year(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    misdated = marked(Trait.MISDATED, today)
    assert misdated
    for article in misdated:
        page = page_of(article, web, visit)
        right = article.published.date()
        wrong = one_year_earlier(right)
        assert f'"{wrong.isoformat()}T' in page
        assert right.isoformat() not in page
        assert write_month(right, OUTLETS[article.outlet].date_style) in page


def test_page_misdated_on_leap_day_states_a_day_that_exists() -> None:
    site = build_site(date(2028, 3, 7), 8391)
    answer = site.answers["charge-atlas", "/cape-town-minibus-taxis-v2g"]
    assert b'"datePublished": "2027-02-28T' in answer.body


def test_page_paywalled_says_so_and_keeps_its_text(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    paywalled = marked(Trait.PAYWALLED, today)
    assert paywalled
    for article in paywalled:
        page = page_of(article, web, visit)
        assert json_ld(page)["isAccessibleForFree"] is False
        assert 'class="members-only"' in page
        assert article.body.split("\n\n")[-1][:40] not in page


def test_page_hidden_text_stands_in_hidden_elements_only(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    marked_pages = marked(Trait.HIDDEN_INSTRUCTIONS, today)
    assert marked_pages
    for article in marked_pages:
        tree = html.fromstring(page_of(article, web, visit))
        found = [node for node in tree.iter() if node.text and plain(node.text) in article.hidden]
        assert len(found) == len(article.hidden)
        ways = {HIDING.findall(str(node.get("style")))[0] for node in found}
        assert len(ways) == 4
        assert not any(text in article.body + article.teaser for text in article.hidden)


def plain(text: str) -> str:
    return text.replace("\u200b", "")


def test_page_syndicated_names_the_first_publisher(
    web: SampleWeb, visit: Visit, today: date
) -> None:
    for article in marked(Trait.SYNDICATED, today):
        assert "originally published by Charge Atlas" in page_of(article, web, visit)


@pytest.mark.parametrize(
    "outlet", [o for o in OUTLETS.values() if o.fault is None], ids=lambda outlet: outlet.slug
)
def test_front_page_names_the_feed_and_links_resolve(
    outlet: Outlet, web: SampleWeb, visit: Visit
) -> None:
    status, _, body = visit(web.url(outlet.slug))
    tree = html.fromstring(body.decode())
    assert status == 200
    for href in tree.xpath('//link[@rel="alternate"]/@href'):
        assert visit(web.url(outlet.slug, str(href)))[0] == 200
    if outlet.offers[0][0].source_kind == "feed":
        assert tree.xpath('//link[@rel="alternate"]/@href') == [outlet.offers[0][1]]
    assert visit(web.url(outlet.slug, "/about"))[0] == 200


def test_page_picture_is_served(web: SampleWeb, visit: Visit, today: date) -> None:
    article = load_articles(today)[0]
    status, headers, body = visit(web.url(article.outlet, f"/media/{article.slug}.svg"))
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<svg")
