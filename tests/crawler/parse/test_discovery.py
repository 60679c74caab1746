"""What a document says could be polled: feeds, sitemaps, itself."""

import pytest

from core.discovery import Candidate, FoundBy, name_of_host, preferred
from core.source import SourceKind
from crawler.parse.discovery import find_candidates, robots_sitemaps, usual_places

URL = "https://news.gridpost.example/v2g/"

PAGE = b"""<html lang="en"><head><title>Grid Post</title>
<link rel="alternate" type="application/rss+xml" title="All of it" href="/feed/">
<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="/atom.xml">
<link rel="alternate" type="application/feed+json" href="https://cdn.example/feed.json">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" type="application/rss+xml" href="/style">
</head><body><nav><a href="/v2g/rss">RSS</a> <a href="https://other.example/feed">Theirs</a>
<a href="/feeding-the-grid">Feeding the grid</a> <a href="/?feed=rss2">More</a>
<a href="javascript:alert(1)//feed/">No</a></nav></body></html>"""

DATED = b"".join(
    b'<li><a href="/v2g/%d">Buses feed the grid again</a> <time datetime="2026-02-0%d"></time>'
    b"</li>" % (day, day)
    for day in (1, 2, 3)
)
RSS = b"""<rss version="2.0"><channel><title>Grid Post</title><link>https://a.example</link>
<item><title>One</title><link>https://a.example/1</link></item></channel></rss>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://a.example/1</loc></url></urlset>"""


def found(body: bytes) -> list[tuple[FoundBy, str]]:
    return [(one.found_by, one.url) for one in find_candidates(body, URL)]


def test_page_with_feeds_names_them_then_links_that_look_like_feeds() -> None:
    host = "https://news.gridpost.example"
    assert found(PAGE) == [
        (FoundBy.NAMED, f"{host}/feed/"),
        (FoundBy.NAMED, f"{host}/atom.xml"),
        (FoundBy.NAMED, "https://cdn.example/feed.json"),
        (FoundBy.LINKED, f"{host}/v2g/rss"),
        (FoundBy.LINKED, f"{host}/?feed=rss2"),
    ]
    assert find_candidates(PAGE, URL)[0].title == "All of it"


def test_page_with_dated_links_is_a_list_by_its_title() -> None:
    body = b"<html><title>News | Grid Post</title><body><ul>" + DATED + b"</ul></body></html>"
    (candidate,) = find_candidates(body, URL)
    assert (candidate.kind, candidate.url) == (SourceKind.LISTING, URL)
    assert (candidate.found_by, candidate.title) == (FoundBy.LISTING, "News | Grid Post")


def test_page_with_a_base_resolves_feeds_against_it() -> None:
    body = (
        b'<html><head><base href="https://b.example/x/">'
        b'<link rel="alternate" type="application/rss+xml" href="f"></head></html>'
    )
    assert found(body) == [(FoundBy.NAMED, "https://b.example/x/f")]


@pytest.mark.parametrize(
    ("body", "kind"), [(RSS, SourceKind.FEED), (SITEMAP, SourceKind.SITEMAP)], ids=["feed", "map"]
)
def test_feed_or_sitemap_is_the_only_candidate_itself(body: bytes, kind: SourceKind) -> None:
    (candidate,) = find_candidates(body, URL)
    assert (candidate.kind, candidate.url, candidate.found_by) == (kind, URL, FoundBy.ITSELF)


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"plain words", b"<html></html>", b"{}"])
def test_document_without_links_has_no_candidates(body: bytes) -> None:
    assert find_candidates(body, URL) == ()


def test_robots_names_sitemaps_once_and_whole() -> None:
    body = b"\xef\xbb\xbfUser-agent: *\nSitemap: /a.xml\nsitemap: https://s.example/b.xml\n"
    body += b"Sitemap: /a.xml\nSitemap: file:///etc/passwd\n"
    named = robots_sitemaps(body, "https://a.example/robots.txt")
    assert [one.url for one in named] == ["https://a.example/a.xml", "https://s.example/b.xml"]


def test_usual_places_are_of_the_same_host() -> None:
    places = [one.url for one in usual_places(URL)]
    assert places[0] == "https://news.gridpost.example/feed"
    assert len(places) == 4


def test_preferred_takes_each_once_best_first_and_keeps_the_list() -> None:
    def one(path: str, by: FoundBy) -> Candidate:
        return Candidate(kind=SourceKind.FEED, url=f"https://a.example{path}", found_by=by)

    many = [one(f"/{number}", FoundBy.USUAL) for number in range(9)]
    many += [one("/", FoundBy.LISTING), one("/feed/", FoundBy.LINKED), one("/feed", FoundBy.NAMED)]
    chosen = preferred(many, 4)
    assert [(c.url[17:], c.found_by) for c in chosen] == [
        ("/feed", FoundBy.NAMED),
        ("/0", FoundBy.USUAL),
        ("/1", FoundBy.USUAL),
        ("/", FoundBy.LISTING),
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.gridpost.example/feed", "gridpost"),
        ("https://news.gridpost.example/", "gridpost"),
        ("http://localhost:8000/", "localhost"),
        ("https://press.example/", "press"),
    ],
)
def test_name_of_host_leaves_out_what_names_no_outlet(url: str, name: str) -> None:
    assert name_of_host(url) == name
