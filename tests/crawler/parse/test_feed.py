"""Feeds: what becomes a link, in plain text, and what hostile ones cannot do."""

import json
import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.dating import DateOrigin
from core.guard import check_url
from crawler.parse.feed import ParsedFeed, parse_feed

URL = "https://news.example.org/feed/"


def rss(items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Grid Daily</title>'
        f"{head}{items}</channel></rss>"
    ).encode()


def item(inner: str, link: str = "https://news.example.org/a") -> str:
    return f"<item><link>{link}</link>{inner}</item>"


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-DE"><title>Netz</title><entry>
<title>Autos speisen ein</title><link href="/2026/autos"/><id>tag:x,2026:1</id>
<updated>2026-02-05T09:00:00Z</updated><published>2026-02-03T23:30:00+01:00</published>
<author><name>Eva Roth</name></author><summary>Kurz.</summary></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example.org/"><title>Old style</title></channel>
<item rdf:about="https://news.example.org/r"><title>Buses</title>
<link>https://news.example.org/r</link><dc:date>2026-01-30</dc:date></item></rdf:RDF>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Data",
        "language": "en-GB",
        "items": [
            {"url": "/j1", "title": "One &amp; two", "content_html": "<p>A.</p><p>B.</p>",
             "authors": [{"name": "Ann Lee"}], "date_published": "2026-02-01T10:00:00Z",
             "date_modified": "2026-02-05T09:00:00Z"},
            {"url": 5, "title": ["no"]},
            "no object",
            {"external_url": "https://a.example/\ud800"},
        ],
    }
).encode()  # fmt: skip


def only(feed: ParsedFeed):  # type: ignore[no-untyped-def]
    assert len(feed.links) == 1, feed
    return feed.links[0]


def test_parse_feed_rss_item_becomes_a_link_with_what_it_says() -> None:
    feed = parse_feed(
        rss(
            item(
                "<title>Ford &amp; grid</title><description>Short.</description>"
                "<content:encoded>&lt;p&gt;First one.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;"
                "</content:encoded><dc:creator>By Ann Lee and Bo Chen</dc:creator>"
                "<pubDate>Tue, 03 Feb 2026 22:15:00 -0500</pubDate>"
            ),
            "<language>en-us</language>",
        ),
        URL,
    )
    link = only(feed)
    assert (feed.kind, feed.title, feed.problem) == ("rss", "Grid Daily", "")
    assert (link.url, link.title) == ("https://news.example.org/a", "Ford & grid")
    assert link.summary == "First one.\n\nSecond."
    assert link.authors == ("Ann Lee", "Bo Chen")
    assert link.language == "en"
    claim = link.dates[0]
    assert (claim.day, claim.origin) == (date(2026, 2, 3), DateOrigin.FEED)
    assert claim.quote == "Tue, 03 Feb 2026 22:15:00 -0500"
    assert claim.at == datetime(2026, 2, 4, 3, 15, tzinfo=UTC)


def test_parse_feed_atom_takes_published_and_joins_the_relative_link() -> None:
    feed = parse_feed(ATOM, URL)
    link = only(feed)
    assert (feed.kind, link.url) == ("atom", "https://news.example.org/2026/autos")
    assert link.dates[0].day == date(2026, 2, 3)
    assert (link.language, link.authors) == ("de", ("Eva Roth",))


def test_parse_feed_rdf_is_read() -> None:
    feed = parse_feed(RDF, URL)
    assert (feed.kind, only(feed).dates[0].day) == ("rdf", date(2026, 1, 30))


def test_parse_feed_json_is_read_and_wrong_types_count_as_absent() -> None:
    feed = parse_feed(JSON, URL, content_type="application/feed+json")
    link, *others = feed.links
    assert (feed.kind, link.url) == ("json", "https://news.example.org/j1")
    assert (link.title, link.summary, link.language) == ("One & two", "A.\n\nB.", "en")
    assert [other.url for other in others] == ["", "", "https://a.example/\ufffd"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "mailto:a@b.example", ""],
)
def test_parse_feed_address_that_is_not_http_stays_as_written(address: str) -> None:
    feed = parse_feed(rss(item("<title>x</title>", address)), URL)
    assert (only(feed).url, only(feed).title) == (address, "x")
    assert "can be fetched" in feed.problem


