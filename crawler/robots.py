"""robots.txt as RFC 9309 has it."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from core.errors import DeskError
from crawler.spiders.spider import plan_spider
from crawler.trouble import AddressBlocked, OutOfTime, Trouble, Unfetched, trouble_of_error, unsafe

MAX_BYTES = 500 * 1024
MAX_CRAWL_DELAY = 60.0
_MARK = "robots"
_DISALLOWED = Trouble(
    "robots", "The site's robots.txt asks us not to fetch this page.", blocking=True
)


@dataclass(frozen=True, slots=True)
class Rules:
    """`parsed` is None where everything is allowed; `refused` stands for every page."""

    parsed: Protego | None = None
    refused: Trouble | None = None

    def trouble_for(self, url: str, agent: str) -> Trouble | None:
        if self.refused is None and self.parsed and not self.parsed.can_fetch(url, agent):
            return _DISALLOWED
        return self.refused


def rules_of(status: int, body: bytes) -> Rules:
    """A web page in place of the file holds no rules, and so allows everything."""
    if status == 429 or status >= 500:
        return _unreachable(f"robots.txt answered {status}")
    if not 200 <= status < 300:
        return Rules()
    return Rules(parsed=Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "ignore")))


class RobotsRules:
    """Asks each site once a crawl. A missing file (4xx) allows all; a site that cannot say (5xx,
    429, timeout, no connection) is left alone, for its rules are unknown."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = plan_spider(crawler).plan.user_agent
        self._replay = plan_spider(crawler).recording is not None
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsRules":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(_MARK):
            return
        rules = await self._rules_for(request.url)
        trouble = rules.trouble_for(request.url, self._agent)
        if trouble is not None:
            raise Unfetched(_for_request(trouble, request))

    async def _rules_for(self, url: str) -> Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._ask(site))
        # Several pages wait for one file; one that is given up must not take the others along.
        return await asyncio.shield(self._rules[site])

    async def _ask(self, site: str) -> Rules:
        request = Request(f"{site}/robots.txt", meta={_MARK: True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except DeskError:
            raise
        except (OutOfTime, AddressBlocked) as error:
            return Rules(refused=error.trouble)
        except Exception as error:
            # Whatever it was, the rules are unknown.
            return _of_error(trouble_of_error(error))
        rules = rules_of(response.status, response.body)
        if rules.parsed is not None:
            self._slow_down(site, rules.parsed.crawl_delay(self._agent) or 0.0)
        return rules

    def _slow_down(self, site: str, seconds: float) -> None:
        if self._replay:
            return
        downloader = self._crawler.engine.downloader
        host = urlsplit(site).hostname or ""
        plan_spider(self._crawler).patience.slow_down(host, min(seconds, MAX_CRAWL_DELAY))
        if not seconds:
            return
        delay = max(downloader.settings.getfloat("DOWNLOAD_DELAY"), min(seconds, MAX_CRAWL_DELAY))
        downloader.per_slot_settings[host] = {"delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = delay


def _of_error(trouble: Trouble) -> Rules:
    # Five redirects in a row count as "there is none" (RFC 9309, 2.3.1.2).
    if trouble.code == "too_many_redirects":
        return Rules()
    # A host that asked for a pause wants it for its rules too, and says for how long.
    if trouble.wait_seconds:
        return Rules(refused=trouble)
    what = trouble.reason.rstrip(".")
    return _unreachable(what[0].lower() + what[1:])


def _unreachable(what: str) -> Rules:
    reason = f"The site's rules for robots could not be read: {what}."
    return Rules(refused=Trouble("robots_unreachable", reason))


def _for_request(trouble: Trouble, request: Request) -> Trouble:
    if trouble.code == "unsafe_address":
        return unsafe(trouble.reason, redirected="redirect_times" in request.meta)
    return trouble
