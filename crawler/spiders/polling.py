"""A source asked once: what it lists now, and what to remember for the next time."""

import hashlib
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.article import Link
from core.crawl import CrawlTask
from core.discovery import Look
from core.source import ListingChoice, PollOutcome, Render, Source, SourceKind, SourceMemory
from crawler.browser import Renderer
from crawler.calls import look_at, read_source
from crawler.document import Document, Listed
from crawler.spiders.fetch import NOT_MODIFIED, Fetched, Fetcher, Missed, rendered
from crawler.trouble import Trouble
from crawler.workers import ReadingFailed, ReadingPool

MAX_SITEMAPS = 50
MAX_SITEMAP_DEPTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How a poll went, before its links are worked off."""

    at: datetime | None
    outcome: PollOutcome
    http_status: int | None = None
    reason: str = ""
    memory: SourceMemory = SourceMemory()
    links: tuple[Link, ...] = ()
    found: int = 0
    fresh_seconds: int = 0
    wait_seconds: int = 0
    look: Look | None = None

    @property
    def item_days(self) -> tuple[tuple[date, int], ...]:
        """How many links are dated on each day."""
        return tuple(sorted(_days(self.links).items()))


class Poller:
    def __init__(
        self, fetcher: Fetcher, pool: ReadingPool, renderer: Renderer, max_items: int
    ) -> None:
        self._fetcher, self._pool, self._max_items = fetcher, pool, max_items
        self._renderer = renderer

    async def poll(self, task: CrawlTask) -> Polled:
        answer = await self._ask(task)
        if isinstance(answer, Missed):
            return _missed(answer, task.memory)
        digest = hashlib.sha256(answer.document.body).hexdigest()
        if answer.status == NOT_MODIFIED or digest == task.memory.digest:
            return Polled(
                at=answer.at,
                outcome=PollOutcome.NOT_MODIFIED,
                http_status=answer.status,
                memory=_merged(answer.memory, task.memory),
                fresh_seconds=answer.fresh_seconds,
            )
        answer = replace(answer, memory=replace(answer.memory, digest=digest))
        try:
            return await self._read(answer, task)
        except ReadingFailed as error:
            how = "took too long" if error.timed_out else "was not possible"
            return Polled(
                at=answer.at,
                outcome=PollOutcome.FAILED,
                http_status=answer.status,
                reason=f"Reading what the source sent {how}.",
                memory=task.memory,
            )

    async def _ask(self, task: CrawlTask) -> Fetched | Missed:
        source = task.source
        by_browser = source.render is Render.BROWSER and source.kind is SourceKind.LISTING
        # A page that its script fills is the same page whatever the script brings.
        memory = task.memory.unconditional if by_browser else task.memory
        answer = await self._fetcher.get(source.url, memory, source=source.slug)
        if by_browser and isinstance(answer, Fetched):
            return await rendered(self._renderer, answer, source)
        return answer

    async def _read(self, answer: Fetched, task: CrawlTask) -> Polled:
        old = choice_for(task)
        listed = await self._pool.read(
            read_source, answer.document, task.source, self._max_items, old.place if old else ""
        )
        look = None
        if task.look:
            look = await self._pool.read(look_at, answer.document, task.source)
        choice = chosen(old, listed.place, task.source.url, answer.at)
        memory = replace(answer.memory, choice=choice)
        if listed.children:
            if self._max_items:
                listed = await self._follow(listed, answer.document, task.source)
            else:
                listed = replace(listed, found=len(listed.children), fetchable=True)
            # That an index is unchanged says nothing about the sitemaps it names.
            memory = SourceMemory()
        polled = Polled(
            at=answer.at,
            outcome=PollOutcome.OK,
            http_status=answer.status,
            reason=listed.problem,
            memory=memory,
            links=listed.links,
            found=listed.found,
            fresh_seconds=max(answer.fresh_seconds, listed.fresh_seconds),
            look=look,
        )
        if listed.fetchable:
            return polled
        outcome = PollOutcome.FAILED if listed.problem else PollOutcome.EMPTY
        reason = listed.problem or "The source lists nothing."
        return replace(polled, outcome=outcome, reason=reason, memory=task.memory)

    async def _follow(self, index: Listed, document: Document, source: Source) -> Listed:
        """All that the sitemaps under an index list, each of them read once."""
        links, found, problems = list(index.links), index.found, [index.problem]
        fetchable = index.fetchable
        seen = {document.url}
        waiting = deque((child, 1) for child in index.children)
        while waiting and len(seen) <= MAX_SITEMAPS and len(links) < self._max_items:
            url, depth = waiting.popleft()
            if url in seen:
                continue
            seen.add(url)
            part = await self._sitemap(url, source)
            problems.append(part.problem and f"{url}: {part.problem}")
            links.extend(part.links)
            found += part.found
            fetchable = fetchable or part.fetchable
            if depth < MAX_SITEMAP_DEPTH:
                waiting.extend((child, depth + 1) for child in part.children)
        if waiting:
            problems.append(f"{len(waiting)} more sitemaps were not read.")
        reason = " ".join(problem for problem in problems if problem)
        return Listed(
            links=tuple(links[: self._max_items]),
            problem=reason[:500],
            found=found,
            fetchable=fetchable,
        )

    async def _sitemap(self, url: str, source: Source) -> Listed:
        answer = await self._fetcher.get(url, source=source.slug)
        if isinstance(answer, Missed):
            return Listed(problem=answer.trouble.reason)
        try:
            return await self._pool.read(read_source, answer.document, source, self._max_items)
        except ReadingFailed:
            return Listed(problem="It could not be read.")


FOUND_ANEW = (
    "The part of the page where its articles were listed is gone: they were found in another part."
)


def choice_for(task: CrawlTask) -> ListingChoice | None:
    """What was found on this page before; nothing when the source had another address."""
    choice = task.memory.choice
    return choice if choice and choice.url == task.source.url else None


def chosen(old: ListingChoice | None, place: str, url: str, at: datetime) -> ListingChoice | None:
    """The place where the links were found now, with a note when it is another than before."""
    if not place or (old is not None and old.place == place):
        return old
    return ListingChoice(url=url, place=place, since=at, note=FOUND_ANEW if old else "")


def _missed(answer: Missed, memory: SourceMemory) -> Polled:
    return Polled(
        at=answer.at,
        outcome=_outcome(answer.trouble),
        http_status=answer.trouble.status,
        reason=answer.trouble.reason,
        memory=memory,
        wait_seconds=answer.trouble.wait_seconds,
    )


def _outcome(trouble: Trouble) -> PollOutcome:
    if trouble.code == "gone":
        return PollOutcome.GONE
    return PollOutcome.BLOCKED if trouble.blocking else PollOutcome.FAILED


def _merged(new: SourceMemory, old: SourceMemory) -> SourceMemory:
    # A 304 need not repeat what it was asked with.
    return SourceMemory(
        etag=new.etag or old.etag,
        last_modified=new.last_modified or old.last_modified,
        digest=old.digest,
        choice=old.choice,
    )


def _days(links: Iterable[Link]) -> Counter[date]:
    return Counter(link.dates[0].day for link in links if link.dates)
