"""The spider: works off a plan, source by source, and writes lines to its spool.

The flow of a source reads from top to bottom: poll it, admit its links, read their pages, write
a line for each, and when all are written the line of the poll. Each step waits for the one
before, so the order of lines that a spool promises needs no bookkeeping. Scrapy carries every
request, with its slots, delays, retries, redirects and middlewares.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from scrapy import Request

from core.article import Article, Link
from core.crawl import CrawlLine, CrawlTask, Dropped
from core.log import Log
from core.source import BY_HAND, BY_HAND_SOURCE, Source
from crawler.admission import DUPLICATES, Admission, Admitted, Postponed
from crawler.browser import Renderer
from crawler.prefilter import Prefilter
from crawler.recording import Recording
from crawler.spiders.fetch import Fetcher
from crawler.spiders.pages import PageReader
from crawler.spiders.polling import Poller
from crawler.spiders.sequence import Sequence
from crawler.spiders.spider import PlanSpider
from crawler.spiders.tally import Tally
from crawler.spool import Spool
from crawler.workers import ReadingPool

log = Log(__name__)

_Outcome = tuple[Admitted, Article | Dropped | None]

PAGES_AT_ONCE = 64
"""Of one source; how many requests go out at once is decided per host and in all."""


class DeskSpider(PlanSpider):
    """`finished` says that the plan was worked off."""

    finished = False

    async def start(self) -> AsyncIterator[Request]:
        limits = self.plan.limits
        pool = ReadingPool(
            workers=limits.extract_workers, seconds=limits.extract_seconds, backlog=self.backlog
        )
        fetcher, renderer = Fetcher(self), Renderer(self)
        self._poller = Poller(fetcher, pool, renderer, limits.max_items_per_source)
        prefilter = Prefilter(self.plan.phrases) if self.plan.phrases else None
        self._pages = PageReader(fetcher, pool, renderer, self.clock, prefilter)
        self._admission = Admission(
            self.plan.known,
            self.plan.policy,
            self.plan.revisits,
            most_revisits=limits.max_revisits_per_source,
        )
        try:
            with Spool(self.plan.spool) as self._spool:
                await self._work_off()
            self.finished = True
        finally:
            pool.close()
            await renderer.close()
        # Scrapy asks for an iterator of requests; ours are sent from within.
        none: tuple[Request, ...] = ()
        for request in none:
            yield request

    async def _work_off(self) -> None:
        if self.recording is None:
            asyncio.get_running_loop().call_later(self.plan.limits.wall_seconds, self._hurry)
            async with asyncio.TaskGroup() as sources:
                for task in self.plan.tasks:
                    sources.create_task(self._source(task))
            return
        # Which of two sources takes a link both list must not depend on the time of day.
        for task in self.plan.tasks:
            await self._source(task)
        if self.plan.replay_pages:
            await self._recorded_pages(self.recording)

    def _hurry(self) -> None:
        # What waits for its host's pace is refused when its turn comes; let it come at once.
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = 0

    async def _source(self, task: CrawlTask) -> None:
        if task.links:
            await self._links(task.links, task.source, None, Tally())
            return
        polled = await self._poller.poll(task)
        at = polled.at or self.clock.now()
        tally = Tally()
        await self._links(polled.links, task.source, at, tally)
        slug = task.source.slug
        poll = tally.poll(slug, polled, at, old=task.memory, cost=self.costs.of(slug))
        self._spool.write(CrawlLine(poll=poll, look=polled.look))
        log.info("source polled", source=poll.source, outcome=poll.outcome, new=poll.items_new)

    async def _recorded_pages(self, recording: Recording) -> None:
        """Pages that no source listed, as if an editor had given their addresses; also those that
        are here and may have been recorded since."""
        polled = {task.source.url for task in self.plan.tasks}
        links = tuple(
            Link(url=url, changed_at=recording.newest)
            for url in recording.pages()
            if url not in polled and not self._admission.is_taken(url, at=recording.newest)
        )
        given = (task.source for task in self.plan.tasks if task.source.slug == BY_HAND)
        await self._links(links, next(given, BY_HAND_SOURCE), None, Tally())

    async def _links(
        self, links: tuple[Link, ...], source: Source, listed_at: datetime | None, tally: Tally
    ) -> None:
        """Every link to a line, but for those known already and those whose turn did not come."""
        admitted, duplicates = self._admit(links, source, listed_at, tally)
        lines: Sequence[_Outcome] = Sequence(
            lambda outcome: self._write(outcome, source, tally),
            in_order=self.recording is not None,
        )
        at_once = asyncio.Semaphore(PAGES_AT_ONCE)

        async def read(index: int, item: Admitted) -> None:
            async with at_once:
                found = await self._pages.read(item.link, source, listed_at, again=bool(item.again))
            lines.put(index, (item, found))

        async with asyncio.TaskGroup() as pages:
            for index, item in enumerate(admitted):
                pages.create_task(read(index, item))
        for dropped in duplicates:
            if await self._admission.settled(dropped.url):
                self._drop(dropped, tally)
            else:
                tally.waiting += 1

    def _admit(
        self, links: tuple[Link, ...], source: Source, listed_at: datetime | None, tally: Tally
    ) -> tuple[list[Admitted], list[Dropped]]:
        """The links to read, and the duplicates, which wait for the links they repeat."""
        admitted: list[Admitted] = []
        duplicates: list[Dropped] = []
        at = listed_at or self.clock.now()
        for link in links:
            verdict = self._admission.admit(link, source, at)
            if isinstance(verdict, Admitted):
                admitted.append(verdict)
            elif isinstance(verdict, Dropped):
                if verdict.code in DUPLICATES:
                    duplicates.append(verdict)
                else:
                    self._drop(verdict, tally)
            elif isinstance(verdict, Postponed):
                tally.postponed += 1
        return admitted, duplicates

    def _write(self, outcome: _Outcome, source: Source, tally: Tally) -> None:
        item, found = outcome
        if found is None:
            tally.waiting += 1
        elif item.again:
            if isinstance(found, Article):
                self._spool.write(CrawlLine(article=found, again=item.again))
        elif isinstance(found, Dropped):
            self._drop(found, tally)
        elif not self._admission.welcome(found, item.key):
            self._drop(_same_page(found, source), tally)
        else:
            self._spool.write(CrawlLine(article=found))
            tally.new += 1
        self._admission.settle(item.key, done=found is not None)

    def _drop(self, dropped: Dropped, tally: Tally) -> None:
        self._spool.write(CrawlLine(dropped=dropped))
        tally.dropped[dropped.code] += 1


def _same_page(article: Article, source: Source) -> Dropped:
    return Dropped(
        source=source.slug,
        url=article.listed_url or article.url,
        title=article.title,
        code="duplicate_page",
        reason=f"The page is {article.url}, which is already here.",
        at=article.first_seen_at,
    )
