"""Articles made up for measuring speed: events with a few reports each, and copies of some."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from core.article import Article
from core.dating import DateEvidence, DateOrigin
from core.url import url_key

LAST_DAY = date(2026, 2, 3)
DAYS = 30

_ACTORS = "utility city carmaker school district council operator ministry dealer co-op".split()
_THINGS = """buses chargers vans batteries tariffs garages trucks inverters meters depots ferries
taxis""".split()
_DOINGS = "opens buys tests delays doubles sells joins funds stops expands".split()
_SYLLABLES = "ba do ka li mo na pe ri su ta ve zo bren dal fos gar hol kes lun mar".split()
_SENTENCES = 12
_VOCABULARY = 60_000


def generated_articles(count: int, *, seed: int = 7) -> list[Article]:
    """The same articles for the same count: about two and a half for each event, over a month."""
    chance = random.Random(seed)  # noqa: S311  # nobody is to be kept from guessing it
    words = _Words(chance)
    found: list[Article] = []
    while len(found) < count:
        found.extend(_event(chance, words, len(found)))
    return found[:count]


class _Words:
    """A made-up language whose words are as unevenly used as real ones (Zipf's law)."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._words = ["".join(chance.choices(_SYLLABLES, k=4)) for _ in range(_VOCABULARY)]
        self._weights = list(accumulate(1 / rank for rank in range(1, _VOCABULARY + 1)))

    def name(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=4)).capitalize()

    def sentence(self, about: list[str]) -> str:
        some = self._chance.choices(self._words, cum_weights=self._weights, k=16)
        some += self._chance.sample(about, min(2, len(about)))
        self._chance.shuffle(some)
        return f"The {' '.join(some)}."


def _event(chance: random.Random, words: _Words, first: int) -> Iterator[Article]:
    names = [words.name() for _ in range(3)]
    actor, thing, doing = (chance.choice(some) for some in (_ACTORS, _THINGS, _DOINGS))
    amount = chance.randrange(3, 9_000)
    facts = [words.sentence([*names, str(amount), thing]) for _ in range(6)]
    day = LAST_DAY - timedelta(days=chance.randrange(DAYS))
    told: list[str] = []
    for number in range(chance.choice((1, 1, 2, 3, 5))):
        if not told or chance.random() < 0.6:
            own = [words.sentence(names[:1]) for _ in range(_SENTENCES - len(facts))]
            told = chance.sample(facts + own, _SENTENCES)
        title = f"{names[0]} {actor} {doing} {amount} {thing} in {names[1 + number % 2]}"
        yield _article(first + number, title, "\n\n".join(told), day, chance)


def _article(number: int, title: str, text: str, day: date, chance: random.Random) -> Article:
    outlet = f"outlet{chance.randrange(60)}"
    url = f"https://{outlet}.example/{number}"
    seen = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Article(
        article_id=url_key(url),
        url=url,
        source=outlet,
        outlet=outlet.title(),
        title=title,
        text=text,
        language="en",
        dates=(DateEvidence(day=day, origin=DateOrigin.FEED),),
        first_seen_at=seen,
        fetched_at=seen,
    )
