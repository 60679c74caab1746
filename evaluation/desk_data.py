"""A desk after years of work, made up: as many articles, finds and editions as a page must bear.

Everything is drawn from one seed, so the same size gives the same database again.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from core.archive import ArchiveEdition, ArchiveFind
from core.article import Article
from core.dating import DateVerdict
from core.edition import Edition, EditionState, Feature
from core.find import (
    Author,
    AuthorKind,
    Check,
    CheckLevel,
    Evidence,
    Find,
    Revision,
    Sentence,
    SentenceKind,
    join_sentences,
)
from core.people import AuditEvent
from core.place import Region, RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.run import Job, RunState
from core.source import Poll, PollOutcome, Source, SourceKind
from core.story import Judged, Part, Story, StoryMember
from core.text import paragraphs
from core.url import url_key
from core.verdict import Reason
from core.workflow import FindState
from evaluation.generated import LAST_DAY, generated_articles
from storage.database import Database

_MODELS = 1_000
"""Articles written out; all others are put together from two of them."""
_BATCH = 5_000
_FINDS_IN_EDITION = 8
_A_YEAR = 26
_SOURCES = 170
_RUNS = 300
_MODEL = Author(kind=AuthorKind.MODEL, name="made up", prompt_version="find.v1", prompt_hash="0")
_ANN = Author(kind=AuthorKind.HUMAN, name="ann")
# What is in no edition: mostly turned down long ago, the rest waits.
_STATES = (FindState.REJECTED,) * 14 + (FindState.DRAFTED,) * 4 + (FindState.HELD,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSize:
    articles: int = 100_000
    finds: int = 20_000
    editions: int = 200

    def scaled(self, scale: float) -> "DeskSize":
        return DeskSize(
            articles=max(20, round(self.articles * scale)),
            finds=max(4, round(self.finds * scale)),
            editions=max(1, round(self.editions * scale)),
        )


def fill(database: Database, size: DeskSize, *, seed: int = 11) -> None:
    """Fill an empty, upgraded database."""
    chance = random.Random(seed)  # noqa: S311  # nobody is to be kept from guessing it
    _fill_sources(database)
    models = generated_articles(min(_MODELS, size.articles), seed=seed)
    wanted = _articles(models, size.articles, chance)
    spread = _Editions(size)
    find_id = story_id = 0
    while batch := list(islice(wanted, _BATCH)):
        stories = list(_stories(batch, story_id + 1, chance))
        story_id += len(stories)
        by_id = {article.article_id: article for article in batch}
        told = stories[: size.finds - find_id]
        finds = [
            _find(story, find_id + number, by_id[story.lead_id], spread, chance)
            for number, story in enumerate(told, 1)
        ]
        find_id += len(finds)
        with database.unit() as unit:
            unit.bulk.articles(batch, [_judged(article, chance) for article in batch])
            unit.bulk.stories(stories)
            unit.bulk.finds(finds, {find.find_id: (_first_draft(find),) for find in finds})
            unit.bulk.events([event for find in finds for event in _events(find)])
    with database.unit() as unit:
        unit.bulk.editions(list(spread.editions()), _moment(LAST_DAY))
        unit.bulk.finish()
    _fill_archive(database, models, size.editions)
    _fill_runs(database)


class _Editions:
    """Which find stands in which edition: the latest finds in the latest, the last one open."""

    def __init__(self, size: DeskSize) -> None:
        self._count = size.editions
        self._first = max(0, size.finds - size.editions * _FINDS_IN_EDITION)
        self._last = size.finds

    def of(self, find_id: int) -> int | None:
        if not self._first < find_id <= self._last:
            return None
        return min(self._count, (find_id - self._first - 1) // _FINDS_IN_EDITION + 1)

    def is_open(self, edition_id: int) -> bool:
        return edition_id == self._count

    def editions(self) -> Iterator[Edition]:
        placed: dict[int, list[int]] = {}
        for find_id in range(self._first + 1, self._last + 1):
            placed.setdefault(self.of(find_id) or 0, []).append(find_id)
        for number in range(1, self._count + 1):
            dated = LAST_DAY - timedelta(days=14 * (self._count - number))
            yield Edition(
                edition_id=number,
                volume=1 + (self._count + number - 1) // _A_YEAR,
                issue=1 + (self._count + number - 1) % _A_YEAR,
                dated=dated,
                state=EditionState.OPEN if self.is_open(number) else EditionState.EXPORTED,
                introduction=f"What issue {number} continues.\n\nWhat rounds it off.",
                features=tuple(
                    Feature(kind=kind, title=f"{kind} {number}", dated=dated, body="Lead.\n\n" * 6)
                    for kind in ("V2G Insights", "V2G Intelligence")
                ),
                find_ids=tuple(placed.get(number, ())),
            )


def _articles(models: Sequence[Article], count: int, chance: random.Random) -> Iterator[Article]:
    for number in range(count):
        one, other = chance.choice(models), chance.choice(models)
        half = len(one.text) // 2
        url = f"https://{one.source}.example/story/{number}"
        seen = _moment(LAST_DAY) - timedelta(minutes=(count - number) * 20)
        yield replace(
            one,
            article_id=url_key(url),
            url=url,
            source=f"outlet{number % _SOURCES}",
            outlet=f"Outlet {number % _SOURCES}",
            title=f"{one.title}, {other.title.split(' in ')[-1]}",
            text=f"{one.text[:half].rpartition('.')[0]}.\n\n{other.text}",
            summary=other.title,
            first_seen_at=seen,
            fetched_at=seen,
            fingerprint=chance.getrandbits(64),
        )


def _stories(batch: Sequence[Article], first: int, chance: random.Random) -> Iterator[Story]:
    """About half of the articles, in stories of one to five."""
    rest, story_id = list(batch[: len(batch) // 2]), first
    while rest:
        members, rest = rest[: (take := chance.choice((1, 1, 2, 3, 5)))], rest[take:]
        region = chance.choice((Region.US, Region.GLOBAL, Region.GLOBAL, Region.UNCLEAR))
        yield Story(
            story_id=story_id,
            title=members[0].title,
            members=tuple(
                StoryMember(
                    article_id=article.article_id,
                    part=Part.INDEPENDENT if number else Part.LEAD,
                    reasons=(Reason(code="same_event", text="Tells of the same event."),),
                )
                for number, article in enumerate(members)
            ),
            region=_region(region),
            relevance=Relevance.CORE,
            relevance_reasons=_why("term", "“feed the grid” stands in the lead."),
            date=_dated(members[0]),
            rank=round(chance.uniform(0, 20), 3),
            rank_reasons=_why("sources", f"{len(members)} outlets tell it."),
            first_seen_at=members[0].first_seen_at,
            updated_at=members[-1].first_seen_at,
        )
        story_id += 1


def _judged(article: Article, chance: random.Random) -> Judged:
    level = chance.choice((Relevance.CORE, Relevance.ADJACENT, Relevance.OFF))
    return Judged(
        article_id=article.article_id,
        relevance=RelevanceVerdict(
            ok=level is not Relevance.OFF,
            code="terms",
            reasons=_why("term", "“feed the grid” stands in the lead."),
            level=level,
            score=chance.uniform(-3, 9),
        ),
        region=_region(chance.choice(tuple(Region))),
        date=_dated(article),
        fingerprint=article.fingerprint,
    )


def _find(
    story: Story, find_id: int, lead: Article, spread: _Editions, chance: random.Random
) -> Find:
    edition_id = spread.of(find_id)
    if edition_id is None:
        state = chance.choice(_STATES)
    else:
        state = FindState.APPROVED if spread.is_open(edition_id) else FindState.PUBLISHED
    written = tuple(_sentences(lead))
    flags = _flags(written) if chance.random() < 0.3 else ()
    return Find(
        find_id=find_id,
        story_id=story.story_id,
        state=state,
        region=_section(story, placed=edition_id is not None),
        region_verdict=story.region,
        printed_on=story.date.day,
        date_verdict=story.date,
        revision=Revision(
            number=2,
            headline=story.title,
            text=join_sentences(written),
            sentences=written,
            checks=flags,
            author=_ANN,
            created_at=story.updated_at,
        ),
        rank=story.rank,
        rank_reasons=story.rank_reasons,
        created_at=story.updated_at,
        updated_at=story.updated_at,
    )


def _section(story: Story, *, placed: bool) -> Region:
    """What is placed has a section: an editor gave it one."""
    region = story.region.region
    return Region.GLOBAL if placed and region is Region.UNCLEAR else region


def _sentences(lead: Article) -> Iterator[Sentence]:
    """The article's first sentences as ours, each resting on itself; the last is analysis."""
    for span in paragraphs(lead.text)[:6]:  # a paragraph of theirs is one sentence
        rests_on = Evidence(
            article_id=lead.article_id, start=span.start, end=span.end, quote=span.text
        )
        yield Sentence(text=span.text, evidence=(rests_on,))
    yield Sentence(text="It shows how plans become routine.", kind=SentenceKind.ANALYSIS)


