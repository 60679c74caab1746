"""Sitemaps: indexes, news dates, gzip, and hostile ones."""

import gzip
import time
from datetime import UTC, date, datetime
from pathlib import Path

from core.dating import DateOrigin
from crawler.parse.sitemap import MAX_BYTES, parse_sitemap

URL = "https://news.example.org/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(inner: str, head: str = "") -> bytes:
    return f"{head}<urlset {NS} {NEWS}>{inner}</urlset>".encode()


def test_parse_sitemap_index_names_its_children() -> None:
    body = f"<sitemapindex {NS}><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>".encode()
    assert parse_sitemap(body, URL).children == ("https://news.example.org/news.xml",)


def test_parse_sitemap_news_extension_gives_title_outlet_and_date() -> None:
    body = urlset(
        "<url><loc>https://news.example.org/a</loc><lastmod>2026-02-09</lastmod><news:news>"
        "<news:publication><news:name>Grid Daily</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2026-02-03T10:00:00Z</news:publication_date>"
        "<news:title>Buses &amp; grid</news:title></news:news></url>"
    )
    (link,) = parse_sitemap(body, URL).links
    assert (link.title, link.outlet, link.language) == ("Buses & grid", "Grid Daily", "en")
    assert [(claim.day, claim.origin) for claim in link.dates] == [
        (date(2026, 2, 3), DateOrigin.SITEMAP)
    ]


def test_parse_sitemap_lastmod_is_no_publication_date() -> None:
    body = urlset("<url><loc>https://news.example.org/a</loc><lastmod>2026-02-09</lastmod></url>")
    (link,) = parse_sitemap(body, URL).links
    assert link.dates == ()
    assert link.changed_at == datetime(2026, 2, 9, tzinfo=UTC)


def test_parse_sitemap_gzip_is_unpacked_here() -> None:
    body = gzip.compress(urlset("<url><loc>/a</loc></url>"))
    assert parse_sitemap(body, URL).links[0].url == "https://news.example.org/a"


def test_parse_sitemap_gzip_bomb_is_cut_and_said() -> None:
    begun = time.process_time()
    parsed = parse_sitemap(gzip.compress(b" " * (MAX_BYTES + 1)), URL)
    assert "50 MB" in parsed.problem
    assert time.process_time() - begun < 5


def test_parse_sitemap_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://news.example.org/SENTINEL")
    head = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parsed = parse_sitemap(urlset("<url><loc>&x;</loc></url>", head), URL)
    assert "SENTINEL" not in repr(parsed)


def test_parse_sitemap_entity_bomb_is_survived_quickly() -> None:
    levels = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    begun = time.process_time()
    parsed = parse_sitemap(urlset("<url><loc>&l9;</loc></url>", f"<!DOCTYPE u [{levels}]>"), URL)
    assert [link.url for link in parsed.links] == [""]
    assert time.process_time() - begun < 5


def test_parse_sitemap_plain_list_of_addresses_is_read() -> None:
    body = b"https://news.example.org/a\nhttps://news.example.org/b\n"
    assert len(parse_sitemap(body, URL).links) == 2


def test_parse_sitemap_entry_without_a_good_address_is_a_link_all_the_same() -> None:
    entries = "<url><loc>javascript:alert(1)</loc></url><url/><url><loc>/a</loc></url>"
    parsed = parse_sitemap(urlset(entries + "<url><loc>/a</loc></url>"), URL)
    own = "https://news.example.org/a"
    assert [link.url for link in parsed.links] == ["javascript:alert(1)", "", own, own]
    assert parsed.problem == ""


def test_parse_sitemap_without_any_good_address_says_so() -> None:
    assert parse_sitemap(urlset("<url><loc>mailto:a@b.example</loc></url>"), URL).problem


def test_parse_sitemap_what_is_none_says_so() -> None:
    assert "not a sitemap" in parse_sitemap(b"<html><body>x</body></html>", URL).problem
    assert "empty" in parse_sitemap(b"", URL).problem
    assert "unpacked" in parse_sitemap(b"\x1f\x8bnonsense", URL).problem
