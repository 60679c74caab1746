"""One address asked for, redirects followed, as a value whichever way it ends."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from w3lib.encoding import http_content_type_encoding

from core.errors import DeskError
from core.guard import check_url
from core.log import Log
from core.source import Source, SourceMemory
from crawler.browser import BrowserFailed, Renderer
from crawler.document import Document
from crawler.patience import retry_after_seconds
from crawler.spiders.spider import AT, FOR, MISSING, PlanSpider
from crawler.trouble import Trouble, trouble_of_error, trouble_of_status, unsafe

log = Log(__name__)

NOT_MODIFIED = 304
_NOT_RECORDED = Trouble("not_found", "The page is not in the recording (404).", status=404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer to read, or 304 when that is what was hoped for."""

    document: Document
    status: int
    memory: SourceMemory
    at: datetime
    fresh_seconds: int = 0
    """For how long the server says that its answer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """`at` is None when nobody was asked."""

    trouble: Trouble
    at: datetime | None


class Fetcher:
    def __init__(self, spider: PlanSpider) -> None:
        self._spider = spider

    async def get(
        self, url: str, memory: SourceMemory = SourceMemory(), *, source: str
    ) -> Fetched | Missed:
        """With a memory, the server may answer that nothing changed since. What it costs is
        counted for `source`."""
        verdict = check_url(url, self._spider.plan.policy)
        if not verdict.ok:
            return Missed(trouble=unsafe(verdict.sentence(), redirected=False), at=None)
        request = Request(
            verdict.url,
            headers=_conditions(memory),
            callback=NO_CALLBACK,
            meta={FOR: source},
        )
        try:
            response = await self._spider.crawler.engine.download_async(request)
        except DeskError:
            raise
        except Exception as error:
            # A foreign server may upset any library; the item is kept, whatever it was.
            trouble = trouble_of_error(error)
            if trouble.code == "fetch_failed":
                log.exception("page not fetched", url=verdict.url)
            return Missed(trouble=trouble, at=request.meta.get(AT))
        return self._answer(response, conditional=bool(_conditions(memory)))

    def _answer(self, response: Response, *, conditional: bool) -> Fetched | Missed:
        at = response.meta[AT]
        trouble = trouble_of_status(response.status)
        if MISSING in response.headers:
            trouble = _NOT_RECORDED
        if trouble is not None and not (conditional and response.status == NOT_MODIFIED):
            wait = retry_after_seconds(_header(response, "Retry-After"), at) or 0
            return Missed(trouble=replace(trouble, wait_seconds=int(wait)), at=at)
        content_type = _header(response, "Content-Type")
        document = Document(
            url=response.url,
            body=response.body,
            content_type=content_type,
            encoding=http_content_type_encoding(content_type) or "",
        )
        memory = SourceMemory(
            etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified")
        )
        return Fetched(
            document=document,
            status=response.status,
            memory=memory,
            at=at,
            fresh_seconds=max_age(_header(response, "Cache-Control")),
        )


async def rendered(renderer: Renderer, answer: Fetched, source: Source) -> Fetched | Missed:
    """The same answer with the page as a browser shows it."""
    try:
        document = await renderer.render(answer.document, source=source.slug)
    except BrowserFailed as error:
        return Missed(trouble=error.trouble, at=answer.at)
    return replace(answer, document=document, memory=SourceMemory())


_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def max_age(cache_control: str) -> int:
    """Seconds; 0 when the header says none, or that nothing may be kept."""
    found = _MAX_AGE.search(cache_control)
    return int(found[1]) if found and "no-cache" not in cache_control.lower() else 0


def _conditions(memory: SourceMemory) -> dict[str, str]:
    headers = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
    return {name: value for name, value in headers.items() if value}


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