def _flags(written: Sequence[Sentence]) -> tuple[Check, ...]:
    reason = "The article does not hold this word."
    return tuple(
        Check(rule="name", level=CheckLevel.FLAG, reason=reason, sentence=n, quote=s.text[4:9])
        for n, s in enumerate(written[:2])
    )


def _first_draft(find: Find) -> Revision:
    return replace(find.revision, number=1, author=_MODEL, headline=f"{find.revision.headline}.")


def _events(find: Find) -> Iterator[AuditEvent]:
    subject = f"find {find.find_id}"
    for action in ("drafted", "edited", find.state.value):
        yield AuditEvent(at=find.created_at, actor="ann", action=action, subject=subject)


def _region(region: Region) -> RegionVerdict:
    reasons = _why("place", "Utrecht counts.")
    return RegionVerdict(
        ok=region is not Region.UNCLEAR, code="places", reasons=reasons, region=region
    )


def _dated(article: Article) -> DateVerdict:
    chosen = replace(article.dates[0], day=article.first_seen_at.date())
    reasons = _why("single", "The feed says so.")
    return DateVerdict(ok=True, code="single", reasons=reasons, day=chosen.day, chosen=chosen)


def _why(code: str, text: str) -> tuple[Reason, ...]:
    return (Reason(code=code, text=text, where="lead", weight=2.0),)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _fill_sources(database: Database) -> None:
    sources = [
        Source(
            slug=f"outlet{number}",
            name=f"Outlet {number}",
            kind=SourceKind.FEED,
            url=f"https://outlet{number}.example/feed",
        )
        for number in range(_SOURCES)
    ]
    now = _moment(LAST_DAY)
    with database.unit() as unit:
        unit.sources.sync(sources, now)
        for source in sources:
            outcome = PollOutcome.FAILED if source.slug.endswith("7") else PollOutcome.OK
            poll = Poll(source=source.slug, at=now, outcome=outcome, reason="It answered late.")
            unit.sources.record_poll(poll)


