"""Plans for crawls on loopback, run in their own process, and what came of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.article import Article
from core.crawl import CrawlLimits, CrawlLine, CrawlPlan, CrawlResult, CrawlTask, Dropped
from core.guard import AddressPolicy
from core.source import Poll, Source, SourceKind, SourceMemory
from crawler.launch import crawl

LIMITS = CrawlLimits(
    delay_seconds=0, timeout_seconds=1.0, max_bytes=200_000, extract_workers=1, wall_seconds=30
)


@dataclass(slots=True)
class Outcome:
    result: CrawlResult
    lines: list[CrawlLine]
    articles: list[Article] = field(init=False)
    dropped: list[Dropped] = field(init=False)
    polls: dict[str, Poll] = field(init=False)

    def __post_init__(self) -> None:
        self.articles = [line.article for line in self.lines if line.article]
        self.dropped = [line.dropped for line in self.lines if line.dropped]
        self.polls = {line.poll.source: line.poll for line in self.lines if line.poll}

    def article(self, ending: str) -> Article:
        found = [article for article in self.articles if article.listed_url.endswith(ending)]
        assert len(found) == 1, f"{len(found)} articles for {ending}: {self.result.stderr}"
        return found[0]

    def codes(self, source: str) -> dict[str, str]:
        """Address to code of what a source's items were dropped for."""
        return {item.url: item.code for item in self.dropped if item.source == source}


def feed(slug: str, url: str, kind: SourceKind = SourceKind.FEED, *, selector: str = "") -> Source:
    return Source(slug=slug, name=slug.title(), kind=kind, url=url, selector=selector)


def task(source: Source, memory: SourceMemory = SourceMemory()) -> CrawlTask:
    return CrawlTask(source=source, memory=memory)


def make_plan(
    spool: Path,
    *tasks: CrawlTask,
    port: int = 80,
    ports: tuple[int, ...] = (),
    private: tuple[str, ...] = ("127.0.0.1/32",),
    known: frozenset[str] = frozenset(),
    limits: CrawlLimits = LIMITS,
    record_to: Path | None = None,
    replay: Path | None = None,
    replay_pages: bool = False,
) -> CrawlPlan:
    return CrawlPlan(
        tasks=tasks,
        known=known,
        spool=spool,
        started_at=datetime(2026, 2, 3, 12, tzinfo=UTC),
        user_agent="FindsDesk/test (+https://example.org/bot)",
        policy=AddressPolicy(allow_private=private, ports=(port, *ports)),
        limits=limits,
        record_to=record_to,
        replay=replay,
        replay_pages=replay_pages,
    )


def run(plan: CrawlPlan) -> Outcome:
    lines: list[CrawlLine] = []
    result = crawl(plan, on_line=lines.append)
    return Outcome(result, lines)
