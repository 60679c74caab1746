"""collect: leftover spools → plan → crawl in a child process → spool → rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path

from pydantic import ValidationError

from core.article import Link
from core.crawl import CrawlLine, CrawlPlan, CrawlTask
from core.log import Log
from core.run import Job
from core.source import BY_HAND_SOURCE, Source, SourceKind, SourceState
from core.url import url_key
from core.version import Revisit
from crawler.launch import crawl
from crawler.parse.address import site_of
from crawler.recording import Recording
from crawler.spool import read_spool
from scheduler.context import Context, Progress, silent
from scheduler.locks import alone
from scheduler.revisiting import due_again, look_again, recorded_since, wanted_again
from storage.unit import Unit

log = Log(__name__)

LATEST = datetime.max.replace(tzinfo=UTC)

BATCH = 200
"""Lines stored in one transaction."""

ASK_AGAIN = timedelta(days=3)
"""For so long after it was first seen, a page is asked for again that a passing trouble kept from
us, as long as its source lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRequest:
    """Which sources to poll (none named: all that are not paused) and which pages to fetch;
    `polls` off fetches pages only."""

    sources: tuple[Source, ...] = ()
    pages: tuple[str, ...] = ()
    polls: bool = True
    replay: Path | None = None
    replay_pages: bool = False
    reread: bool = False
    """Also pages whose whole article is here."""


def collect(
    context: Context, request: CollectRequest = CollectRequest(), *, progress: Progress = silent
) -> dict[str, int]:
    """Counts by name: sources, articles, partial, dropped:<code>, polls:<outcome>, ..."""
    with alone(context, Job.COLLECT):
        counts = _store_leftovers(context)
        plan = make_plan(context, request)
        if not plan.tasks and not plan.replay_pages:
            return dict(counts)
        done = count(1)
        result = crawl(plan, on_line=lambda _line: progress("items", next(done), 0))
        counts += store_spool(context, plan.spool)
    counts["sources"] = len(plan.tasks)
    if not result.ok:
        log.warning("crawl cut short", exit_code=result.exit_code, said=result.stderr[-500:])
        counts["cut_short"] = 1
    return dict(counts)


def make_plan(context: Context, request: CollectRequest) -> CrawlPlan:
    settings, now = context.configuration.settings, context.clock.now()
    with context.database.read() as unit:
        again = unit.articles.to_ask_again(now - ASK_AGAIN)
        tasks = _tasks(unit, request, unconditional=frozenset(again.values()))
        known = unit.articles.known_keys().difference(again, _wanted(unit, request.pages))
        revisits = _revisits(unit, request, now)
    stamp = now.strftime("%Y%m%dT%H%M%S%f")
    for folder in (settings.spool_dir, settings.warc_dir):
        folder.mkdir(parents=True, exist_ok=True)
    return CrawlPlan(
        tasks=tasks,
        known=known,
        spool=settings.spool_dir / f"{stamp}.jsonl",
        started_at=now,
        user_agent=settings.user_agent,
        hosts=settings.hosts_dir,
        chromium=settings.chromium,
        policy=settings.policy,
        limits=settings.limits,
        record_to=None if request.replay else settings.warc_dir / f"{stamp}.warc.gz",
        replay=request.replay,
        replay_pages=request.replay_pages,
        revisits=revisits,
        phrases=context.configuration.beat.phrases if settings.prefilter else (),
    )


def store_spool(context: Context, spool: Path) -> Counter[str]:
    """Every line as rows, then the file is gone. Doing it twice stores nothing twice."""
    counts: Counter[str] = Counter()
    lines = read_spool(spool) if spool.exists() else iter(())
    try:
        while batch := list(islice(lines, BATCH)):
            with context.database.unit() as unit:
                for line in batch:
                    counts += _store(unit, line)
    except ValidationError as error:
        # Of another version of the program, or damaged: it must not stop every later collect.
        aside = spool.with_suffix(".unreadable")
        spool.replace(aside)
        log.error("spool not readable", kept=aside, reason=str(error)[:300])
        return counts + Counter({"spools_unreadable": 1})
    spool.unlink(missing_ok=True)
    return counts


def _store(unit: Unit, line: CrawlLine) -> Counter[str]:
    if line.article is not None and line.again:
        return Counter({look_again(unit, line.again, line.article): 1})
    if line.article is not None:
        if not unit.articles.add(line.article):
            return Counter({"known_again": 1})
        partial = line.article.partial_code
        return Counter({"articles": 1, **({f"partial:{partial}": 1} if partial else {})})
    if line.dropped is not None:
        unit.articles.add_dropped(line.dropped)
        return Counter({f"dropped:{line.dropped.code}": 1})
    if line.poll is not None:
        unit.sources.record_poll(line.poll)
        return Counter({f"polls:{line.poll.outcome}": 1, "items": line.poll.items_seen})
    return Counter()


def _tasks(
    unit: Unit, request: CollectRequest, *, unconditional: frozenset[str]
) -> tuple[CrawlTask, ...]:
    """A replay asks without conditions: the recording has no 304 for what it holds. So does who
    has pages to ask for again, which a 304 would not list, and who could not be read the last
    time: that nothing changed since proves nothing then."""
    states = unit.sources.states()
    tasks = [
        CrawlTask(source=source, memory=state.memory)
        if request.replay is None and source.slug not in unconditional and not state.failures
        else CrawlTask(source=source, memory=state.memory.unconditional)
        for source in _sources(unit, request)
        for state in [states.get(source.slug, SourceState(source=source.slug))]
    ]
    if request.pages:
        tasks.append(CrawlTask(source=BY_HAND_SOURCE, links=_given_links(unit, request)))
    return tuple(tasks)


def _given_links(unit: Unit, request: CollectRequest) -> tuple[Link, ...]:
    """The pages an editor gives, each under the name of the source that is of its site, if one is.
    A news search lists other people's pages: its own site says nothing about them."""
    outlets: dict[str, str] = {}
    for source in unit.sources.all():
        if source.kind is not SourceKind.SEARCH:
            outlets.setdefault(site_of(source.url), source.name)
    # A claim that holds for whoever asks: an editor wants to know how the page reads now.
    changed_at = LATEST if request.reread else None
    return tuple(
        Link(url=url, outlet=outlets.get(site_of(url), ""), changed_at=changed_at)
        for url in request.pages
    )


def _revisits(unit: Unit, request: CollectRequest, now: datetime) -> dict[str, Revisit]:
    if request.replay is not None:
        return recorded_since(unit)
    found = due_again(unit, now)
    if request.reread:
        found |= wanted_again(unit, request.pages, now)
    return found


def _wanted(unit: Unit, pages: Sequence[str]) -> frozenset[str]:
    """An address that an editor gives is asked for whatever became of it before, unless the
    whole article is here."""
    given = frozenset(url_key(page) for page in pages)
    return given - unit.articles.whole_keys() if given else given


def _sources(unit: Unit, request: CollectRequest) -> Sequence[Source]:
    if request.sources:
        return request.sources
    if not request.polls:
        return ()
    sources = [source for source in unit.sources.all() if not source.paused]
    if request.replay is None:
        return sources
    recording = Recording(request.replay)
    try:
        return [source for source in sources if recording.holds(source.url)]
    finally:
        recording.close()


def _store_leftovers(context: Context) -> Counter[str]:
    """Spools that a killed process left behind: what it had fetched is not fetched again."""
    counts: Counter[str] = Counter()
    for spool in sorted(context.configuration.settings.spool_dir.glob("*.jsonl")):
        log.info("leftover spool stored", spool=spool.name)
        counts += store_spool(context, spool)
    return counts
