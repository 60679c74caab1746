"""The address guard, for every request: polls, pages, robots.txt and each redirect hop."""

from scrapy import Request
from scrapy.crawler import Crawler

from core.guard import check_url
from core.log import Log
from crawler.spiders.spider import plan_spider
from crawler.trouble import Unfetched, unsafe

log = Log(__name__)


class AddressGuard:
    """Sends the address as the guard rebuilt it from its one parse, or nothing.

    What a name resolves to is looked at later, when the connection is made: `crawler.resolver`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._policy = plan_spider(crawler).plan.policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AddressGuard":
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        verdict = check_url(request.url, self._policy)
        if not verdict.ok:
            log.warning("address refused", url=request.url, code=verdict.code)
            raise Unfetched(unsafe(verdict.sentence(), redirected="redirect_times" in request.meta))
        # A redirect inherits the slot of the host it came from; the delay is per host.
        request.meta["download_slot"] = verdict.host
        if verdict.url == request.url:
            return None
        rebuilt = request.replace(url=verdict.url)
        return None if rebuilt.url == request.url else rebuilt
