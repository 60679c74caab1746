"""What an address could be polled as: asked as every source is, and nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from core.clock import print_date
from core.crawl import CrawlPlan, CrawlTask
from core.discovery import Candidate, Discovery, FoundBy, Look, Offer, preferred
from core.source import Poll, PollOutcome, Source, SourceKind
from crawler.launch import crawl
from crawler.parse.discovery import usual_places
from crawler.spool import read_spool
from scheduler.context import Context, Progress, silent

MOST_ASKED = 8
ABANDONED = timedelta(days=180)
PAGE, ROBOTS = "page", "robots"
WELL = frozenset({PollOutcome.OK, PollOutcome.NOT_MODIFIED})
NOTHING = (
    "No feed, sitemap or list of dated links was found there. Try the address of its newsroom or"
    " blog page, or a news search for its name."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    poll: Poll
    look: Look | None


def discover_sources(context: Context, url: str, *, progress: Progress = silent) -> Discovery:
    """The candidates at an address that list something, or that the site names, each asked once.
    A usual place where nothing is does not count."""
    seen = _ask(context, {PAGE: _listing(url), ROBOTS: _listing(urljoin(url, "/robots.txt"))})
    page = seen.get(PAGE)
    if page is None or page.look is None:
        reason = page.poll.reason if page else "The crawl ended before it was asked."
        return Discovery(url=url, problem=reason or "It could not be read.")
    chosen = preferred(_candidates(url, seen), MOST_ASKED)
    progress("candidates asked", 0, len(chosen))
    today = context.clock.now().date()
    offers = [
        offer
        for candidate, answer in _asked(context, chosen, page)
        if (offer := _offer(candidate, answer, today)).usable
        or candidate.found_by is not FoundBy.USUAL
    ]
    progress("candidates asked", len(chosen), len(chosen))
    usable = any(offer.usable for offer in offers)
    return Discovery(url=url, offers=tuple(offers), problem="" if usable else NOTHING)


def _candidates(url: str, seen: dict[str, _Seen]) -> list[Candidate]:
    found = [one for answer in seen.values() if answer.look for one in answer.look.candidates]
    if any(one.found_by is FoundBy.ITSELF for one in found):
        return found
    return [*found, *usual_places(url)]


def _asked(
    context: Context, chosen: Sequence[Candidate], page: _Seen
) -> list[tuple[Candidate, _Seen | None]]:
    """The page was read as a list already."""
    names = {f"candidate-{number}": one for number, one in enumerate(chosen)}
    seen = _ask(
        context,
        {
            name: Source(slug=name, name=name, kind=one.kind, url=one.url)
            for name, one in names.items()
            if one.found_by is not FoundBy.LISTING
        },
    )
    return [
        (one, page if one.found_by is FoundBy.LISTING else seen.get(name))
        for name, one in names.items()
    ]


def _ask(context: Context, sources: dict[str, Source]) -> dict[str, _Seen]:
    if not sources:
        return {}
    settings = context.configuration.settings
    with TemporaryDirectory() as folder:
        plan = CrawlPlan(
            tasks=tuple(
                CrawlTask(source=replace(source, slug=name), look=True)
                for name, source in sources.items()
            ),
            known=frozenset(),
            spool=Path(folder) / "discover.jsonl",
            started_at=context.clock.now(),
            user_agent=settings.user_agent,
            hosts=settings.hosts_dir,
            chromium=settings.chromium,
            policy=settings.policy,
            limits=replace(settings.limits, max_items_per_source=0),
        )
        crawl(plan)
        lines = list(read_spool(plan.spool))
    return {line.poll.source: _Seen(line.poll, line.look) for line in lines if line.poll}


def _listing(url: str) -> Source:
    return Source(slug=PAGE, name=PAGE, kind=SourceKind.LISTING, url=url)


def _offer(candidate: Candidate, answer: _Seen | None, today: date) -> Offer:
    if answer is None:
        return Offer(candidate=candidate, problem="The crawl ended before it was asked.")
    look = answer.look or Look()
    usable = answer.poll.outcome in WELL and bool(look.items or look.children)
    problem = answer.poll.reason or (_doubt(look, today) if usable else "It lists nothing.")
    return Offer(candidate=candidate, look=look, problem=problem, usable=usable)


def _doubt(look: Look, today: date) -> str:
    if look.children:
        how_many = f"an index of {look.children} sitemaps"
        return f"It is {how_many}: their items are not shown here, and may be many and old."
    days = [link.dates[0].day for link in look.newest if link.dates]
    if not days:
        return "No item says its day: it is read from each page."
    if max(days) < today - ABANDONED:
        return f"Its newest item is of {print_date(max(days))}: it may be abandoned."
    return ""