def test_parse_feed_endless_address_is_cut_and_still_too_long() -> None:
    link = only(parse_feed(rss(item("", "https://news.example.org/" + "a" * 10_000)), URL))
    assert len(link.url) < 3_000
    assert check_url(link.url).code == "too_long"


def test_parse_feed_guid_is_an_address_only_when_it_is_absolute() -> None:
    body = rss("<item><title>x</title><guid>5</guid></item>")
    assert only(parse_feed(body, URL)).url == ""
    absolute = rss("<item><title>x</title><guid>https://news.example.org/5</guid></item>")
    assert only(parse_feed(absolute, URL)).url == "https://news.example.org/5"


@pytest.mark.parametrize(
    ("title", "seen"),
    [
        ("&lt;img src=x onerror=alert(1)&gt;Buses", "Buses"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Buses", "Buses"),
        ("Bu\u200bses\u202e", "Buses"),
        ("5 &lt; 6", "5 < 6"),
        ("&lt;b&gt;Buses&lt;/b&gt; &amp;amp; cars", "Buses & cars"),
    ],
)
def test_parse_feed_title_is_plain_visible_text(title: str, seen: str) -> None:
    assert only(parse_feed(rss(item(f"<title>{title}</title>")), URL)).title == seen


def test_parse_feed_nul_and_controls_do_not_reach_the_title() -> None:
    body = rss(item("<title>Bu\x00s\x08es</title>"))
    assert only(parse_feed(body, URL)).title == "Buses"


@pytest.mark.parametrize("year", ["9999", "1970", "1889"])
def test_parse_feed_impossible_year_is_no_claim(year: str) -> None:
    body = rss(item(f"<pubDate>Tue, 03 Feb {year} 10:00:00 GMT</pubDate>"))
    assert only(parse_feed(body, URL)).dates == ()


def test_parse_feed_news_search_names_the_outlet_once() -> None:
    inner = (
        "<title>Buses feed the grid - Valley Post</title>"
        '<source url="https://valley.example">Valley Post</source>'
        "<description>&lt;a href='https://x.example'&gt;Buses feed the grid&lt;/a&gt;"
        "&amp;nbsp;Valley Post</description>"
    )
    link = only(parse_feed(rss(item(inner)), URL))
    assert (link.title, link.outlet, link.summary) == ("Buses feed the grid", "Valley Post", "")


def test_parse_feed_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SENTINEL")
    body = rss(item("<title>a &x; b</title>")).replace(
        b"<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss'.encode(), 1
    )
    assert "SENTINEL" not in repr(parse_feed(body, URL))


def test_parse_feed_entity_bomb_is_survived_quickly() -> None:
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    body = rss(item("<title>&l9;</title>")).replace(
        b"<rss", f"<!DOCTYPE rss [{levels}]><rss".encode(), 1
    )
    begun = time.process_time()
    assert len(repr(parse_feed(body, URL))) < 10_000
    assert time.process_time() - begun < 1


def test_parse_feed_ill_formed_keeps_what_can_be_recovered() -> None:
    body = rss(
        item("<title>One <b></title>") + item("<title>Q&A</title>", "https://news.example.org/b")
    )
    feed = parse_feed(body.replace(b"</channel></rss>", b""), URL)
    assert [link.title for link in feed.links] == ["One", "Q&A"]
    assert "not well-formed" in feed.problem


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_parse_feed_encodings_give_the_same_title(encoding: str) -> None:
    text = rss(item("<title>Café réseau</title>")).decode()
    body = text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    assert only(parse_feed(body, URL)).title == "Café réseau"


def test_parse_feed_wrong_charset_in_the_header_is_survived() -> None:
    body = rss(item("<title>Café</title>")).replace(b' encoding="UTF-8"', b"")
    feed = parse_feed(body, URL, content_type="text/xml; charset=us-ascii")
    assert only(feed).title == "Café"


@pytest.mark.parametrize("length", [0, 1], ids=["as long as UTF-16 may be", "longer by a byte"])
def test_parse_feed_header_that_says_utf_16_of_utf_8_is_not_believed(length: int) -> None:
    body = rss(item(f"<title>Café</title><!--{'x' * length}-->"))
    feed = parse_feed(body, URL, content_type="application/rss+xml; charset=utf-16")
    assert only(feed).title == "Café"


@pytest.mark.parametrize(
    "number",
    ["#0", "#11", "#x1F", "#xFFFE", "#xD800", "#55296", "#x110000", "#99999999",
     "#x" + "F" * 900, "#" + "9" * 900],
)  # fmt: skip
def test_parse_feed_number_of_no_character_loses_itself_alone(number: str) -> None:
    feed = parse_feed(rss(item(f"<title>Caf&{number};é &#233;</title>")), URL)
    assert only(feed).title == "Café é"
    assert feed.problem == ""


@pytest.mark.parametrize("fault", [b"\xed\xa0\x80", b"\xe2\x80"], ids=["surrogate", "cut off"])
def test_parse_feed_one_fault_in_utf8_does_not_spoil_the_titles(fault: bytes) -> None:
    body = rss(item("<title>Café réseau</title><description>On and on:</description>"))
    feed = parse_feed(body.replace(b"On and on:", b"On and on" + fault), URL)
    link = only(feed)
    assert link.title == "Café réseau"
    assert link.summary.startswith("On and on")


def test_parse_feed_more_items_than_allowed_are_not_read() -> None:
    many = "".join(item("<title>t</title>", f"https://news.example.org/{n}") for n in range(60))
    assert len(parse_feed(rss(many), URL, max_items=25).links) == 25


def test_parse_feed_every_item_is_a_link() -> None:
    items = item("<title>a</title>") + item("<title>b</title>", "https://news.example.org/a#x")
    links = parse_feed(rss(items + item("<title>c</title>", "mailto:x")), URL).links
    assert [link.title for link in links] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (rss(""), ""),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', ""),
        (rss("")[:-12], "not well-formed"),
    ],
)
def test_parse_feed_without_items_is_at_fault_only_when_it_is_broken(
    body: bytes, problem: str
) -> None:
    feed = parse_feed(body, URL)
    assert (feed.links, bool(feed.problem)) == ((), bool(problem))
    assert problem in feed.problem


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b"<html><body>Not found</body></html>", "not a feed"),
        (b"{", "JSON"),
        (b'{"a": 1}', "not a feed"),
        (b"\xff\xfe\x00", "feed"),
    ],
)
def test_parse_feed_what_is_no_feed_says_so(body: bytes, problem: str) -> None:
    feed = parse_feed(body, URL)
    assert feed.links == ()
    assert problem in feed.problem


