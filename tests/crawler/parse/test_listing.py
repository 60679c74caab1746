"""Listing pages: by selector, and by the block of dated links."""

from datetime import date

import pytest

from core.article import Link
from core.dating import DateOrigin
from crawler.parse.listing import parse_listing

URL = "https://www.maker.example/newsroom/"


def links_of(body: bytes, url: str, *, selector: str = "") -> tuple[Link, ...]:
    return parse_listing(body, url, selector=selector).links


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
    links = links_of(PAGE, URL)
    assert [(link.url, link.title, link.dates[0].day) for link in links] == [
        ("https://www.maker.example/newsroom/buses", "Buses feed the grid", date(2026, 2, 3)),
        ("https://www.maker.example/newsroom/depot", "A depot opens", date(2026, 1, 28)),
        ("https://www.maker.example/newsroom/cars", "Cars as batteries", date(2026, 1, 12)),
    ]
    assert {link.dates[0].origin for link in links} == {DateOrigin.LISTING}
    assert {link.language for link in links} == {"en"}


@pytest.mark.parametrize("selector", ["li.card h3 a", "li.card", "main ul a[href]"])
def test_parse_listing_selector_may_name_links_or_boxes(selector: str) -> None:
    assert [link.title for link in links_of(PAGE, URL, selector=selector)] == [
        "Buses feed the grid",
        "A depot opens",
        "Cars as batteries",
    ]


@pytest.mark.parametrize("selector", ["li..card", "::::", "li[", "//a"])
def test_parse_listing_unreadable_selector_selects_nothing(selector: str) -> None:
    assert links_of(PAGE, URL, selector=selector) == ()


def test_parse_listing_bad_address_counts_only_where_it_is_selected() -> None:
    page = b"<ul><li>2026-02-03 <a href='javascript:x()'>A long title here</a></li></ul>"
    assert links_of(page, URL) == ()
    (link,) = links_of(page, URL, selector="a")
    assert (link.url, link.title) == ("javascript:x()", "A long title here")


def test_parse_listing_selected_box_without_address_is_a_link_without() -> None:
    page = b"<ul><li><a href=/a>One thing happened</a></li><li>Nothing to see</li></ul>"
    links = links_of(page, URL, selector="li")
    assert [(link.url, link.title) for link in links] == [
        ("https://www.maker.example/a", "One thing happened"),
        ("", "Nothing to see"),
    ]


def test_parse_listing_same_page_in_two_boxes_is_two_links() -> None:
    top = b"<div id=top><h2><a href=/a>Top story today</a></h2></div>"
    page = top + b"<ul><li><a href=/a>One thing happened</a></li><li><a href=/b>Two</a></li></ul>"
    assert [link.title for link in links_of(page, URL, selector="h2 a, li a")] == [
        "Top story today",
        "One thing happened",
        "Two",
    ]


def test_parse_listing_few_without_a_date_come_along_with_the_list() -> None:
    page = PAGE.replace(b"<span>January 28, 2026</span>", b"<span>Reports</span>")
    assert [(link.title, bool(link.dates)) for link in links_of(page, URL)] == [
        ("Buses feed the grid", True),
        ("A depot opens", False),
        ("Cars as batteries", True),
    ]
    one_date = page.replace(b"<span>12.01.2026</span>", b"")
    assert [link.title for link in links_of(one_date, URL)] == ["Buses feed the grid"]


def test_parse_listing_page_without_dates_gives_nothing_without_selector() -> None:
    page = b"<ul><li><a href='/a'>One thing happened</a></li><li><a href='/b'>Two</a></li></ul>"
    assert links_of(page, URL) == ()
    assert len(links_of(page, URL, selector="li a")) == 2


@pytest.mark.parametrize("body", [b"", b"\x00", b"plain words", b"<", b"<!-- x -->"])
def test_parse_listing_what_is_no_page_gives_nothing(body: bytes) -> None:
    assert links_of(body, URL) == ()


def _board(news: int, events: int, tag: str = "ul") -> bytes:
    """A page with a list of news and, below, a calendar."""
    items = [
        "".join(
            f"<li><time>2026-02-{day:02}</time> <a href='/{kind}/{day}'>A {kind} of {day}</a></li>"
            for day in range(1, count + 1)
        )
        for kind, count in (("news", news), ("event", events))
    ]
    return (
        f"<body><main><section><{tag}>{items[0]}</{tag}></section></main>"
        f"<aside><ol>{items[1]}</ol></aside></body>"
    ).encode()


def _kinds(page: bytes, place: str) -> tuple[set[str], str]:
    found = parse_listing(page, URL, place=place)
    return {link.title.split()[1] for link in found.links}, found.place


def test_parse_listing_place_found_once_stays_while_something_else_grows() -> None:
    kinds, place = _kinds(_board(6, 3), "")
    assert kinds == {"news"}
    assert _kinds(_board(6, 9), "") != (kinds, place)
    assert _kinds(_board(6, 9), place) == (kinds, place)


def test_parse_listing_place_that_is_gone_is_found_anew() -> None:
    _, place = _kinds(_board(6, 3), "")
    kinds, anew = _kinds(_board(6, 3, tag="div"), place)
    assert kinds == {"news"}
    assert anew != place
    assert _kinds(_board(1, 9), place)[0] == {"event"}
    assert _kinds(b"<p>Nothing.</p>", place) == (set(), "")
