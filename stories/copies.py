"""Which texts are copies of one another: the same headline, or the same running text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from core.text import fold, shingles, words
from stories.fingerprint import near_duplicate

SAME_TITLE = 0.85
SAME_TEXT = 0.6
_TITLE_WORDS = 5
_LONG_TEXT = 60
# What feeds give of an article is shorter.
_WHOLE_TEXT = 100
_SOME_TITLE = 0.2
_LONG_TEXT_SHARE = 0.8
_SIZE = 3
_SKETCH = 16
# A run that more texts than this share is boilerplate, and no lead to a copy.
_CROWD = 40


@dataclass(frozen=True, slots=True)
class CopyText:
    """What of a text is compared for copies. `outlet` is empty when it is not known."""

    key: str
    outlet: str
    title: frozenset[str]
    runs: frozenset[str]
    fingerprint: int

    @property
    def sketch(self) -> tuple[int, ...]:
        """The lowest hashes of its runs: texts with many runs in common share some of them."""
        return tuple(sorted(hash_of(run) for run in self.runs)[:_SKETCH])


def copy_text(key: str, title: str, text: str, *, fingerprint: int, outlet: str = "") -> CopyText:
    whole = f"{title}\n{text}"
    title_words = frozenset(word for word in words(fold(title)) if len(word) > 1)
    return CopyText(key, outlet, title_words, shingles(fold(whole), _SIZE), fingerprint)


def is_copy(a: CopyText, b: CopyText) -> bool:
    """The same item twice: one headline of at least five words, a shorter one over the same
    words, or a long text in common under two headlines.

    A teaser is not long: two outlets that quote one release begin alike and go on differently.
    Nor are the parts of an outlet's own column copies: there both headline and text must agree.
    """
    headline, share = _jaccard(a.title, b.title), _share(a, b)
    if a.outlet and a.outlet == b.outlet:
        return headline >= SAME_TITLE and share >= SAME_TEXT
    if headline >= SAME_TITLE and min(len(a.title), len(b.title)) >= _TITLE_WORDS:
        return True
    if headline >= SAME_TITLE:
        return share >= SAME_TEXT
    return min(len(a.runs), len(b.runs)) >= _WHOLE_TEXT and same_words(a, b)


def same_words(a: CopyText, b: CopyText) -> bool:
    """Running text in common, be it a teaser: one takes it from the other, or both from a third.

    With nothing of the headline in common only a longer text counts: the closing lines that an
    outlet puts under everything are no report.
    """
    if a.outlet and a.outlet == b.outlet:
        return is_copy(a, b)
    headline, shorter = _jaccard(a.title, b.title), min(len(a.runs), len(b.runs))
    if near_duplicate(a.fingerprint, b.fingerprint) and (headline or shorter >= _LONG_TEXT):
        return True
    if headline >= _SOME_TITLE:
        return _share(a, b) >= SAME_TEXT
    return shorter >= _LONG_TEXT and _share(a, b) >= _LONG_TEXT_SHARE


def find_copies(texts: Sequence[CopyText]) -> Iterator[tuple[str, str]]:
    """The pairs of keys that are copies, sorted; only texts with a lead to each other are
    compared, so that the time grows with the number of texts and not with its square."""
    by_key = {text.key: text for text in texts}
    for a, b in sorted(_candidates(texts)):
        if is_copy(by_key[a], by_key[b]):
            yield a, b


def hash_of(run: str) -> int:
    """64 bits, signed, the same in every process."""
    digest = blake2b(run.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _candidates(texts: Iterable[CopyText]) -> set[tuple[str, str]]:
    leads: dict[object, list[str]] = defaultdict(list)
    for text in texts:
        for number in text.sketch:
            leads[number].append(text.key)
        for pair in _rare_pairs(text.title):
            leads[pair].append(text.key)
    crowds = (sorted(set(keys)) for keys in leads.values() if len(keys) <= _CROWD)
    return {pair for keys in crowds for pair in combinations(keys, 2)}


def _rare_pairs(title: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Pairs among the longest words of a headline, as a lead to another that has them too."""
    yield from combinations(sorted(sorted(title, key=lambda w: (-len(w), w))[:5]), 2)


def _share(a: CopyText, b: CopyText) -> float:
    """Which share of the shorter one's runs stands in the other."""
    shorter = min(len(a.runs), len(b.runs))
    return len(a.runs & b.runs) / shorter if shorter else 0.0


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
