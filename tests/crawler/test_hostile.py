"""What foreign servers may send to harm us, in one crawl: what must become of each, by name."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import brotli
import pytest
from backports import zstd

from core.article import Article, Completeness
from core.crawl import CrawlTask
from core.source import PollOutcome, SourceKind
from tests.crawler.crawls import LIMITS, Outcome, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve, squeezed, urlset

SENTINEL = "SENTINEL-of-a-file"
MAX_BYTES = 1_600_000
SPACES = b" " * 16_000_000
XML = "application/xml"
PLAIN = page("Plain").decode()

# By name: what the page answers, and the codes of the article it may become; "" is a whole one.
# Which limit cuts off what has no end depends on how fast it comes.
PAGES: dict[str, tuple[Reply, str]] = {
    "gzip bomb": (Reply(body=gzip.compress(SPACES), headers=(("Content-Encoding", "gzip"),)),
                  "too_large"),
    "brotli bomb": (Reply(body=brotli.compress(SPACES, quality=1),
                          headers=(("Content-Encoding", "br"),)), "too_large"),
    "zstd bomb": (Reply(body=zstd.compress(SPACES), headers=(("Content-Encoding", "zstd"),)),
                  "too_large"),
    "endless body": (Reply(endless="body"), "too_large timeout"),
    "endless headers": (Reply(endless="headers"), "too_large timeout"),
    "dripping body": (Reply(body=page("Drip"), drip=0.2), "timeout"),
    "length too large": (Reply(body=page("Lie"), length=10**9), "too_large"),
    "length too long": (Reply(body=page("Cut"), length=len(page("Cut")) + 100,
                              headers=(("Connection", "close"),)), "broken"),
    "length not a number": (
        Reply(garbage=True, body=b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx"), "broken"),
    "garbage": (Reply(garbage=True, body=b"\x16\x03\x01 no such protocol\r\n\r\n"), "broken"),
    "nesting of 100,000": (Reply(body=b"<div>" * 100_000 + page("Deep")), "any"),
    "a million brackets": (Reply(body=b"<" * 1_000_000), "any"),
    "200,000 attributes": (
        Reply(body=PLAIN.replace("<article", "<article " + "a=1 " * 200_000, 1).encode()), "any"),
    "wrong charset": (Reply(body=page("Café réseau"), kind="text/html; charset=utf-16"), ""),
    "unknown charset": (Reply(body=page("Café réseau"), kind="text/html; charset=nonsense"), ""),
    "NUL": (Reply(body=PLAIN.replace("Plain", "Pl\x00ain").encode()), ""),
    "bidi controls": (Reply(body=PLAIN.replace("Plain", "Pl\u202eain\u2066").encode()), ""),
    "year 9999": (Reply(body=PLAIN.replace(
        "<title>", "<meta property='article:published_time' content='9999-12-31T23:59:59Z'><title>"
    ).encode()), ""),
    "script links": (Reply(body=PLAIN.replace(
        "Forty buses", "<a href='javascript:alert(1)'>Forty</a> buses").encode()), ""),
}  # fmt: skip


def external(kind: str, file: Path) -> str:
    return f'<!DOCTYPE {kind} [<!ENTITY x SYSTEM "{file.as_uri()}">]>'


def laughs(kind: str) -> str:
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    return f"<!DOCTYPE {kind} [{levels}]>"


def _feed(inner: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>F</title>{inner}</channel></rss>'.encode()


def item(title: str, link: str = "javascript:alert(1)", date: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


# By name: the document, and whether it is a sitemap.
FEEDS: dict[str, Callable[[Path], bytes]] = {
    "external entity": lambda file: _feed(item("a &x; b"), external("rss", file)),
    "billion laughs": lambda _: _feed(item("a &l9; b"), laughs("rss")),
    "nesting of 100,000": lambda _: b"<rss><channel>" + b"<item>" * 100_000,
    "a million brackets": lambda _: b"<rss><channel><item>" + b"<" * 1_000_000,
    "100,000 items": lambda _: _feed("<item></item>" * 100_000),
    "NUL": lambda _: _feed(item("Bu\x00s\x08es")),
    "bidi controls": lambda _: _feed(item("Bus\u202ees\u2066")),
    "lone surrogate": lambda _: _feed(item("Buses &#xD800;")),
    "UTF-16 said to be UTF-8": lambda _: _feed(item("Buses")).decode().encode("utf-16"),
    "year 9999": lambda _: _feed(item("Buses", date="Fri, 31 Dec 9999 23:59:59 GMT")),
    "script links": lambda _: _feed(item("Buses") * 3),
    "gzip bomb unasked": lambda _: gzip.compress(SPACES),
}
SITEMAPS: dict[str, Callable[[Path], bytes]] = {
    "external entity": lambda file: external("urlset", file).encode() + urlset("&x;"),
    "billion laughs": lambda _: laughs("urlset").encode() + urlset("&l9;"),
    "nesting of 100,000": lambda _: b"<urlset>" + b"<url>" * 100_000,
    "gzip bomb": lambda _: squeezed(SPACES * 4),
}


@dataclass(frozen=True, slots=True)
class World:
    outcome: Outcome
    spool: bytes

    def page(self, name: str) -> Article:
        return self.outcome.article(f"/{_slug(name)}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("hostile")
    secret = folder / "secret"
    secret.write_text(SENTINEL)
    limits = replace(LIMITS, max_bytes=MAX_BYTES, extract_seconds=15, wall_seconds=120)
    limits = replace(limits, timeout_seconds=3.0, extract_workers=2)
    with serve() as site:
        tasks = list(_tasks(site, secret))
        outcome = run(make_plan(folder / "spool", *tasks, port=site.port, limits=limits))
    return World(outcome, (folder / "spool").read_bytes())


def _tasks(site: Site, secret: Path) -> Iterator[CrawlTask]:
    # A host of its own for each page: what one does to its host shall not touch another.
    for name, (reply, _) in PAGES.items():
        slug = f"page-{_slug(name)}"
        url = site.on(slug, f"/{_slug(name)}", reply)
        listed = Reply(body=rss((url, f"Title of {name}")), kind=RSS)
        yield task(feed(slug, site.on(slug, "/feed", listed)))
    for kind, documents in ((SourceKind.FEED, FEEDS), (SourceKind.SITEMAP, SITEMAPS)):
        for name, make in documents.items():
            slug = f"{kind}-{_slug(name)}"
            answer = Reply(body=make(secret), kind=RSS if kind is SourceKind.FEED else XML)
            yield task(feed(slug, site.on(slug, "/list", answer), kind))
    healthy = site.on("healthy", "/page", Reply(body=page("Healthy")))
    listed = Reply(body=rss((healthy, "Healthy")), kind=RSS)
    yield task(feed("healthy", site.on("healthy", "/feed", listed)))


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def test_hostile_crawl_ends_well_and_brings_the_healthy_page(world: World) -> None:
    assert world.outcome.result.ok, world.outcome.result.stderr
    assert world.page("page").completeness is Completeness.FULL
    assert len(world.outcome.polls) == len(PAGES) + len(FEEDS) + len(SITEMAPS) + 1


@pytest.mark.parametrize("name", PAGES)
def test_hostile_page_becomes_an_article_with_its_reason(world: World, name: str) -> None:
    article, codes = world.page(name), PAGES[name][1]
    assert codes == "any" or article.partial_code in (codes.split() or [""])
    assert bool(article.partial_reason) == (article.completeness is Completeness.PARTIAL)
    assert article.title


@pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.SITEMAP])
def test_hostile_list_brings_no_whole_article_and_says_what_became_of_it(
    world: World, kind: SourceKind
) -> None:
    names = FEEDS if kind is SourceKind.FEED else SITEMAPS
    for name in names:
        poll = world.outcome.polls[f"{kind}-{_slug(name)}"]
        assert poll.outcome in (PollOutcome.FAILED, PollOutcome.EMPTY, PollOutcome.OK), name
        assert poll.reason or poll.outcome is PollOutcome.OK, name
        assert poll.source not in {x.source for x in world.outcome.articles if not x.partial_code}


def test_hostile_entity_brings_no_file_into_the_spool_or_the_log(world: World) -> None:
    assert SENTINEL.encode() not in world.spool
    assert SENTINEL not in world.outcome.result.stderr


def test_hostile_feed_of_100_000_items_is_read_to_its_first_ones(world: World) -> None:
    poll = world.outcome.polls["feed-100-000-items"]
    assert 0 < poll.items_seen < 100_000
    assert dict(poll.dropped)["no_link"] == poll.items_seen


def test_hostile_script_links_are_dropped_by_name(world: World) -> None:
    assert world.outcome.codes("feed-script-links") == {"javascript:alert(1)": "unsafe_address"}
    assert world.outcome.polls["feed-script-links"].items_seen == 3


def test_hostile_characters_do_not_reach_what_is_kept(world: World) -> None:
    titles = [article.title for article in world.outcome.articles]
    titles += [item.title for item in world.outcome.dropped]
    assert not [title for title in titles if set(title) & set("\x00\x08\u202e\u2066")]
    assert b"\\u0000" not in world.spool
    assert "\x00" not in "".join(article.text for article in world.outcome.articles)


def test_hostile_year_is_no_date(world: World) -> None:
    assert "9999" not in repr([article.dates for article in world.outcome.articles])


def test_hostile_page_keeps_no_script_link(world: World) -> None:
    article = world.page("script links")
    assert "javascript" not in article.text
    assert "Forty buses" in article.text