def _fill_archive(database: Database, models: Sequence[Article], editions: int) -> None:
    """As many editions as the desk made itself ran before it was there."""
    with database.unit() as unit:
        for number in range(1, editions + 1):
            dated = LAST_DAY - timedelta(days=14 * (2 * editions - number))
            told = [models[(number * 31 + n * 7) % len(models)] for n in range(_FINDS_IN_EDITION)]
            unit.archive.replace_edition(
                ArchiveEdition(
                    volume=1 + (number - 1) // _A_YEAR,
                    issue=1 + (number - 1) % _A_YEAR,
                    dated=dated,
                    introduction=f"What issue {number} continues.",
                    finds=tuple(_ran(one, position, dated) for position, one in enumerate(told)),
                )
            )


def _ran(article: Article, position: int, dated: date) -> ArchiveFind:
    """Its place in the edition is the edition's to say."""
    return ArchiveFind(
        volume=0,
        issue=0,
        position=position,
        text=article.text[:900],
        region=Region.GLOBAL if position % 2 else Region.US,
        printed_on=dated - timedelta(days=position),
        source_url=article.url,
    )


def _fill_runs(database: Database) -> None:
    now = _moment(LAST_DAY)
    with database.unit() as unit:
        for number in range(_RUNS):
            at = now - timedelta(minutes=5 * (_RUNS - number))
            run = unit.runs.request(
                Job.COLLECT,
                slot=f"made up {number}",
                subject=f"outlet{number % _SOURCES}",
                why="by the timetable",
                now=at,
            )
            if run is not None:
                unit.runs.claim(
                    (Job.COLLECT,), now=at, lease_seconds=60, holder="made up", only=run.run_id
                )
                unit.runs.finish(run.run_id, RunState.DONE, result={"articles": 3}, now=at)
