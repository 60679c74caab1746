"""How alike two articles are: words, names and numbers weighed by how rare they are."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from unicodedata import normalize

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from core.article import Article
from core.text import fold, words
from core.trace import TermCounts
from stories.copies import CopyText, copy_text, hash_of
from stories.disagreement import Place, actors, places
from stories.naming import Name, names_in, shared_names

READ_CHARS = 4_000
LEAD_CHARS = 600
TITLE_CHARS = 500
_TITLE_COUNTS = 2
_NAME_COUNTS = 1.75
# As many texts as the count of a usual word is guessed from when few are at hand.
_PRIOR_TEXTS = 50
_RARE = 0.6
# A unit may be written onto its number: 37.5GWh, 11kW, £40m. Other letters make a name of it: 3D.
_UNIT = r"(?:[kmgt]?wh?p?|[km]?va?|ah|[km]?hz|km|kg|m|bn|k|tn|p|c|t|h)"
_NUMBER = re.compile(rf"(?<![\w.,])\d++(?:[.,]\d++)*+(?={_UNIT}?(?!\w))", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!,?\d)")
_FOREIGN = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\w.,]\d)")
_SWAPPED = str.maketrans(",.", ".,")
# English writes 25,100 and 3.6; these write 25.100 and 3,6.
_DECIMAL_COMMA = frozenset("da de es fi fr it nb nl nn no pl pt sv".split())
# The small words of the other languages of the beat; English has scikit-learn's own list.
_SMALL_WORDS = frozenset(
    """de het een en van voor met op in te is zijn dat die der die das und den von zu mit für auf
    im ist ein eine einer dem des als auch nicht bei wird werden le la les un une des du et en pour
    dans sur au aux par avec que qui est el los las y del por con para una se su al il lo gli i di
    da che per nel della delle dei ett och att som på av för med till den det er og til af å som
    this that has have its said says""".split()
)
_SKIP = ENGLISH_STOP_WORDS | _SMALL_WORDS


# Not slotted: what a veto needs is read from the text only when it is asked for.
@dataclass(frozen=True, kw_only=True)
class Profile:
    """What of an article is compared.

    `terms` counts its words, the title's twice; `names` are the stems of those that it only ever
    writes with a capital, `called` whole names as they are written. `lead` is title and first
    lines: whose event it is.
    """

    article_id: str
    day: date
    language: str
    terms: Mapping[str, int]
    names: frozenset[str]
    numbers: frozenset[str]
    title: str
    lead: str
    text: str
    outlet: str
    fingerprint: int

    @cached_property
    def copy(self) -> CopyText:
        return copy_text(
            self.article_id,
            self.title,
            self.text,
            fingerprint=self.fingerprint,
            outlet=self.outlet,
        )

    @cached_property
    def keys(self) -> frozenset[int]:
        """Its words as the index counts them."""
        return frozenset(term_key(term) for term in self.terms)

    @cached_property
    def opening(self) -> frozenset[str]:
        return opening_of(self.title, self.lead, self.names, self.language)

    @cached_property
    def called(self) -> tuple[Name, ...]:
        return names_in(self.title, self.text)

    @cached_property
    def actors(self) -> dict[str, frozenset[str]]:
        return actors(self.lead)

    @cached_property
    def places(self) -> frozenset[Place]:
        return places(self.title)


def profile(article: Article, *, day: date, fingerprint: int) -> Profile:
    # A ligature or a full-width letter is the same letter.
    title, text = normalize("NFKC", article.title[:TITLE_CHARS]), normalize("NFKC", _text(article))
    language = article.language.split("-")[0].lower()
    whole = f"{title}\n{text}"
    written = words(whole)
    small = {word for word in written if word[0].islower()}
    names = {w for w in written if w[0].isupper() and w.lower() not in small}
    return Profile(
        article_id=article.article_id,
        day=day,
        language=language,
        terms=Counter(
            [
                *terms_of(plain_numbers(text, language)),
                *(terms_of(plain_numbers(title, language)) * _TITLE_COUNTS),
            ]
        ),
        names=frozenset(_stem(fold(name)) for name in names),
        numbers=frozenset(_NUMBER.findall(plain_numbers(whole, language))),
        title=title,
        text=text,
        lead=f"{title}\n{text[:LEAD_CHARS]}",
        outlet=article.outlet,
        fingerprint=fingerprint,
    )


def opening_of(title: str, lead: str, names: Collection[str], language: str = "") -> frozenset[str]:
    """The words of the headline, and the names and numbers of the first lines."""
    told = terms_of(plain_numbers(lead, language))
    headline = terms_of(plain_numbers(title, language))
    return frozenset(headline) | {term for term in told if term in names or term[0].isdigit()}


def plain_numbers(text: str, language: str) -> str:
    """Numbers as English writes them, without the commas of thousands: the same in any language."""
    if language in _DECIMAL_COMMA:
        text = _FOREIGN.sub(lambda match: match.group().translate(_SWAPPED), text)
    return _THOUSANDS.sub(lambda match: match.group().replace(",", ""), text)


def _text(article: Article) -> str:
    return (article.text or article.summary)[:READ_CHARS]


@lru_cache(maxsize=200_000)
def term_key(term: str) -> int:
    """The 64-bit number that stands for a word in the index and in the counts."""
    return hash_of(term)


def rarity(counts: TermCounts, key: int) -> float:
    """The inverse document frequency of the word with this key."""
    return math.log((counts.texts + _PRIOR_TEXTS) / (1 + counts.seen.get(key, 0)))


def count_words(profiles: Sequence[Profile], stored: TermCounts) -> TermCounts:
    """What is counted in the index, and these new articles besides."""
    seen = Counter(key for item in profiles for key in item.keys)
    seen.update(stored.seen)
    return TermCounts(texts=stored.texts + len(profiles), near=stored.near, seen=seen)


class Weights:
    """How rare each word is among the texts that were counted."""

    def __init__(self, counts: TermCounts) -> None:
        self._counts = counts
        self._known: dict[str, float] = {}
        self._sums: dict[frozenset[str], float] = {}

    def of(self, term: str) -> float:
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = rarity(self._counts, term_key(term))
        return found

    def vector(self, item: Profile) -> dict[str, float]:
        """The article's words with their weights, of length 1."""
        of, names = self.of, item.names
        return _unit(
            {
                term: of(term)
                * (1.0 if count == 1 else 1 + math.log(count))
                * (_NAME_COUNTS if term in names else 1.0)
                for term, count in item.terms.items()
            }
        )

    def shared_names(self, a: Profile, b: Profile) -> float:
        """Which share of the rarity of the names of one stands in the other, at best."""
        whole = min(self._whole(a.names), self._whole(b.names))
        return self._rarity(a.names & b.names) / whole if whole else 0.0

    def telling_names(self, a: Profile, b: Profile) -> tuple[str, ...]:
        """The whole names of both, as they are written, the rarest first."""
        both = [
            (self.of_name(name.written), name.written)
            for name in shared_names(a.called, b.called)
            if name.proven or self.is_rare(name.written)
        ]
        return tuple(written for _, written in sorted(both, key=lambda one: (-one[0], one[1])))

    def of_name(self, name: str) -> float:
        """The rarity of its rarest word."""
        return max(map(self.of, terms_of(name)), default=0.0)

    def is_rare(self, name: str) -> bool:
        """Whether most texts do not name it."""
        return self.of_name(name) >= _RARE * math.log(self._counts.texts + _PRIOR_TEXTS)

    def _whole(self, names: frozenset[str]) -> float:
        """An article is compared many times, with the same names."""
        found = self._sums.get(names)
        if found is None:
            found = self._sums[names] = self._rarity(names)
        return found

    def _rarity(self, names: frozenset[str]) -> float:
        return sum(self.of(name) ** 2 for name in names)


def figures(item: Profile) -> frozenset[str]:
    """Numbers that say something: no single digits, no years."""
    return frozenset(
        number
        for number in item.numbers
        if len(number) > 1 and not (len(number) == 4 and number[:2] in {"19", "20"})
    )


def shared_figures(a: Profile, b: Profile) -> list[str]:
    """The figures of both, the longest and so most telling first."""
    return sorted(figures(a) & figures(b), key=lambda figure: (-len(figure), figure))


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum([value * large[term] for term, value in small.items() if term in large])


def only_names(vector: Mapping[str, float], item: Profile) -> dict[str, float]:
    """What survives a translation: names and numbers, again of length 1."""
    kept = {t: v for t, v in vector.items() if t in item.names or t[0].isdigit()}
    return _unit(kept)


def _unit(raw: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


def terms_of(text: str) -> list[str]:
    """What of a text is compared: its words without endings, small words left out."""
    stems = [_stem(word) for word in words(fold(text))]
    return [stem for stem in stems if len(stem) > 1 and stem not in _SKIP]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Endings that English changes with grammar taken off; enough to compare, not to read."""
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
