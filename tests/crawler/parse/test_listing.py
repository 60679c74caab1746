"""Listing pages: by selector, and by the block of dated links."""

from datetime import date

import pytest

from core.dating import DateOrigin
from crawler.parse.listing import parse_listing

URL = "https://www.maker.example/newsroom/"

PAGE = b"""<html lang="en-US"><body>
<nav><a href="/about">About us</a> <a href="/jobs">Jobs 2026-01-01</a></nav>
<main><h1>Newsroom</h1><ul>
<li class="card"><time datetime="2026-02-03">3 Feb</time><a href="buses"><img src="x"></a>
  <h3><a href="buses">Buses feed the grid</a></h3><p>Some words.</p></li>
<li class="card"><span>January 28, 2026</span>
  <h3><a href="/newsroom/depot">A depot opens</a></h3></li>
<li class="card"><span>12.01.2026</span>
  <h3><a href="/newsroom/cars">Cars as batteries</a></h3></li>
</ul>
<aside><div><a href="https://elsewhere.example/x">Other site</a> 2026-01-02</div></aside>
<p>See <a href="/contact">contact the press office</a>.</p></main></body></html>"""


def test_parse_listing_without_selector_finds_the_dated_block() -> None:
    links = parse_listing(PAGE, URL)
    assert [(link.url, link.title, link.dates[0].day) for link in links] == [
        ("https://www.maker.example/newsroom/buses", "Buses feed the grid", date(2026, 2, 3)),
        ("https://www.maker.example/newsroom/depot", "A depot opens", date(2026, 1, 28)),
        ("https://www.maker.example/newsroom/cars", "Cars as batteries", date(2026, 1, 12)),
    ]
    assert {link.dates[0].origin for link in links} == {DateOrigin.LISTING}
    assert {link.language for link in links} == {"en"}


@pytest.mark.parametrize("selector", ["li.card h3 a", "li.card", "main ul a[href]"])
def test_parse_listing_selector_may_name_links_or_boxes(selector: str) -> None:
    assert [link.title for link in parse_listing(PAGE, URL, selector=selector)] == [
        "Buses feed the grid",
        "A depot opens",
        "Cars as batteries",
    ]


@pytest.mark.parametrize("selector", ["li..card", "::::", "li[", "//a"])
def test_parse_listing_unreadable_selector_selects_nothing(selector: str) -> None:
    assert parse_listing(PAGE, URL, selector=selector) == ()


def test_parse_listing_bad_address_counts_only_where_it_is_selected() -> None:
    page = b"<ul><li>2026-02-03 <a href='javascript:x()'>A long title here</a></li></ul>"
    assert parse_listing(page, URL) == ()
    (link,) = parse_listing(page, URL, selector="a")
    assert (link.url, link.title) == ("javascript:x()", "A long title here")


def test_parse_listing_selected_box_without_address_is_a_link_without() -> None:
    page = b"<ul><li><a href=/a>One thing happened</a></li><li>Nothing to see</li></ul>"
    links = parse_listing(page, URL, selector="li")
    assert [(link.url, link.title) for link in links] == [
        ("https://www.maker.example/a", "One thing happened"),
        ("", "Nothing to see"),
    ]


def test_parse_listing_same_page_in_two_boxes_is_two_links() -> None:
    top = b"<div id=top><h2><a href=/a>Top story today</a></h2></div>"
    page = top + b"<ul><li><a href=/a>One thing happened</a></li><li><a href=/b>Two</a></li></ul>"
    assert [link.title for link in parse_listing(page, URL, selector="h2 a, li a")] == [
        "Top story today",
        "One thing happened",
        "Two",
    ]


def test_parse_listing_few_without_a_date_come_along_with_the_list() -> None:
    page = PAGE.replace(b"<span>January 28, 2026</span>", b"<span>Reports</span>")
    assert [(link.title, bool(link.dates)) for link in parse_listing(page, URL)] == [
        ("Buses feed the grid", True),
        ("A depot opens", False),
        ("Cars as batteries", True),
    ]
    one_date = page.replace(b"<span>12.01.2026</span>", b"")
    assert [link.title for link in parse_listing(one_date, URL)] == ["Buses feed the grid"]


def test_parse_listing_page_without_dates_gives_nothing_without_selector() -> None:
    page = b"<ul><li><a href='/a'>One thing happened</a></li><li><a href='/b'>Two</a></li></ul>"
    assert parse_listing(page, URL) == ()
    assert len(parse_listing(page, URL, selector="li a")) == 2


@pytest.mark.parametrize("body", [b"", b"\x00", b"plain words", b"<", b"<!-- x -->"])
def test_parse_listing_what_is_no_page_gives_nothing(body: bytes) -> None:
    assert parse_listing(body, URL) == ()
