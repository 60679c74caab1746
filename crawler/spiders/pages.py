"""One link to one article: whole, or partial with the reason, or dropped."""

from datetime import datetime

from core.article import Article, Link
from core.clock import Clock
from core.crawl import OFF_BEAT, Dropped
from core.source import BY_HAND, Render, Scope, Source
from crawler.browser import Renderer
from crawler.calls import read_page
from crawler.document import Document
from crawler.extract.assemble import partial_article
from crawler.prefilter import Prefilter
from crawler.spiders.fetch import Fetched, Fetcher, rendered
from crawler.trouble import OUT_OF_TIME, Trouble
from crawler.workers import ReadingFailed, ReadingPool

_TOO_SLOW = Trouble("extract_timeout", "Reading the page took too long.")
_OFF_BEAT = Trouble(OFF_BEAT, "Neither the page nor its teaser holds a word of the beat.")
_UNREADABLE = Trouble("extract_failed", "The page could not be read.")


class PageReader:
    def __init__(
        self,
        fetcher: Fetcher,
        pool: ReadingPool,
        renderer: Renderer,
        clock: Clock,
        prefilter: Prefilter | None,
    ) -> None:
        self._fetcher, self._pool, self._clock = fetcher, pool, clock
        self._renderer, self._prefilter = renderer, prefilter

    async def read(
        self, link: Link, source: Source, listed_at: datetime | None, *, again: bool = False
    ) -> Article | Dropped | None:
        """None when its turn did not come. `listed_at` is None when an editor gave the link. What
        is read `again` is on the beat already.

        Where nobody was asked for the page, what we have is from the moment of the poll.
        """
        answer = await self._fetcher.get(link.url, source=source.slug)
        if isinstance(answer, Fetched) and source.render is Render.BROWSER:
            answer = await rendered(self._renderer, answer, source)
        if isinstance(answer, Fetched):
            if not again and not self._may_be_ours(answer.document, link, source):
                return _dropped(_OFF_BEAT, link, source, listed_at or answer.at)
            return await self._whole(answer, link, source, listed_at or answer.at)
        if answer.trouble.code == OUT_OF_TIME.code:
            return None
        at = answer.at or listed_at or self._clock.now()
        if answer.trouble.code == "unsafe_address":
            return _dropped(answer.trouble, link, source, listed_at or at)
        return _partial(answer.trouble, link, source, at, listed_at or at)

    def _may_be_ours(self, document: Document, link: Link, source: Source) -> bool:
        """Narrow sources and editors' own links are read whatever they hold, and PDFs, whose words
        are packed."""
        if self._prefilter is None or source.scope is Scope.NARROW or source.slug == BY_HAND:
            return True
        if document.is_pdf:
            return True
        said = self._prefilter.may_stand_in(link.title, link.summary)
        return said or self._prefilter.may_hold(document)

    async def _whole(
        self, answer: Fetched, link: Link, source: Source, first_seen_at: datetime
    ) -> Article:
        try:
            return await self._pool.read(
                read_page, answer.document, link, source, answer.at, first_seen_at
            )
        except ReadingFailed as error:
            trouble = _TOO_SLOW if error.timed_out else _UNREADABLE
            return _partial(trouble, link, source, answer.at, first_seen_at)


def _partial(
    trouble: Trouble, link: Link, source: Source, fetched_at: datetime, first_seen_at: datetime
) -> Article:
    return partial_article(
        link,
        source,
        code=trouble.code,
        reason=trouble.reason,
        fetched_at=fetched_at,
        first_seen_at=first_seen_at,
    )


def _dropped(trouble: Trouble, link: Link, source: Source, at: datetime) -> Dropped:
    return Dropped(
        source=source.slug,
        url=link.url,
        title=link.title,
        code=trouble.code,
        reason=trouble.reason,
        at=at,
    )