CORPORA = os.environ.get("DESK_CORPORA", "")


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA, reason="DESK_CORPORA is not set: no foreign feed was read")
def test_parse_feed_foreign_feeds_never_fail() -> None:
    files = sorted((Path(CORPORA) / "feeds").rglob("*.xml"))
    kinds = [parse_feed(path.read_bytes(), URL).kind for path in files]
    assert len(kinds) > 2_500
    assert kinds.count("unknown") < len(kinds) / 100


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", 0),
        ("<ttl>90</ttl>", 5400),
        ("<ttl>999999</ttl>", 86_400),
        ("<ttl>soon</ttl>", 0),
        ("<s:updatePeriod>weekly</s:updatePeriod>", 86_400),
        ("<s:updatePeriod>now and then</s:updatePeriod>", 0),
        (
            "<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>2</s:updateFrequency>",
            43_200,
        ),
    ],
)
def test_feed_says_how_long_it_stays_as_it_is(said: str, seconds: int) -> None:
    syndication = "xmlns:s='http://purl.org/rss/1.0/modules/syndication/'"
    item = "<item><title>A</title><link>https://a.example/1</link></item>"
    body = f"<rss version='2.0' {syndication}><channel><title>T</title>{said}{item}</channel></rss>"
    assert parse_feed(body.encode(), "https://a.example/feed").fresh_seconds == seconds


@pytest.mark.parametrize("body", [ATOM, JSON], ids=["atom", "json"])
def test_parse_feed_entry_changed_since_says_when(body: bytes) -> None:
    first = parse_feed(body, URL).links[0]
    assert first.changed_at == datetime(2026, 2, 5, 9, tzinfo=UTC)


def test_parse_feed_rss_item_says_nothing_of_changes() -> None:
    body = rss(item("<pubDate>Tue, 03 Feb 2026 10:00:00 GMT</pubDate>"))
    assert only(parse_feed(body, URL)).changed_at is None
