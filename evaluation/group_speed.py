"""How long an arriving article takes to be grouped, among 10,000 as among 1,000,000.

A database is filled with a made-up stream, each article in the story it belongs to and in the
grouping index; at each size some hundred more arrive, and the desk's own job places them. The
filling goes a faster way, and leaves the same rows in the index as the job would (a test compares
them).

Figures: `ms_per_article` by how many articles there are: everything that grouping does for one,
from reading it to the written story and index, judging not counted; `processor_ms_per_article` is
how long the processor worked for it, which other programs of a busy machine do not lengthen;
`judge_ms_per_article` is what judging takes. `placed_rightly` is the share of the arrivals that
came into their event's story (or, as its first, into none). `rss_mb` is the most memory the
process had; `index_mb` what database and index weigh in the end.
"""

import resource
import sys
import tempfile
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.load import load
from core.article import Article
from core.relevance import Relevance
from core.story import Judged, Part, Story, StoryMember
from core.url import url_key
from evaluation.generated_stream import Made, Stream, article_of
from evaluation.grouping import judged as verdicts_of
from evaluation.measure import Measurement, ratio
from storage.database import Database
from storage.repositories.filling import Pattern, Placed
from stories.dating import judge_date
from stories.judge import Judge

Place = Callable[[Database, datetime], object]
"""What places every article that waits: the desk's own job."""

SIZES = (10_000, 100_000, 1_000_000)
ARRIVALS = 300
_CHUNK = 5_000
_JUDGED = 100
# As many events are known by their story; nothing older is copied or reported.
_REMEMBERED = 20_000


def measure(place: Place, *, sizes: Sequence[int] = SIZES, arrivals: int = ARRIVALS) -> Measurement:
    stream, each, right = Stream(), dict[str, float](), dict[str, float]()
    processor = dict[str, float]()
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "desk.sqlite3"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        filled = Filling(database, stream)
        for size in sorted(sizes):
            filled.up_to(size - 2 * arrivals)
            filled.arrive(place, arrivals)  # what is loaded at first is not counted
            arrived = filled.arrive(place, arrivals)
            each[str(size)] = round(arrived.milliseconds, 3)
            processor[str(size)] = round(arrived.processor_milliseconds, 3)
            right[str(size)] = round(arrived.rightly, 3)
        database.close()
        weight = path.stat().st_size / 1024**2
    return Measurement(
        name="group",
        data="a made-up stream: 5 % near-copies, 3 % other reports of a recent event",
        records=max(sizes),
        figures={
            "ms_per_article": each,
            "processor_ms_per_article": processor,
            "placed_rightly": right,
            "judge_ms_per_article": round(_judging(stream), 3),
            "rss_mb": round(_most_memory_mb(), 1),
            "index_mb": round(weight, 1),
        },
    )


@dataclass(frozen=True, slots=True)
class Arrived:
    """What it took for each of some articles to be placed, by the clock and by the processor, and
    the share of those that came where they belong."""

    milliseconds: float
    processor_milliseconds: float
    rightly: float


class Filling:
    """A database that is filled from a stream, and knows which story each recent event has."""

    def __init__(self, database: Database, stream: Stream) -> None:
        self._database, self._stream = database, stream
        self._count = self._next = 0
        self._homes: OrderedDict[int, int] = OrderedDict()
        self._sizes: Counter[int] = Counter()
        self._pattern = _pattern()

    def up_to(self, size: int) -> None:
        """Articles placed where they belong, until there are so many."""
        while self._count < size:
            some = list(self._stream.take(min(_CHUNK, size - self._count)))
            self._count += len(some)
            with self._database.unit() as unit:
                self._next = unit.filling.next_story()
                articles = [article_of(self._stream, made) for made in some]
                both = list(zip(some, articles, strict=True))
                unit.filling.fill([self._placed(*one) for one in both], self._pattern)
                unit.grouping.add([self._stream.trace(*one) for one in both])

    def arrive(self, place: Place, count: int) -> Arrived:
        """Articles that the job has to place."""
        some = list(self._stream.take(count))
        self._count += count
        articles = [article_of(self._stream, made) for made in some]
        with self._database.unit() as unit:
            for article in articles:
                unit.articles.add(article)
            unit.articles.save_judgements([_verdicts(article) for article in articles])
        begun, worked = time.perf_counter(), time.process_time()
        place(self._database, articles[-1].first_seen_at)
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        return Arrived(
            took * 1000 / count, worked * 1000 / count, ratio(sum(self._rightly(some)), count)
        )

    def _rightly(self, some: Sequence[Made]) -> list[bool]:
        with self._database.read() as unit:
            found = unit.stories.of_articles([url_key(made.url) for made in some])
        right = []
        for made in some:
            here = found[url_key(made.url)]
            known = self._homes.get(made.event)
            right.append(here not in self._homes.values() if known is None else here == known)
            self._remember(made.event, known or here)
            self._sizes[known or here] += 1
        return right

    def _placed(self, made: Made, article: Article) -> Placed:
        story_id = self._homes.get(made.event, self._next)
        self._next += story_id == self._next
        self._remember(made.event, story_id)
        self._sizes[story_id] += 1
        return Placed(
            article_id=article.article_id,
            url=article.url,
            title=article.title,
            text=article.text,
            day=made.day,
            seen_at=article.first_seen_at,
            story_id=story_id,
            position=self._sizes[story_id] - 1,
        )

    def _remember(self, event: int, story_id: int) -> None:
        self._homes[event] = story_id
        if len(self._homes) > _REMEMBERED:
            _, gone = self._homes.popitem(last=False)
            self._sizes.pop(gone, None)


def _pattern() -> Pattern:
    stream = Stream()
    article = article_of(stream, next(stream.take(1)))
    judged = _verdicts(article)
    story = Story(
        story_id=0,
        title=article.title,
        members=(StoryMember(article_id=article.article_id, part=Part.LEAD),),
        region=judged.region,
        relevance=Relevance.CORE,
        relevance_reasons=(),
        date=judged.date,
        rank=60.0,
        first_seen_at=article.first_seen_at,
        updated_at=article.first_seen_at,
    )
    return Pattern(article, judged, story)


def _verdicts(article: Article) -> Judged:
    """Core, and of its day; grouping looks at nothing else."""
    return replace(
        verdicts_of(article), date=judge_date(article, now=article.first_seen_at), fingerprint=0
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
