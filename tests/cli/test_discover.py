"""What an address could be polled as, asked over a real socket on loopback."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve, urlset

Desk = Callable[..., Any]

HEAD = '<link rel="alternate" type="application/rss+xml" title="Posts" href="{0}">'


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with serve() as running:
        monkeypatch.setenv("DESK_ALLOW_PRIVATE_NETWORKS", "127.0.0.1/32")
        monkeypatch.setenv("DESK_PORTS", str(running.port))
        monkeypatch.setenv("DESK_DELAY_SECONDS", "0")
        yield running


def newsroom(site: Site, name: str) -> str:
    site.on(
        name, "/", Reply(body=f"<html><head>{HEAD.format('/posts.xml')}</head></html>".encode())
    )
    items = [(site.url(name, f"/{n}"), f"Buses feed the grid {n}") for n in range(7)]
    site.on(name, "/posts.xml", Reply(body=rss(*items), kind=RSS))
    return site.url(name, "/")


def test_discover_shows_what_there_is_adds_the_first_and_fetches_no_article(
    desk: Desk, site: Site
) -> None:
    url = newsroom(site, "post")
    site.on("post", "/robots.txt", Reply(body=b"Sitemap: /map.xml\n", kind="text/plain"))
    site.on("post", "/map.xml", Reply(body=urlset(site.url("post", "/0")), kind="text/xml"))
    result = desk("sources", "discover", url, "--add", "best-post")
    assert result.exit_code == 0, result.output
    feed, sitemap = result.stdout.split("\nsitemap  ")
    assert feed.startswith(f"feed  {site.url('post', '/posts.xml')}\n")
    assert "named by the page, 7 items" in feed
    assert feed.count("Buses feed the grid") == 5
    assert sitemap.startswith(site.url("post", "/map.xml"))
    assert "No item says its day" in sitemap
    assert not {f"/{n}" for n in range(7)} & set(site.paths("post"))
    rows = json.loads(desk("sources", "list", "--json").stdout)
    (row,) = [row["source"] for row in rows if row["source"]["slug"] == "best-post"]
    assert (row["kind"], row["url"]) == ("feed", site.url("post", "/posts.xml"))


def test_discover_of_a_page_with_nothing_says_what_to_do(desk: Desk, site: Site) -> None:
    url = site.on("bare", "/about", Reply(body=page("About us")))
    result = desk("sources", "discover", url)
    assert result.exit_code == 3
    assert "Try the address of its newsroom" in result.stdout


def test_discover_where_robots_forbid_it_asks_for_nothing_else(desk: Desk, site: Site) -> None:
    url = newsroom(site, "shut")
    site.on("shut", "/robots.txt", Reply(body=b"User-agent: *\nDisallow: /\n", kind="text/plain"))
    result = desk("sources", "discover", url)
    assert result.exit_code == 3
    assert "robots.txt asks us not to" in result.stdout
    assert set(site.paths("shut")) == {"/robots.txt"}


def test_discover_of_a_private_address_is_refused(desk: Desk, site: Site) -> None:
    result = desk("sources", "discover", f"http://127.0.0.2:{site.port}/", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["problem"]
    assert site.visits == []
