"""A stream of articles made up for measuring grouping: as many as one likes, the same each time.

Words are used as unevenly as in real news (Zipf's law), and new names keep coming (Heaps' law).
Of a hundred articles five are near-copies of a recent one, under a headline of their own or not,
three tell a recent event in other words, and the others open an event.
"""

import random
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain

import numpy as np

from core.article import Article
from core.dating import DateEvidence, DateOrigin
from core.trace import Trace
from core.url import url_key
from stories.likeness import LEAD_CHARS, term_key, terms_of
from stories.tracing import bands, telling

FIRST_DAY = date(2023, 1, 2)
A_DAY = 2_000
"""So many articles come in a day."""

_COPIES, _REPORTS = 0.05, 0.03
RECENT = 3 * A_DAY
"""Nothing older than so many articles is copied or reported."""
_VOCABULARY = 60_000
_SENTENCES, _SENTENCE = (4, 10), 14
_FACTS = 4
_NAMES = 3
_NEW_NAME = 0.85
_SYLLABLES = "ba do ka li mo na pe ri su ta ve zo bren dal fos gar hol ken lun mar".split()


class Kind(StrEnum):
    OPENS = "opens"
    COPY = "copy"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Made:
    """An article as it is made up: words by their number, names as text. `event` is the number
    of the article that opened it; `sentences` hold numbers, a name or a figure stands at the end
    of the first few."""

    number: int
    kind: Kind
    event: int
    names: tuple[str, ...]
    figure: str
    title: tuple[str, ...]
    sentences: tuple[tuple[int, ...], ...]

    @property
    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.number // A_DAY)

    @property
    def url(self) -> str:
        return url_of(self.number)


