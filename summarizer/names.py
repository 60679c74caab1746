"""Names as they stand in running text, and whether articles know them.

A name is a run of words with capitals, or one word with capitals or digits inside (`V2G`,
`EX60`). Whether a single capital at the start of a sentence is a name is guessed from whether
the word occurs anywhere in small letters, and from its ending.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from core.text import fold

_WORD = re.compile(r"[^\W_]+(?:[-'.&/+][^\W_]+)*\+?")
_GAP = re.compile(r"\.?[ \u00a0](?:(?:of|the|de|der|den|van|von|la|le|du|for|&) )?")
_POSSESSIVE = re.compile(r"'s?$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]$")
_SINGULAR_VERB = re.compile(
    r"'s\b|[:,]| (?:has|is|was|will|would|can|could|may|says?|said|and|in|\w+ed|won|beat|went|got"
    r"|made|took|met|told|left|led|lost|ran|saw|sold|set|hit|cut|put|built|bought|began|became"
    r"|grew|fell|rose|held|kept|paid|sent|spoke|found|gave|chose|drew|plans|wants|aims|expects"
    r"|spent|wrote|drove|rode|flew|threw|sought|fought|taught|caught|hopes|makes|offers|gets"
    r"|takes|joins|opens|starts|launches|brings|goes|does|did|had)\b"
)
_PLURAL_CODE = re.compile(r"[A-Z0-9]{2,}s$")
_CONTRACTED = re.compile(r"'(?:ve|m|ll|d|re|t)$|n't$")
_ORDINARY_ENDING = re.compile(
    r"(?:ing|ed|ly|tion|tions|ment|ments|ers|ors|ists|ians|ities|ies|ness|ics|ance|ence|ts|ns|"
    r"ls|ks|ds|ps|gs|ms|ives|ices|ages|ures|ches|ses)$"
)
# Words that open sentences with a capital and name nobody; titles; words of the calendar.
_ORDINARY = ENGLISH_STOP_WORDS | frozenset(
    """mr mrs ms miss dr sir dame lord lady prof professor president minister prime chancellor
    king queen prince princess pope captain chief secretary senator governor mayor judge justice
    ambassador inspector sergeant constable councillor monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december new old former late senior junior young early two three four five six seven eight
    nine ten dozens hundreds thousands millions police people power rain water fire food health
    data work music traffic snow oil gas money life time news day police staff crowd research
    half today yesterday tonight meanwhile however despite according amid since given
    following based backed located founded known unlike rather instead yes no not don't didn't
    it's that's there's i'm we're they're he's she's i we us our my a an the and or but
    north south east west northern southern eastern western central top big large small great
    world children women men parents students teachers plans talks britain's local national
    public private global international
    government council court parliament county city town state university company club team
    energy electric vehicle grid charging charger utility utilities program programme project
    pilot electricity battery bidirectional""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are those that have to be known; `phrase` is the whole run as aliases have it."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class Known:
    """What articles know: every word in every form, names' initials, and phrases."""

    words: frozenset[str]
    initials: frozenset[str]
    folded: str
    small: frozenset[str]
    proper: frozenset[str]
    """Words that stand inside sentences with a capital, and nowhere without one."""
    codes: frozenset[str]
    """Words of capitals, in small letters: what a name's initials may stand for."""


def names(
    text: str,
    ordinary: frozenset[str] = frozenset(),
    *,
    proper: frozenset[str] = frozenset(),
) -> tuple[Name, ...]:
    """The names of a text in order; `ordinary` are words known in small letters elsewhere,
    `proper` words known as names even where they open a sentence."""
    plain = text.replace("’", "'")
    small = set(ordinary) | {m.group() for m in _WORD.finditer(plain) if m.group().islower()}
    runs: list[list[re.Match[str]]] = []
    for match in _WORD.finditer(plain):
        if not _has_capital(match.group()):
            continue
        if runs and _GAP.fullmatch(plain[runs[-1][-1].end() : match.start()]):
            runs[-1].append(match)
        else:
            runs.append([match])
    found = (_name(run, plain, text, small, proper) for run in runs)
    return tuple(name for name in found if name is not None)


@lru_cache(maxsize=256)
def known(text: str) -> Known:
    plain = text.replace("’", "'")
    forms: set[str] = set()
    for match in _WORD.finditer(plain):
        forms |= _forms(match.group())
    initials = {
        "".join(word[0] for word in _WORD.findall(run.text) if word[0].isupper()).lower()
        for run in names(text)
    }
    folded = " ".join(word for word in _WORD.findall(fold(plain)) if word != "and")
    small = frozenset(m.group() for m in _WORD.finditer(plain) if m.group().islower())
    inside = frozenset(
        _bare(m.group())
        for m in _WORD.finditer(plain)
        if _has_capital(m.group()) and not _opens(plain, m.start())
    )
    proper = frozenset(word for word in inside if word.lower() not in small)
    codes = frozenset(
        key.lower() for m in _WORD.finditer(plain) if (key := m.group().removesuffix("s")).isupper()
    )
    return Known(frozenset(forms), frozenset(initials), folded, small, proper, codes)


