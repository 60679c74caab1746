"""One crawl of a small web where nearly everything goes wrong once, looked at from many sides."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest

from core.article import Completeness
from core.crawl import CrawlTask
from core.source import PollOutcome, SourceKind
from core.url import url_key
from tests.crawler.certificate import own_certificate
from tests.crawler.crawls import Outcome, feed, make_plan, run, task
from tests.crawler.loopback import (
    RSS,
    Reply,
    Site,
    page,
    rss,
    serve,
    sitemap_index,
    squeezed,
    urlset,
)

ROBOTS = b"User-agent: *\nDisallow: /private\n"


@dataclass(frozen=True, slots=True)
class World:
    """`replayed` twice with the sources, `recalled` once without them."""

    site: Site
    tls: Site
    live: Outcome
    replayed: tuple[Outcome, Outcome]
    recalled: Outcome
    spools: tuple[bytes, bytes]
    visits_before_replays: int


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("crawl")
    recording, spools = folder / "crawl.warc.gz", (folder / "first", folder / "second")
    with serve() as site, serve(tls=own_certificate(folder)) as tls:
        own = task(feed("own", f"https://own.localhost:{tls.port}/feed"))
        tasks = [*_tasks(site), own]
        known = frozenset({url_key(site.url("news", "/known"))})
        plan = partial(make_plan, ports=(site.port, tls.port))
        live = run(plan(folder / "spool", *tasks, known=known, record_to=recording))
        visits = len(site.visits)
        plans = [plan(spool, *tasks, known=known, replay=recording) for spool in spools]
        plans.append(plan(folder / "third", replay=recording, replay_pages=True))
        with ThreadPoolExecutor() as at_once:
            first, second, recalled = at_once.map(run, plans)
        yield World(
            site=site,
            tls=tls,
            live=live,
            replayed=(first, second),
            recalled=recalled,
            spools=(spools[0].read_bytes(), spools[1].read_bytes()),
            visits_before_replays=visits,
        )


def _tasks(site: Site) -> list[CrawlTask]:
    return [
        task(feed("news", _news(site))),
        task(feed("broken", _broken(site))),
        task(feed("rules", _rules(site))),
        task(feed("echo", _echo(site))),
        task(feed("maps", _maps(site), SourceKind.SITEMAP)),
        task(feed("room", _room(site), SourceKind.LISTING, selector="main a")),
        task(feed("down", _down(site))),
        task(feed("gone", site.on("gone", "/feed", Reply(status=410)))),
        task(feed("closed", site.on("closed", "/feed", Reply(status=403)))),
        task(feed("drip", site.on("drip", "/feed", Reply(body=rss(), kind=RSS, drip=0.3)))),
        task(feed("empty", site.on("empty", "/feed", Reply(body=rss(), kind=RSS)))),
        task(feed("lost", site.on("lost", "/feed", Reply(body=rss(("mailto:x", "X")), kind=RSS)))),
        task(feed("file", "file:///etc/hostname")),
        task(feed("port", "http://news.localhost:25/feed")),
    ]


def _news(site: Site) -> str:
    for path in ("/one", "/two", "/known", "/moved-to"):
        site.on("news", path, Reply(body=page(f"News {path}")))
    site.on("news", "/moved", _redirect(site.url("news", "/moved-to")))
    site.on("news", "/again", _redirect(site.url("news", "/known")))
    items = ["/one", "/two", "/known", "/moved", "/again", "/missing"]
    links = [(site.url("news", path), f"Title {path}") for path in items]
    bad = [("http://news.localhost:25/x", "Bad"), ("javascript:x()", "Script"), ("", "Nowhere")]
    twice = (site.url("news", "/two#part"), "Two again")
    body = rss(*links, *bad, twice)
    return site.on("news", "/feed", Reply(body=body, kind=RSS, etag='"n1"'))


def _broken(site: Site) -> str:
    big = b"<p>" + b"word " * 100_000
    zipped = (("Content-Encoding", "gzip"),)
    pages = {
        "/forbidden": Reply(status=403),
        "/error": Reply(status=500),
        "/flaky": None,
        "/slow": Reply(body=page("Slow"), wait=1.6),
        "/drip": Reply(body=page("Drip"), drip=0.2),
        "/big": Reply(body=big),
        "/lie": Reply(body=b"short", length=10**9),
        "/bomb": Reply(body=squeezed(b" " * 5_000_000), headers=zipped),
        "/picture": Reply(body=b"\x89PNG\r\n\x1a\n" + bytes(200), kind="image/png"),
        "/inside": _redirect(f"http://127.0.0.2:{site.port}/secret"),
        "/file": _redirect("file:///etc/hostname"),
        "/round": _redirect(site.url("broken", "/round")),
    }
    for path, reply in pages.items():
        if reply is not None:
            site.on("broken", path, reply)
    site.on("broken", "/flaky", Reply(status=503), Reply(body=page("Flaky")))
    links = [(site.url("broken", path), f"Title {path}") for path in pages]
    links.append((f"http://10.0.0.1:{site.port}/admin", "Inside"))
    return site.on("broken", "/feed", Reply(body=rss(*links), kind=RSS))


def _rules(site: Site) -> str:
    site.on("rules", "/robots.txt", Reply(body=ROBOTS, kind="text/plain"))
    site.on("rules", "/private/a", Reply(body=page("Private")))
    site.on("rules", "/open/a", Reply(body=page("Open")))
    links = [(site.url("rules", path), path) for path in ("/private/a", "/open/a")]
    return site.on("rules", "/feed", Reply(body=rss(*links), kind=RSS))


def _echo(site: Site) -> str:
    site.on("echo", "/own", Reply(body=page("Own")))
    shared = f"{site.url('news', '/one')}?utm_source=echo"
    body = rss((shared, "Shared"), (site.url("echo", "/own"), "Own"))
    # Late enough for the other source to have taken the link that both list.
    return site.on("echo", "/feed", Reply(body=body, kind=RSS, wait=0.7))


def _maps(site: Site) -> str:
    for path in ("/m1", "/m2"):
        site.on("maps", path, Reply(body=page(f"Map {path}")))
    first = Reply(body=urlset(site.url("maps", "/m1")), kind="application/xml")
    site.on("maps", "/first.xml", first)
    second = squeezed(urlset(site.url("maps", "/m1"), site.url("maps", "/m2")))
    site.on("maps", "/second.xml.gz", Reply(body=second, kind="application/gzip"))
    children = [site.url("maps", path) for path in ("/first.xml", "/second.xml.gz", "/no.xml")]
    body = sitemap_index(*children)
    return site.on("maps", "/map.xml", Reply(body=body, kind="application/xml", etag='"m"'))


def _room(site: Site) -> str:
    site.on("room", "/news/a", Reply(body=page("Room")))
    body = b"<html><body><a href=/about>About</a><main><a href=/news/a>Room news</a></main></body>"
    return site.on("room", "/", Reply(body=body))


def _down(site: Site) -> str:
    site.on("down", "/robots.txt", Reply(status=500))
    return site.on("down", "/feed", Reply(body=rss(), kind=RSS))


def _redirect(url: str) -> Reply:
    return Reply(status=302, headers=(("Location", url),))


def test_crawl_with_every_fault_ends_well(world: World) -> None:
    assert world.live.result.ok, world.live.result.stderr
    assert "Traceback" not in world.live.result.stderr


def test_crawl_feed_pages_become_whole_articles(world: World) -> None:
    article = world.live.article("/two")
    assert article.completeness is Completeness.FULL
    assert "bidirectional charging" in article.text
    assert article.dates[0].quote
    assert article.source == "news"
    assert article.first_seen_at == world.live.polls["news"].at
    assert article.fetched_at > article.first_seen_at


def test_crawl_known_link_is_seen_but_not_fetched(world: World) -> None:
    assert world.live.polls["news"].items_seen == 10
    assert world.site.paths("news").count("/known") == 1  # only as the end of a redirect
    assert not [item for item in world.live.dropped if item.code == "known"]


def test_crawl_redirect_to_known_page_is_dropped(world: World) -> None:
    assert world.live.codes("news")[world.site.url("news", "/again")] == "duplicate_page"


def test_crawl_redirect_to_new_page_takes_its_address(world: World) -> None:
    article = world.live.article("/moved")
    assert article.url == world.site.url("news", "/moved-to")
    assert article.article_id == url_key(article.url)


def test_crawl_link_that_may_not_be_asked_is_dropped(world: World) -> None:
    assert world.live.codes("news")["http://news.localhost:25/x"] == "unsafe_address"
    assert world.live.codes("news")["javascript:x()"] == "unsafe_address"
    inside = f"http://10.0.0.1:{world.site.port}/admin"
    assert world.live.codes("broken")[inside] == "unsafe_address"


def test_crawl_item_without_an_address_is_dropped_with_its_title(world: World) -> None:
    (item,) = [item for item in world.live.dropped if item.code == "no_link"]
    assert (item.source, item.url, item.title) == ("news", "", "Nowhere")


def test_crawl_address_listed_twice_by_a_source_is_counted(world: World) -> None:
    again = world.site.url("news", "/two#part")
    assert world.live.codes("news")[again] == "duplicate_in_source"
    assert world.site.paths("news").count("/two") == 1


def test_crawl_link_listed_by_two_sources_is_fetched_once(world: World) -> None:
    assert world.site.paths("news").count("/one") == 1
    assert list(world.live.codes("echo").values()) == ["duplicate_link"]
    assert world.live.polls["echo"].dropped == (("duplicate_link", 1),)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/missing", "not_found"),
        ("/forbidden", "forbidden"),
        ("/error", "server_error"),
        ("/slow", "timeout"),
        ("/drip", "timeout"),
        ("/big", "too_large"),
        ("/lie", "too_large"),
        ("/bomb", "too_large"),
        ("/picture", "not_html"),
        ("/inside", "unsafe_redirect"),
        ("/file", "unsafe_redirect"),
        ("/round", "too_many_redirects"),
        ("/private/a", "robots"),
    ],
)
def test_crawl_page_that_cannot_be_had_is_kept_from_the_feed(
    world: World, path: str, code: str
) -> None:
    article = world.live.article(path)
    assert article.completeness is Completeness.PARTIAL
    assert article.partial_code == code
    assert article.partial_reason.endswith(".")
    assert article.title


def test_crawl_failing_page_is_asked_twice_at_most(world: World) -> None:
    assert world.site.paths("broken").count("/error") == 2
    assert world.site.paths("broken").count("/flaky") == 2
    assert world.live.article("/flaky").completeness is Completeness.FULL


def test_crawl_endless_redirect_stops_after_five(world: World) -> None:
    assert world.site.paths("broken").count("/round") == 6


def test_crawl_redirect_inside_reaches_nobody(world: World) -> None:
    assert "/secret" not in [visit.path for visit in world.site.visits]


def test_crawl_robots_is_asked_once_and_obeyed(world: World) -> None:
    paths = world.site.paths("rules")
    assert paths.count("/robots.txt") == 1
    assert "/private/a" not in paths
    assert world.live.article("/open/a").completeness is Completeness.FULL


def test_crawl_sitemap_index_is_followed(world: World) -> None:
    assert {article.listed_url for article in world.live.articles if article.source == "maps"} == {
        world.site.url("maps", "/m1"),
        world.site.url("maps", "/m2"),
    }
    poll = world.live.polls["maps"]
    assert poll.dropped == (("duplicate_in_source", 1),)
    assert "/no.xml" in poll.reason
    assert poll.memory.etag == ""  # an unchanged index says nothing about its sitemaps


def test_crawl_listing_takes_the_selected_links(world: World) -> None:
    assert world.live.article("/news/a").source == "room"
    assert world.live.polls["room"].items_seen == 1


@pytest.mark.parametrize(
    ("source", "outcome", "status"),
    [
        ("news", PollOutcome.OK, 200),
        ("down", PollOutcome.FAILED, None),
        ("gone", PollOutcome.GONE, 410),
        ("closed", PollOutcome.BLOCKED, 403),
        ("drip", PollOutcome.FAILED, None),
        ("file", PollOutcome.BLOCKED, None),
        ("own", PollOutcome.FAILED, None),
        ("port", PollOutcome.BLOCKED, None),
    ],
)
def test_crawl_poll_says_how_it_went(
    world: World, source: str, outcome: PollOutcome, status: int | None
) -> None:
    poll = world.live.polls[source]
    assert (poll.outcome, poll.http_status) == (outcome, status)
    assert bool(poll.reason) == (outcome is not PollOutcome.OK)


def test_crawl_site_that_cannot_say_its_rules_is_left_alone(world: World) -> None:
    assert set(world.site.paths("down")) == {"/robots.txt"}
    assert "rules for robots" in world.live.polls["down"].reason


def test_crawl_certificate_nobody_vouches_for_is_refused(world: World) -> None:
    assert "certificate" in world.live.polls["own"].reason
    assert not world.tls.visits


def test_crawl_empty_feed_is_no_success(world: World) -> None:
    assert world.live.polls["empty"].outcome is PollOutcome.EMPTY
    assert world.live.polls["empty"].reason


def test_crawl_feed_without_any_good_address_fails_and_counts_its_items(world: World) -> None:
    poll = world.live.polls["lost"]
    assert (poll.outcome, poll.items_seen) == (PollOutcome.FAILED, 1)
    assert poll.dropped == (("unsafe_address", 1),)


def test_crawl_every_item_is_an_article_or_dropped_with_a_code(world: World) -> None:
    for poll in world.live.polls.values():
        known = 1 if poll.source == "news" else 0
        dropped = sum(count for _, count in poll.dropped)
        assert poll.items_seen == poll.items_new + dropped + known, poll


def test_crawl_poll_comes_after_all_lines_of_its_source(world: World) -> None:
    polled: set[str] = set()
    for line in world.live.lines:
        entry = line.article or line.dropped
        assert entry is None or entry.source not in polled
        if line.poll:
            polled.add(line.poll.source)


def test_crawl_asks_a_host_one_thing_at_a_time(world: World) -> None:
    # Where we hung up on an answer that took too long, the server is still at work on it.
    patient = set(world.site.most_at_once) - {"broken", "drip"}
    assert {world.site.most_at_once[host] for host in patient} == {1}


def test_crawl_says_who_it_is(world: World) -> None:
    assert {visit.agent for visit in world.site.visits} == {
        "FindsDesk/test (+https://example.org/bot)"
    }


def test_replay_gives_the_same_bytes_again_and_the_same_articles(world: World) -> None:
    first, replayed = world.replayed
    assert first.result.ok, first.result.stderr
    assert replayed.result.ok, replayed.result.stderr
    assert world.spools[0] == world.spools[1] != b""
    assert len(world.site.visits) == world.visits_before_replays
    by_key = sorted(world.live.articles, key=lambda article: article.article_id)
    assert sorted(replayed.articles, key=lambda article: article.article_id) == by_key
    assert {item.url: item.code for item in replayed.dropped} == {
        item.url: item.code for item in world.live.dropped
    }
    assert {name: poll.outcome for name, poll in replayed.polls.items()} == {
        name: poll.outcome for name, poll in world.live.polls.items()
    }


def test_replay_without_the_sources_takes_the_recorded_pages(world: World) -> None:
    assert world.recalled.article("/two").source == "by-hand"
    assert not world.recalled.polls
