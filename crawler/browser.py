"""Pages that write themselves by script, rendered by Chromium, which reaches no network itself.

Every request that the browser makes is answered by the crawl: it goes the way of all requests,
through the address guard, robots.txt, the pace of its host and the recording. The browser gets
the answers and nothing else; what slips past the interception meets a proxy that is not there.
"""

import asyncio
import os
from contextlib import AsyncExitStack
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from core.log import Log
from crawler.document import Document
from crawler.spiders.spider import FOR, PlanSpider
from crawler.trouble import Trouble

if TYPE_CHECKING:
    from playwright.async_api import Browser, Error, Page, Route

log = Log(__name__)

SECONDS = 60.0
"""For one page, with all that it asks for."""

MOST_REQUESTS = 60
WANTED = frozenset({"document", "script", "xhr", "fetch"})
"""Kinds of request that are answered: not images, media, fonts, style sheets and beacons."""

_WAY_OUT = (
    "pip install 'finds-desk[browser]', then playwright install chromium; or set DESK_CHROMIUM to"
    " where one is."
)
NO_PLAYWRIGHT = Trouble(
    "no_browser",
    f"This source needs a browser, and the package Playwright is not installed: {_WAY_OUT}",
)
TOO_LARGE = Trouble("too_large", "The page that the browser wrote is too large.")

_NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-dev-shm-usage",
)
_FETCH_HEADERS = ("Accept", "Content-Type")


class BrowserFailed(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


class Renderer:
    """One browser for a crawl, started when it is first needed; one page at a time."""

    def __init__(self, spider: PlanSpider) -> None:
        self._spider = spider
        self._one = asyncio.Lock()
        self._open = AsyncExitStack()
        self._browser: Browser | None = None

    async def render(self, document: Document, *, source: str) -> Document:
        """The page as it reads once its scripts have run. Raises `BrowserFailed`."""
        kind = document.content_type.lower()
        if document.is_pdf or (kind and "html" not in kind):
            return document
        library = _playwright()
        async with self._one:
            try:
                browser = await self._started()
                body = await asyncio.wait_for(self._page(browser, document, source), SECONDS)
            except TimeoutError as error:
                took = f"The browser took longer than {SECONDS:.0f} seconds."
                raise BrowserFailed(Trouble("timeout", took)) from error
            except library.Error as error:
                raise BrowserFailed(self._trouble_of(error)) from error
        if len(body) > self._spider.plan.limits.max_bytes:
            raise BrowserFailed(TOO_LARGE)
        return replace(document, body=body, content_type="text/html; charset=utf-8",
                       encoding="utf-8")  # fmt: skip

    async def close(self) -> None:
        await self._open.aclose()

    async def _started(self) -> "Browser":
        if self._browser is None or not self._browser.is_connected():
            playwright = await self._open.enter_async_context(_playwright().async_playwright())
            self._browser = await playwright.chromium.launch(
                executable_path=self._spider.plan.chromium or None,
                args=list(_ARGUMENTS),
                proxy=_NOWHERE,
                # The system gives root no sandbox.
                chromium_sandbox=os.geteuid() != 0,
            )
            self._open.push_async_callback(self._browser.close)
        return self._browser

    def _trouble_of(self, error: "Error") -> Trouble:
        said = str(error).strip().partition("\n")[0][:200]
        if "executable doesn't exist" in said.lower():
            where = self._spider.plan.chromium or "its place"
            missing = (
                f"This source needs a browser, and there is no Chromium at {where}: {_WAY_OUT}"
            )
            return Trouble("no_browser", missing)
        return Trouble("browser_failed", f"The browser could not show the page: {said}")

    async def _page(self, browser: "Browser", document: Document, source: str) -> bytes:
        context = await browser.new_context(
            accept_downloads=False,
            service_workers="block",
            user_agent=self._spider.plan.user_agent,
        )
        try:
            page = await context.new_page()
            await page.route("**/*", _Answers(self._spider, document, source))
            await page.goto(document.url, wait_until="domcontentloaded", timeout=SECONDS * 1000)
            await _settle(page)
            return (await page.content()).encode("utf8", "replace")
        finally:
            await context.close()


class _Answers:
    """What the browser gets for each of its requests on one page."""

    def __init__(self, spider: PlanSpider, document: Document, source: str) -> None:
        self._spider, self._document, self._source = spider, document, source
        self._asked = 0

    async def __call__(self, route: "Route") -> None:
        asked = route.request
        self._asked += 1
        if asked.is_navigation_request() and asked.url == self._document.url:
            kind = self._document.content_type or "text/html"
            await route.fulfill(status=200, content_type=kind, body=self._document.body)
        elif asked.resource_type not in WANTED or self._asked > MOST_REQUESTS:
            await route.abort()
        elif asked.is_navigation_request() or asked.method != "GET":
            # Neither frames nor forms: the page is one page, and we only read.
            await route.abort()
        else:
            await self._fetch(route)

    async def _fetch(self, route: "Route") -> None:
        headers = {
            name: value
            for name in _FETCH_HEADERS
            if (value := route.request.headers.get(name.lower()))
        }
        request = Request(
            route.request.url, headers=headers, callback=NO_CALLBACK, meta={FOR: self._source}
        )
        try:
            response = await self._spider.crawler.engine.download_async(request)
        except Exception as error:
            # Whatever kept it from us, the page goes on without.
            log.info("part of a page not fetched", url=request.url, why=type(error).__name__)
            await route.abort()
            return
        kind = (response.headers.get("Content-Type") or b"text/plain").decode("latin-1")
        # To the page, everything is of its own site: what it may read is ours to decide.
        await route.fulfill(
            status=response.status,
            headers={"Content-Type": kind, "Access-Control-Allow-Origin": "*"},
            body=response.body,
        )


async def _settle(page: "Page") -> None:
    """Until the page asks for nothing more, or for long enough."""
    try:
        await page.wait_for_load_state("networkidle", timeout=SECONDS * 1000 / 2)
    except _playwright().Error:
        log.info("page never rests", url=page.url)


def _playwright() -> ModuleType:
    """The optional extra `browser`; few crawls need it, and it takes a tenth of a crawl's start to
    load. Raises `BrowserFailed`."""
    try:
        from playwright import async_api  # noqa: PLC0415
    except ImportError as error:
        raise BrowserFailed(NO_PLAYWRIGHT) from error
    return async_api
