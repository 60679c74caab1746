"""The names that two texts share, as an editor would say them: whole, and of someone or something.

A capital letter is not enough. A word that only ever begins sentences, or stands in a headline that
capitalises everything, may be any word; what everything on the beat names (EVs, V2G, DC) tells no
two texts apart; nor do months, days and the titles of people.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from core.text import fold

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w&'’-]*(?:\.\w+)?"
_JOIN = r"of\s(?:the\s)?|(?:and|&)\s(?=Electric|Light|Power|Water)"
_NAME = re.compile(rf"{_WORD}(?:\s(?:{_JOIN})?(?:{_WORD}|\d[\w.-]*))*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:…|\n\r])(?:[^\S\n\r]|[\"“”‘’'(\[–—-])*+$")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_TITLE_CASE = 0.6
_LONG_WORD = 4
_SAY_NOTHING = ENGLISH_STOP_WORDS | frozenset(
    """american canadian mexican brazilian british english scottish irish german french dutch
    belgian spanish portuguese italian swiss austrian swedish danish norwegian finnish polish
    greek turkish chinese japanese korean indian malaysian indonesian thai australian asian
    african ev evs bev bevs phev phevs ac dc v2g v2h v2x v2b v2l v2v vgi vpp vpps der ders pv
    bess suv suvs zev zevs kw kwh mw mwh gw gwh us u.s usa uk eu united states america europe
    european north ai ceo cto vehicle vehicles cfo vp dr mr ms mrs gov governor sen senator rep
    prof professor president minister director inc llc ltd corp co gmbh ag today news photo
    image courtesy credit source read more listen watch january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov
    dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn
    winter""".split()
)
# Parts of many names, and none by themselves.
_NEVER_ALONE = frozenset(
    """new north south east west northern southern group energy power grid charging charger chargers
    electric battery batteries solar virtual plant program programme project utility utilities
    researchers experts officials advocates drivers customers companies""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, and its words in small letters without possessives. One that is
    not `proven` only begins sentences: with another text that begins one so, it may be a name."""

    written: str
    words: frozenset[str]
    proven: bool = True


def names_in(title: str, text: str) -> tuple[Name, ...]:
    """Every name of a text, each once, in the order of the text. Of a headline that capitalises
    everything only the words that the text proves to be names are taken."""
    proven, shouting = frozenset(_proven(title, text)), _capitalises(title)
    found: dict[frozenset[str], Name] = {}
    for part, loud in ((title, shouting), (text, False)):
        for match in _NAME.finditer(part):
            tokens = match.group().split()
            if loud:
                tokens = [token for token in tokens if _plain(token) in proven]
            alone = len(tokens) == 1 and _plain(tokens[0]) not in proven
            tokens = tokens if alone and not _says_nothing(tokens[0]) else _trimmed(tokens, proven)
            words = frozenset(_plain(token) for token in tokens if not _says_nothing(token))
            if any(len(word) > 1 and not word.isdigit() for word in words - _NEVER_ALONE):
                found.setdefault(words, _name(tokens, words, proven=not alone))
    return tuple(found.values())


def shared_names(a: tuple[Name, ...], b: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names of the first that the second has too, whole or as part of a longer one; of two
    that say the same the shorter."""
    found: dict[frozenset[str], Name] = {}
    for mine in a:
        for its in b:
            if mine.words <= its.words or its.words <= mine.words:
                shorter = min(mine, its, key=lambda name: len(name.words))
                sure = mine.proven or its.proven
                found.setdefault(shorter.words, replace(shorter, proven=sure))
    return tuple(name for name in found.values() if not any(other < name.words for other in found))


def figures_said(figures: Sequence[str]) -> str:
    return f"the figure {figures[0]}" if len(figures) == 1 else f"the figures {listed(figures)}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """`A`, `A and B`, `A, B and C`: the first `most` of them."""
    *before, last = names[:most]
    return f"{', '.join(before)} and {last}" if before else last


def _name(tokens: list[str], words: frozenset[str], *, proven: bool) -> Name:
    return Name(_POSSESSIVE.sub("", " ".join(tokens)), words, proven)


def _capitalises(title: str) -> bool:
    long = [word for word in title.split() if len(word) >= _LONG_WORD]
    return sum(word[0].isupper() for word in long) >= _TITLE_CASE * len(long)


def _proven(title: str, text: str) -> Iterator[str]:
    """Words with a capital where a common word would have none: within a sentence, beside another
    such word, or with capitals within (EnergyHub, SDG&E)."""
    for part in [text] if _capitalises(title) else [title, text]:
        for match in _NAME.finditer(part):
            first, *rest = match.group().split()
            begins = _SENTENCE_END.search(part[max(0, match.start() - 4) : match.start()])
            beside = bool(rest) and not rest[0].islower() and not _says_nothing(first)
            if not begins or beside or first[1:].lower() != first[1:]:
                yield _plain(first)
            yield from map(_plain, rest)


def _trimmed(tokens: list[str], proven: frozenset[str]) -> list[str]:
    """Without words at either end that say nothing, and without a first one that is not proven."""
    while tokens and (_says_nothing(tokens[0]) or _plain(tokens[0]) not in proven):
        tokens = tokens[1:]
    while tokens and _says_nothing(tokens[-1]):
        tokens = tokens[:-1]
    return tokens


def _says_nothing(word: str) -> bool:
    """`V2G-ready` says no more than `V2G`."""
    plain = _plain(word)
    return plain in _SAY_NOTHING or plain.partition("-")[0] in _SAY_NOTHING


def _plain(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word)).strip(".,'-")
