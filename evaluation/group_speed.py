"""How long an arriving article takes to be grouped, among 10,000 as among 1,000,000.

An SQLite database is filled with a made-up stream, each article in the story it belongs to and in
the grouping index; at each size some thousands more arrive, and the desk's own job places them.
The filling goes a faster way, and leaves the same rows as the job would but for the sentence that
says why (a test compares them). Nothing of the index is forgotten on the way.

Figures, by how many articles there are: `ms_per_article` is everything that grouping does for one,
from reading it to the written story and index, judging not counted; `processor_ms_per_article` is
how long the processor worked for it, which other programs of a busy machine do not lengthen.
`copies_found` and `reports_found` are the shares of the near-copies and of the other reports of a
known event that came into its story, `opened_alone` that of the first reports that came into none.
`judge_ms_per_article` is what judging takes. `rss_mb` is the most memory the process had,
`generator_mb` what of it the made-up words take, `index_mb` what the database weighs in the end.
"""

import resource
import sys
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from config.load import load
from core.article import Article
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.place import Region, RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.story import Judged, Story
from core.trace import TermCounts
from core.url import url_key
from evaluation.generated_stream import RECENT, Kind, Made, Stream, article_of, url_of
from evaluation.measure import Measurement, ratio
from storage.database import Database
from stories.judge import Judge
from stories.likeness import profile
from stories.pairing import Pairing
from stories.telling import Member, tell_story

Place = Callable[[Database, datetime], object]
"""What places every article that waits: the desk's own job."""

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
ARRIVALS = 2_000
_CHUNK = 5_000
_JUDGED = 100


def measure(place: Place, *, sizes: Sequence[int] = SIZES, arrivals: int = ARRIVALS) -> Measurement:
    before = _most_memory_mb()
    stream = Stream()
    generator = _most_memory_mb() - before
    arrived: dict[str, Arrived] = {}
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.sqlite3"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        filled, warm = Filling(database, stream), arrivals // 5
        for size in sorted(sizes):
            filled.up_to(size - arrivals - warm)
            filled.arrive(place, warm)  # what is loaded at first is not counted
            arrived[str(size)] = filled.arrive(place, arrivals)
        database.close()
        weight = path.stat().st_size / 1024**2
    return Measurement(
        name="group",
        data="a made-up stream: 5 % near-copies, 3 % other reports of a recent event; the database "
        f"filled with rows like those of the job, the last {arrivals} at each size placed by it",
        records=max(sizes),
        figures={
            **{name: _each(arrived, name) for name in BY_SIZE},
            "judge_ms_per_article": round(_judging(stream), 3),
            "rss_mb": round(_most_memory_mb(), 1),
            "generator_mb": round(generator, 1),
            "index_mb": round(weight, 1),
        },
    )


@dataclass(frozen=True, slots=True)
class Arrived:
    """What it took for each of some articles to be placed, by the clock and by the processor, and
    the shares of those that came where they belong, by kind."""

    ms_per_article: float
    processor_ms_per_article: float
    copies_found: float
    reports_found: float
    opened_alone: float


BY_SIZE = tuple(field.name for field in fields(Arrived))


