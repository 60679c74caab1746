"""The two ways a request is answered: over the network, or from a recording."""

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    NotConfigured,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.heads import BoundedHeadsFactory, heads_too_large
from crawler.recording import Answer, Failure, Recorder
from crawler.resolver import GuardedResolver
from crawler.spiders.spider import AT, FOR, MISSING, PlanSpider, plan_spider
from crawler.trouble import TRANSFER_ERRORS, AddressBlocked, OutOfTime

TRANSFERS_AT_ONCE = 32
WORTH_A_THREAD = 16 * 1024
"""Bytes of a body that are packed aside."""


class NetworkTransfer(HTTP11DownloadHandler):
    """Scrapy's own transfer, recorded. Bodies are recorded as they came, before unpacking."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Twisted would ask again by itself, at once and uncounted, when a connection that was kept
        # open breaks. Scrapy's retry waits its turn.
        self._pool.retryAutomatically = False
        self._pool._factory = BoundedHeadsFactory  # noqa: SLF001  # as Scrapy sets its own
        self._spider: PlanSpider = plan_spider(crawler)
        self._gate = asyncio.Semaphore(TRANSFERS_AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def download_request(self, request: Request) -> Response:
        host = urlsplit(request.url).hostname or ""
        # Scrapy's own slots let a whole queue through at once when there is no delay. And while
        # one request waits because its host asks for it, those behind it wait with it.
        async with self._hosts[host]:
            # Before the turn: other crawls wait for its end.
            await self._spider.backlog.room()
            await self._spider.patience.wait(host)
            try:
                return await self._ask(request, host)
            finally:
                self._spider.patience.done(host)

    async def _ask(self, request: Request, host: str) -> Response:
        async with self._gate:
            if self._spider.out_of_time:
                raise OutOfTime
            response = await self._transfer(request, host)
        after = response.headers.get("Retry-After") or b""
        self._spider.patience.answered(host, response.status, after.decode("latin-1"))
        return response

    async def _transfer(self, request: Request, host: str) -> Response:
        try:
            response = await super().download_request(request)
        except Exception as error:
            found = _refusal(host, error) or heads_too_large(error) or error
            self._note_failure(request, found)
            if not isinstance(found, (AddressBlocked, DownloadCancelledError)):
                self._spider.patience.failed(host)
            raise found from error
        await self._note_answer(request, response)
        return response

    async def _note_answer(self, request: Request, response: Response) -> None:
        at = request.meta[AT] = self._spider.clock.now()
        _count(self._spider, request, response.body)
        recorder = self._spider.recorder
        if recorder is None:
            return
        answer = Answer(
            url=request.url,
            at=at,
            status=response.status,
            headers=_plain_headers(response.headers),
            body=response.body,
        )
        # Nothing is handed on that is not recorded; packing it need not hold up other answers.
        if len(response.body) < WORTH_A_THREAD:
            recorder.answer(answer)
        else:
            await asyncio.to_thread(recorder.answer, answer)

    def _note_failure(self, request: Request, error: Exception) -> None:
        at = request.meta[AT] = self._spider.clock.now()
        recorder: Recorder | None = self._spider.recorder
        if recorder is not None:
            name = type(error).__name__
            recorder.failure(Failure(url=request.url, at=at, error=name, text=str(error)))


class ReplayTransfer(BaseDownloadHandler):
    """Answers from the recording and asks nobody. An address it does not hold answers 404, with
    the header `X-Recording: missing`."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._spider: PlanSpider = plan_spider(crawler)
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        recording = self._spider.recording
        if recording is None:
            raise NotConfigured("There is no recording to replay.")
        found = recording.next(request.url, max_bytes=self._max_bytes)
        request.meta[AT] = recording.newest if found is None else found.at
        if found is None:
            return _response(request.url, 404, Headers({MISSING: "missing"}), b"")
        if isinstance(found, Failure):
            raise TRANSFER_ERRORS.get(found.error, DownloadFailedError)(found.text)
        if len(found.body) > self._max_bytes:
            raise DownloadCancelledError("The recorded body is larger than DOWNLOAD_MAXSIZE.")
        _count(self._spider, request, found.body)
        headers = Headers()
        for name, value in found.headers:
            headers.appendlist(name, value)
        return _response(request.url, found.status, headers, found.body)


def _count(spider: PlanSpider, request: Request, body: bytes) -> None:
    source = request.meta.get(FOR)
    if source is not None:
        spider.costs.count(source, len(body))


def _response(url: str, status: int, headers: Headers, body: bytes) -> Response:
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url=url, status=status, headers=headers, body=body)


def _refusal(host: str, error: Exception) -> AddressBlocked | None:
    """The resolver's refusal behind an error that only says that no address came out."""
    # The reactor is installed by the first import, which is the crawl process's to make.
    from twisted.internet import reactor  # noqa: PLC0415

    resolver = getattr(reactor, "nameResolver", None)
    if isinstance(error, CannotResolveHostError) and isinstance(resolver, GuardedResolver):
        verdict = resolver.refused.get(host)
        if verdict is not None:
            return AddressBlocked(verdict.sentence())
    return None


def _plain_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )
