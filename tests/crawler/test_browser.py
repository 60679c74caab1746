"""Sources whose pages are written by script: rendered, with every request under the guard."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.article import Completeness
from core.crawl import CrawlPlan
from core.source import PollOutcome, Render, SourceKind
from tests.crawler.crawls import LIMITS, feed, make_plan, run, task
from tests.crawler.loopback import Reply, Site, page, serve

CHROMIUM = "/usr/bin/chromium"
SCRIPT = "text/javascript"
SHELL = b"<!doctype html><html lang=en><head><title>Loading</title></head><body><div id=app>"


def by_script(code: str) -> bytes:
    return SHELL + f"</div><script>{code}</script></body></html>".encode()


def plan_for(folder: Path, site: Site, url: str, chromium: str = CHROMIUM) -> CrawlPlan:
    source = replace(feed("maker", url, SourceKind.LISTING), render=Render.BROWSER)
    limits = replace(LIMITS, timeout_seconds=20, wall_seconds=90)
    plan = make_plan(folder / "spool", task(source), port=site.port, limits=limits)
    return replace(plan, chromium=chromium)


def test_listing_and_article_written_by_script_are_read(tmp_path: Path) -> None:
    with serve() as site, serve("127.0.0.2") as inside:
        body = page("Forty buses feed the grid").decode().partition("<body>")[2]
        article = site.on("maker", "/news/buses", Reply(body=by_script(
            "fetch('/body').then(r => r.text()).then(t => { document.body.innerHTML = t })"
        )))  # fmt: skip
        site.on("maker", "/body", Reply(body=body.encode()))
        hostile = f"http://127.0.0.2:{inside.port}/secret"
        code = (
            f"fetch('{hostile}').catch(() => 0); new Image().src = '{hostile}';"
            f"try {{ new WebSocket('ws://127.0.0.2:{inside.port}/') }} catch (e) {{}}"
            f"new Image().src = '/picture.png'; navigator.sendBeacon('{hostile}');"
            "document.getElementById('app').innerHTML ="
            f" '<ul><li><time>2026-02-03</time> <a href=\"{article}\">Forty buses</a></ul>'"
        )
        site.on("maker", "/app.js", Reply(body=code.encode(), kind=SCRIPT))
        shell = SHELL + b"</div><script src=/app.js></script></body></html>"
        url = site.on("maker", "/news", Reply(body=shell))
        outcome = run(plan_for(tmp_path, site, url))
        assert outcome.result.ok, outcome.result.stderr
        assert outcome.polls["maker"].outcome is PollOutcome.OK, outcome.polls["maker"].reason
        (found,) = outcome.articles
        assert found.completeness is Completeness.FULL
        assert found.title == "Forty buses feed the grid"
        assert "bidirectional charging" in found.text
        asked = site.paths("maker")
        assert sorted(asked) == ["/app.js", "/body", "/news", "/news/buses", "/robots.txt"]
        assert inside.connections == 0


def without(folder: Path, missing: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the crawl shall look for Chromium, on a machine that lacks what is missing."""
    if missing == "Playwright":
        # What stands in the place of the package is what a crawl without it meets.
        (folder / "playwright.py").write_text("raise ModuleNotFoundError(name='playwright')")
        monkeypatch.setenv("PYTHONPATH", str(folder))
        return CHROMIUM
    return "/no/such/chromium"


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("Playwright", "the package Playwright is not installed"),
        ("Chromium", "there is no Chromium at /no/such/chromium"),
    ],
)
def test_source_that_needs_a_browser_without_one_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, named: str
) -> None:
    chromium = without(tmp_path, missing, monkeypatch)
    with serve() as site:
        url = site.on("maker", "/news", Reply(body=by_script("0")))
        poll = run(plan_for(tmp_path, site, url, chromium)).polls["maker"]
    assert poll.outcome is PollOutcome.FAILED
    assert named in poll.reason
    assert "pip install 'finds-desk[browser]', then playwright install chromium" in poll.reason
    assert "DESK_CHROMIUM" in poll.reason


def test_browser_that_cannot_start_is_not_called_missing(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with serve() as site:
        url = site.on("maker", "/news", Reply(body=by_script("0")))
        poll = run(plan_for(tmp_path, site, url, str(broken))).polls["maker"]
    assert poll.outcome is PollOutcome.FAILED
    assert "could not show the page" in poll.reason
    assert "pip install" not in poll.reason