class Stream:
    """`take` goes on where it stopped. Only what is recent is remembered."""

    def __init__(self, *, seed: int = 7) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # nobody is to be kept from guessing it
        self._words = [self._spell(number) for number in range(_VOCABULARY)]
        self._hashes = [term_key(word) for word in self._words]
        # Without endings; each of these words is one, and none a small one.
        self._keys = [key for word in self._words for key in _keys_of.__wrapped__(word)]
        self._ranks = np.random.default_rng(seed)
        # Zipf's law in Mandelbrot's form.
        weights = np.cumsum(1 / (np.arange(_VOCABULARY) + 2.7))
        self._shares = weights / weights[-1]
        self._drawn: list[int] = []
        self._recent: deque[Made] = deque(maxlen=RECENT)
        self._number = self._named = 0

    def take(self, count: int) -> Iterator[Made]:
        for _ in range(count):
            made = self._next()
            self._recent.append(made)
            self._number += 1
            yield made

    def text(self, made: Made) -> str:
        spelled = (" ".join(self._words[n] for n in sentence) for sentence in made.sentences)
        return "\n\n".join(
            f"The {words}{self._fact(made, place)}." for place, words in enumerate(spelled)
        )

    def trace(self, made: Made, article: Article) -> Trace:
        """What `stories.tracing.trace` says of the article, without reading its text: this stream
        knows its words already."""
        figure = term_key(made.figure)
        facts = [(term_key(name.lower()), figure) for name in made.names]
        read = [term_key(word.lower()) for word in made.title]
        for place, sentence in enumerate(made.sentences):
            read.append(_THE)
            read += map(self._hashes.__getitem__, sentence)
            read += facts[place % _NAMES] if place < _FACTS else ()
        spoken = chain.from_iterable(made.sentences)
        keys = {key for word in (*made.title, *made.names) for key in _keys_of(word.lower())}
        keys.update(map(self._keys.__getitem__, spoken))
        lead = _NAME_OR_FIGURE.findall(article.text[:LEAD_CHARS])
        known = {name for name in lead if name in made.names or name[0].isdigit()}
        opening = {key for word in (*made.title, *known) for key in _keys_of(word.lower())}
        return Trace(
            article_id=article.article_id,
            day=made.day,
            terms=telling(opening),
            bands=bands(np.array(read, dtype=np.int64).view(np.uint64)),
            words=frozenset(keys),
        )

    def _fact(self, made: Made, place: int) -> str:
        if place >= _FACTS:
            return ""
        return f" {made.names[place % _NAMES]} {made.figure}"

    def _next(self) -> Made:
        kind = self._chance.random()
        if self._recent and kind < _COPIES:
            return self._copy(self._chance.choice(self._recent))
        if self._recent and kind < _COPIES + _REPORTS:
            return self._report(self._chance.choice(self._recent))
        names = tuple(self._name() for _ in range(_NAMES))
        figure = str(self._chance.randrange(11, 9_999))
        return Made(
            number=self._number,
            kind=Kind.OPENS,
            event=self._number,
            names=names,
            figure=figure,
            title=self._title(names, figure),
            sentences=self._sentences(),
        )

    def _copy(self, of: Made) -> Made:
        """The same text but for one sentence; every other time under another headline."""
        sentences = (*of.sentences[:-1], self._sentence())
        other = self._chance.random() < 0.5
        title = self._title(of.names, of.figure) if other else of.title
        return replace(of, number=self._number, kind=Kind.COPY, title=title, sentences=sentences)

    def _report(self, of: Made) -> Made:
        """The same facts in other words: the first sentences share two words in three."""
        told = tuple(
            tuple(
                known if self._chance.random() < 0.67 else other
                for known, other in zip(sentence, self._draw(_SENTENCE), strict=True)
            )
            for sentence in of.sentences[:_FACTS]
        )
        title = self._title(of.names, of.figure)
        own = self._sentences()[_FACTS:]
        return replace(
            of, number=self._number, kind=Kind.REPORT, title=title, sentences=(*told, *own)
        )

    def _title(self, names: tuple[str, ...], figure: str) -> tuple[str, ...]:
        common = [self._words[number] for number in self._draw(4)]
        return (names[0], common[0], common[1], figure, common[2], names[1], common[3])

    def _sentences(self) -> tuple[tuple[int, ...], ...]:
        return tuple(self._sentence() for _ in range(self._chance.randint(*_SENTENCES)))

    def _sentence(self) -> tuple[int, ...]:
        return tuple(self._draw(_SENTENCE))

    def _draw(self, count: int) -> list[int]:
        """Numbers of words, small ones far more often than large ones."""
        while len(self._drawn) < count:
            self._drawn = np.searchsorted(self._shares, self._ranks.random(100_000)).tolist()
        taken = self._drawn[-count:]
        del self._drawn[-count:]
        return taken

    def _name(self) -> str:
        """A new one, or one that was used before."""
        if self._named == 0 or self._chance.random() < _NEW_NAME:
            self._named += 1
            return self._spell(_VOCABULARY + self._named).capitalize()
        return self._spell(_VOCABULARY + self._chance.randint(1, self._named)).capitalize()

    def _spell(self, number: int) -> str:
        """Another word for each number."""
        letters, number = "", number + len(_SYLLABLES) ** 2
        while number:
            number, place = divmod(number, len(_SYLLABLES))
            letters += _SYLLABLES[place]
        return letters


def url_of(number: int) -> str:
    return f"https://outlet{number % 61}.example/{number}"


def article_of(stream: Stream, made: Made) -> Article:
    seen = datetime.combine(made.day, time(12), tzinfo=UTC)
    outlet = f"outlet{made.number % 61}"
    return Article(
        article_id=url_key(made.url),
        url=made.url,
        source=outlet,
        outlet=outlet.title(),
        title=" ".join(made.title),
        text=stream.text(made),
        language="en",
        dates=(DateEvidence(day=made.day, origin=DateOrigin.FEED),),
        first_seen_at=seen,
        fetched_at=seen,
    )


@lru_cache(maxsize=50_000)
def _keys_of(word: str) -> frozenset[int]:
    return frozenset(term_key(term) for term in terms_of(word))


_THE = term_key("the")
_NAME_OR_FIGURE = re.compile(r"\b[A-Z0-9]\w*")
