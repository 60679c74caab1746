"""A sentence as words that can be compared: plain forms, what is denied, what is only hoped for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.text import fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_BREAK = re.compile(r"[,;:()\"]|\s-\s|\.(?=\s|$)")
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")

FUNCTION_WORDS = frozenset(
    """a an the this that these those its it he she they them their his her our your my we you i
    and or but nor so as at by for from in into none never cannot neither without of on onto
    off over under to up down with within about after against before between during through
    than then there here when where while who whom whose which what why how be is are was were
    been being am has have had having do does did doing done will would shall should can could
    may might must not no yet also just even still already again very too more most much many
    some any each every all both other another such own same only if because since until per
    via according said says say new one two us s t re ve ll d it's that's there's who's
    now""".split()
)  # fmt: skip
_ADVERB = re.compile(r"(?<![a-z])[a-z]{3,}ly$|^(?:yet|immediately|ever|even|so|far)$")
_SCOPE = 6
"""How many words behind a negation or a hedge its word may stand."""


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is the plain form that is compared. `hedge` is empty, `future`, `may` or `plan`."""

    start: int
    end: int
    text: str
    key: str
    denied: bool = False
    hedge: str = ""

    @property
    def is_content(self) -> bool:
        return self.text.lower() not in FUNCTION_WORDS


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The shipped `contrasts.yaml`."""
    text = (Path(__file__).parent / "contrasts.yaml").read_text("utf8")
    # The base loader leaves every word a text: YAML 1.1 would read `no` and `false` as a truth.
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # strings only
    return found


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a sentence with what is said of each: denied, or less than a fact."""
    folded = fold(text)
    plain = [Word(m.start(), m.end(), text[m.start() : m.end()], stem(m.group()))
             for m in _WORD.finditer(folded)]  # fmt: skip
    denied = set(_marked(plain, folded, denials(plain)))
    hedged: dict[int, str] = {}
    for name, cues in hedges(plain).items():
        hedged |= dict.fromkeys(_marked(plain, folded, cues), name)
    return tuple(
        Word(word.start, word.end, word.text, word.key, index in denied, hedged.get(index, ""))
        for index, word in enumerate(plain)
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A plain form shared by the endings of one word; crude, and only good for comparing.

    Function words keep theirs, marked, so that `note` never meets `not`.
    """
    lowered = word.lower()
    if lowered in FUNCTION_WORDS:
        return f"={lowered}"
    lowered = lowered.partition("'")[0] or lowered
    lowered = _irregular().get(lowered, lowered)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "e"),
                            ("s", "")):  # fmt: skip
        if lowered.endswith(ending) and len(lowered) - len(ending) >= 3:
            if ending == "s" and lowered[-2] in "su":
                break
            if ending in ("ing", "ed") and not re.search(r"[aeiouy]", lowered[: -len(ending)]):
                break
            lowered = lowered[: -len(ending)] + instead
            break
    lowered = _DOUBLED.sub(r"\1", lowered) if len(lowered) > 3 else lowered
    lowered = lowered.removesuffix("e") if len(lowered) > 3 else lowered
    return lowered[:-1] + "i" if lowered.endswith("y") and len(lowered) > 3 else lowered


def phrase_keys(phrase: str) -> tuple[str, ...]:
    return tuple(stem(match.group()) for match in _WORD.finditer(fold(phrase)))


def phrases(words: Sequence[Word], wanted: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where one of the phrases begins and how many words it has; the longest at each place."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in wanted:
        by_first.setdefault(phrase[0], []).append(phrase)
    keys = [word.key for word in words]
    for index, key in enumerate(keys):
        lengths = [
            len(p) for p in by_first.get(key, ()) if tuple(keys[index : index + len(p)]) == p
        ]
        if lengths:
            yield index, max(lengths)


def is_break(text: str, word: Word, following: Word) -> bool:
    """Whether a mark stands between two neighbours that ends a clause or opens an aside."""
    return bool(_BREAK.search(text, word.end, following.start))


def denials(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The negations of a sentence, each as the place and the length in words."""
    affirmed = {index for index, _ in phrases(words, _phrases("affirmed"))}
    found = [hit for hit in phrases(words, _phrases("negations")) if hit[0] not in affirmed]
    found += [(i, 1) for i, word in enumerate(words) if _is_contracted_not(word.text)]
    return sorted(set(found))


def hedges(words: Sequence[Word]) -> dict[str, list[tuple[int, int]]]:
    """The words that make a statement less than a fact, by kind, weakest kind first."""
    plain = tables()["hedges"]
    found = {"future": list(phrases(words, _phrases("future")))}
    for name in ("plan", "may"):
        cues = phrases(words, frozenset(phrase_keys(cue) for cue in plain[name]))
        found[name] = [cue for cue in cues if not _is_calendar(words[cue[0]])]
    return found


def _marked(words: Sequence[Word], text: str, cues: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The first word of content behind each cue, in the same clause."""
    for at, length in cues:
        for index in range(at + length, min(len(words), at + length + _SCOPE)):
            if _BREAK.search(text, words[index - 1].end, words[index].start):
                break
            if words[index].is_content and not _ADVERB.search(words[index].text.lower()):
                yield index
                break


def _is_contracted_not(text: str) -> bool:
    return text.replace("’", "'").lower().endswith("n't")


def _is_calendar(word: Word) -> bool:
    return word.text == "May"


@lru_cache(maxsize=8)
def _phrases(table: str) -> frozenset[tuple[str, ...]]:
    return frozenset(phrase_keys(phrase) for phrase in tables()[table])


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    return {form: word for word, forms in tables()["irregular"].items() for form in forms}