class Filling:
    """A database that is filled from a stream, and knows the stories of recent events."""

    def __init__(self, database: Database, stream: Stream) -> None:
        self._database, self._stream = database, stream
        self.count = 0
        self._known: OrderedDict[int, tuple[int, list[Member]]] = OrderedDict()

    def up_to(self, size: int) -> None:
        """Articles placed where they belong, until there are so many."""
        while self.count < size:
            some = self._take(min(_CHUNK, size - self.count))
            with self._database.unit() as unit:
                unit.filling.add_articles([(member.article, member.judged) for _, member in some])
                unit.filling.put_stories(self._told(some, unit.filling.next_story()))
                traces = [self._stream.trace(made, member.article) for made, member in some]
                unit.grouping.add(traces)

    def arrive(self, place: Place, count: int) -> Arrived:
        """Articles that the job has to place."""
        some = self._take(count)
        with self._database.unit() as unit:
            for _, member in some:
                unit.articles.add(member.article)
            unit.articles.save_judgements([member.judged for _, member in some])
        begun, worked = time.perf_counter(), time.process_time()
        place(self._database, some[-1][1].article.first_seen_at)
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        right = self._rightly(some)
        return Arrived(
            ms_per_article=took * 1000 / count,
            processor_ms_per_article=worked * 1000 / count,
            copies_found=_share(some, right, Kind.COPY),
            reports_found=_share(some, right, Kind.REPORT),
            opened_alone=_share(some, right, Kind.OPENS),
        )

    def _take(self, count: int) -> list[tuple[Made, Member]]:
        self.count += count
        taken = []
        for made in self._stream.take(count):
            article = article_of(self._stream, made)
            taken.append((made, Member(article, _verdicts(article))))
        return taken

    def _told(self, some: Sequence[tuple[Made, Member]], next_story: int) -> list[Story]:
        """The stories that these articles open or change, as they are in the end."""
        told: dict[int, datetime] = {}
        for made, member in some:
            story_id, members = self._known.setdefault(made.event, (next_story, []))
            next_story += story_id == next_story
            members.append(member)
            told[made.event] = member.article.first_seen_at
        stories = [_tell(*self._known[event], now) for event, now in told.items()]
        self._forget(told)
        return stories

    def _rightly(self, some: Sequence[tuple[Made, Member]]) -> list[bool]:
        """For each whether it is in the story of its event; one that opens an event, whether
        its story has articles of this event alone."""
        events = {made.event for made, _ in some}
        with self._database.read() as unit:
            homes = unit.stories.of_articles(
                [url_key(url_of(number)) for number in (*events, *(m.number for m, _ in some))]
            )
            stories = {story.story_id: story for story in unit.stories.many([*homes.values()])}
        articles = {member.article_id: made.event for made, member in some}
        for event, (_, members) in self._known.items():
            articles |= dict.fromkeys((member.article_id for member in members), event)
        right = []
        for made, member in some:
            here, there = homes[member.article_id], homes.get(url_key(url_of(made.event)))
            ids = stories[here].article_ids
            alone = all(articles.get(key) == made.event for key in ids)
            right.append(alone if made.kind is Kind.OPENS else here == there)
            if alone and here == there:
                self._known.setdefault(made.event, (here, []))[1].append(member)
            else:
                self._known.pop(made.event, None)
        self._forget(events)
        return right

    def _forget(self, touched: Iterable[int]) -> None:
        """What no later article copies or reports is not kept."""
        for event in touched:
            if event in self._known:
                self._known.move_to_end(event)
        while len(self._known) > RECENT:
            self._known.popitem(last=False)


def _tell(story_id: int, members: Sequence[Member], now: datetime) -> Story:
    """The story, as the decider tells it."""
    many = members if len(members) > 1 else ()
    compared = [profile(m.article, day=m.judged.date.day, fingerprint=0) for m in many]
    copies = Pairing(compared, TermCounts(seen={}))
    return replace(tell_story(members, None, copies, now=now), story_id=story_id)


def _share(some: Sequence[tuple[Made, Member]], right: Sequence[bool], kind: Kind) -> float:
    of_kind = [ok for (made, _), ok in zip(some, right, strict=True) if made.kind is kind]
    return ratio(sum(of_kind), len(of_kind))


def _each(arrived: Mapping[str, Arrived], name: str) -> dict[str, float]:
    return {size: round(getattr(one, name), 3) for size, one in arrived.items()}


def _verdicts(article: Article) -> Judged:
    """Core, and of its day; grouping looks at nothing else."""
    return replace(_judged_on(article.first_seen_at.date()), article_id=article.article_id)


@lru_cache(maxsize=8)
def _judged_on(day: date) -> Judged:
    claim = DateEvidence(day=day, origin=DateOrigin.FEED)
    return Judged(
        article_id="",
        relevance=RelevanceVerdict(ok=True, code="core", level=Relevance.CORE, score=1.0),
        region=RegionVerdict(ok=False, code="unclear", region=Region.UNCLEAR),
        date=DateVerdict(ok=True, code="single", day=day, chosen=claim),
        fingerprint=0,
    )


def _judging(stream: Stream, count: int = _JUDGED) -> float:
    """Milliseconds that the verdicts on one article take."""
    shipped = load(Path("no-such-workspace"), {})
    judge = Judge(shipped.beat, shipped.regions)
    articles = [article_of(stream, made) for made in stream.take(count + 1)]
    now = articles[-1].first_seen_at
    judge.judge(articles[0], now=now)  # what the first one loads is not counted
    begun = time.perf_counter()
    for article in articles[1:]:
        judge.judge(article, now=now)
    return (time.perf_counter() - begun) * 1000 / count


def _most_memory_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024**2 if sys.platform == "darwin" else most / 1024