def unknown_words(name: Name, source: Known) -> tuple[str, ...]:
    """The words of a name that the articles do not know, by any spelling or alias."""
    missing = tuple(word for word in name.words if not _is_known(word, source))
    if not missing:
        return ()
    initials = "".join(word[0] for word in name.words).lower()
    if len(name.words) > 1 and initials in source.codes:
        return ()
    return () if _is_called_otherwise(name.phrase, source) else missing


def _is_known(word: str, source: Known) -> bool:
    key = _key(word)
    if key in source.words or key in source.initials:
        return True
    parts = [part for part in re.split(r"[-/]", word) if _has_capital(part) or part.isdigit()]
    if any(part.isdigit() for part in parts):
        return "".join(parts).lower() in source.words or _says(" ".join(parts).lower(), source)
    if len(parts) > 1 or (parts and parts[0] != word):
        return all(_is_known(part, source) for part in parts)
    return _is_called_otherwise(key, source)


def _is_called_otherwise(key: str, source: Known) -> bool:
    return any(_says(alias, source) for alias in _aliases().get(key, ()))


def _says(alias: str, source: Known) -> bool:
    if " " in alias or "-" in alias:
        return f" {alias}" in f" {source.folded}"
    return alias in source.words


def _name(
    run: list[re.Match[str]],
    plain: str,
    text: str,
    small: set[str],
    proper: frozenset[str],
) -> Name | None:
    opens = _opens(plain, run[0].start()) and _bare(run[0].group()) not in proper
    if opens and _is_ordinary(run, plain, small):
        run = run[1:]
    kept = [match for match in run if _is_code(match) or not _is_plain(match.group())]
    if not kept:
        return None
    start, end = kept[0].start(), kept[-1].end()
    end -= len(plain[start:end]) - len(_POSSESSIVE.sub("", plain[start:end]))
    words = tuple(_POSSESSIVE.sub("", match.group()) for match in kept)
    phrase = " ".join(_key(match.group()) for match in run)
    return Name(start, end, text[start:end], words, phrase)


def _is_code(match: re.Match[str]) -> bool:
    """`IT` and `US` are names where `it` and `us` are not."""
    return len(match.group()) > 1 and match.group().isupper()


def _is_plain(word: str) -> bool:
    return _key(word) in _ORDINARY or word.lower() in _ORDINARY or bool(_CONTRACTED.search(word))


def _is_ordinary(run: list[re.Match[str]], plain: str, small: set[str]) -> bool:
    """Whether a capital at the start of a sentence is only that."""
    written = run[0].group()
    word = _bare(written)
    lowered = word.lower()
    if any(ch.isupper() for ch in word[1:]) or any(ch.isdigit() for ch in word):
        return False
    if _is_plain(word) or lowered in small or _key(word) in small:
        return True
    if len(run) > 1 or _key(word) in _aliases():
        return False
    singular = word != written or _SINGULAR_VERB.match(plain, run[0].end())
    return bool(_ORDINARY_ENDING.search(lowered)) or not singular


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at].rstrip(" \"'“”‘’([")
    return (not before and at < 12) or before[-1:] in ".!?:;\n•–—"


def _has_capital(word: str) -> bool:
    return (
        word[0].isupper()
        or (any(ch.isupper() for ch in word) and not word[0].isdigit())
        or bool(re.fullmatch(r"\d*[A-Z][A-Z0-9]+", word))
    )


def _key(word: str) -> str:
    plain = _POSSESSIVE.sub("", word.replace("’", "'"))
    if _INITIALS.match(plain):
        plain = plain.replace(".", "")
    lowered = plain.lower()
    if _PLURAL_CODE.match(plain):
        return lowered[:-1]
    if len(lowered) > 3 and lowered.endswith("s") and not lowered.endswith("ss"):
        return lowered[:-1]
    return lowered


def _forms(word: str) -> set[str]:
    parts = [word, *re.split(r"[-/'&+.]", word)] if re.search(r"[-/'&+.]", word) else [word]
    joined = "".join(part for part in parts[1:] if not part.islower())
    return {_key(part) for part in parts if part} | {word.lower(), joined.lower()}


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    """Each name's key to whatever stands for it in an article: other spellings, and parts."""
    data = yaml.safe_load((Path(__file__).parent / "aliases.yaml").read_text("utf8"))
    found: dict[str, tuple[str, ...]] = {}
    for group in data["same"]:
        for spelling in group:
            others = (_spelling(other) for other in group if other != spelling)
            found[_spelling(spelling)] = (*found.get(_spelling(spelling), ()), *others)
    for whole, parts in data["contains"].items():
        for spelling in (whole, *found[whole]):
            found[spelling] = (*found[spelling], *(_spelling(part) for part in parts))
    return found


def _spelling(text: str) -> str:
    """As `_says` looks for it: a phrase by its words, a word by its key."""
    parts = [word for word in text.split() if word != "and"]
    return " ".join(_key(word) for word in parts) if len(parts) > 1 else _key(parts[0])
