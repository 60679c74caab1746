"""robots.txt as RFC 9309 has it."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from core.errors import DeskError
from core.log import Log
from crawler.spiders.spider import plan_spider
from crawler.trouble import AddressBlocked, OutOfTime, Trouble, Unfetched, trouble_of_error, unsafe

log = Log(__name__)

MAX_BYTES = 500 * 1024
MAX_CRAWL_DELAY = 60.0
_MARK = "robots"
_DISALLOWED = Trouble(
    "robots", "The site's robots.txt asks us not to fetch this page.", blocking=True
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """`parsed` is None where everything is allowed; `refused` is raised for every page."""

    parsed: Protego | None = None
    refused: Trouble | None = None


class RobotsRules:
    """Asks each site once a crawl. A missing file (4xx) allows all; a site that cannot say (5xx,
    429, timeout, no connection) is left alone, for its rules are unknown."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = plan_spider(crawler).plan.user_agent
        self._replay = plan_spider(crawler).recording is not None
        self._rules: dict[str, asyncio.Task[_Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsRules":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(_MARK):
            return
        rules = await self._rules_for(request.url)
        if rules.refused is not None:
            raise Unfetched(_for_page(rules.refused, request))
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, self._agent):
            raise Unfetched(_DISALLOWED)

    async def _rules_for(self, url: str) -> _Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._ask(site))
        # Several pages wait for one file; one that is given up must not take the others along.
        return await asyncio.shield(self._rules[site])

    async def _ask(self, site: str) -> _Rules:
        request = Request(f"{site}/robots.txt", meta={_MARK: True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except DeskError:
            raise
        except (OutOfTime, AddressBlocked) as error:
            return _Rules(refused=error.trouble)
        except Exception as error:
            # Whatever it was, the rules are unknown.
            return _of_error(trouble_of_error(error))
        return self._read(site, response)

    def _read(self, site: str, response: Response) -> _Rules:
        if response.status == 429 or response.status >= 500:
            return _unreachable(f"robots.txt answered {response.status}")
        if not 200 <= response.status < 300:
            return _Rules()
        if b"html" in (response.headers.get("Content-Type") or b"").lower():
            log.info("robots.txt was a web page", site=site)
        rules = Protego.parse(response.body[:MAX_BYTES].decode("utf-8", "ignore"))
        self._slow_down(site, rules.crawl_delay(self._agent))
        return _Rules(parsed=rules)

    def _slow_down(self, site: str, seconds: float | None) -> None:
        if not seconds or self._replay:
            return
        downloader = self._crawler.engine.downloader
        host = urlsplit(site).hostname or ""
        delay = max(downloader.settings.getfloat("DOWNLOAD_DELAY"), min(seconds, MAX_CRAWL_DELAY))
        downloader.per_slot_settings[host] = {"delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = delay


def _of_error(trouble: Trouble) -> _Rules:
    # Five redirects in a row count as "there is none" (RFC 9309, 2.3.1.2).
    if trouble.code == "too_many_redirects":
        return _Rules()
    what = trouble.reason.rstrip(".")
    return _unreachable(what[0].lower() + what[1:])


def _unreachable(what: str) -> _Rules:
    reason = f"The site's rules for robots could not be read: {what}."
    return _Rules(refused=Trouble("robots_unreachable", reason))


def _for_page(trouble: Trouble, request: Request) -> Trouble:
    if trouble.code == "unsafe_address":
        return unsafe(trouble.reason, redirected="redirect_times" in request.meta)
    return trouble
