"""Numbers with their units as they stand in running text, and when two of them agree.

Digits with English and continental separators, number words, scales (k, m, bn, million),
percent, money with its currency, and units that are kept apart: kW is not kWh, MW is not MWh.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
} | {
    word: 10 * (index + 2)
    for index, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_BIG_WORDS = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0,
}  # fmt: skip
_ORDINALS = {
    word: value + 1
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
        twelfth""".split()
    )
}
_SCALES = {
    "k": 1e3, "thousand": 1e3, "tsd": 1e3, "duizend": 1e3, "tausend": 1e3,
    "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "miljoen": 1e6, "millionen": 1e6, "millones": 1e6, "milioni": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "mrd": 1e9, "miljard": 1e9,
    "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9,
    "tn": 1e12, "trillion": 1e12, "dozen": 12.0, "hundred": 1e2,
}  # fmt: skip
_CURRENCIES = {
    "$": "$", "us$": "USD", "usd": "USD", "a$": "AUD", "au$": "AUD", "aud": "AUD",
    "c$": "CAD", "ca$": "CAD", "cad": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "pounds": "GBP", "¥": "¥", "yen": "¥", "jpy": "¥", "yuan": "CNY",
    "cny": "CNY", "rmb": "CNY", "₹": "INR", "rs": "INR", "inr": "INR", "rupees": "INR",
    "dollar": "$", "dollars": "$", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "chf": "CHF",
    "kronor": "SEK", "kroner": "NOK",
}  # fmt: skip
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD"})
# Unit as written (lower case, singular) to its dimension and the factor to the base unit.
_UNITS: dict[str, tuple[str, float]] = {
    "%": ("%", 1), "percent": ("%", 1), "per cent": ("%", 1), "pc": ("%", 1), "pct": ("%", 1),
    "percentage point": ("%", 1), "prozent": ("%", 1), "procent": ("%", 1),
    "w": ("W", 1), "watt": ("W", 1), "kw": ("W", 1e3), "kilowatt": ("W", 1e3),
    "mw": ("W", 1e6), "megawatt": ("W", 1e6), "gw": ("W", 1e9), "gigawatt": ("W", 1e9),
    "tw": ("W", 1e12), "kwp": ("W", 1e3), "mwp": ("W", 1e6),
    "wh": ("Wh", 1), "watt-hour": ("Wh", 1), "kwh": ("Wh", 1e3), "kilowatt-hour": ("Wh", 1e3),
    "kilowatt hour": ("Wh", 1e3), "mwh": ("Wh", 1e6), "megawatt-hour": ("Wh", 1e6),
    "megawatt hour": ("Wh", 1e6), "gwh": ("Wh", 1e9), "gigawatt-hour": ("Wh", 1e9),
    "gigawatt hour": ("Wh", 1e9), "twh": ("Wh", 1e12), "terawatt-hour": ("Wh", 1e12),
    "kva": ("VA", 1e3), "mva": ("VA", 1e6),
    "volt": ("V", 1), "v": ("V", 1), "kv": ("V", 1e3), "amp": ("A", 1), "ampere": ("A", 1),
    "hz": ("Hz", 1), "ghz": ("Hz", 1e9), "mhz": ("Hz", 1e6),
    "km": ("m", 1e3), "kilometre": ("m", 1e3), "kilometer": ("m", 1e3),
    "mile": ("mile", 1), "mi": ("mile", 1), "metre": ("m", 1), "meter": ("m", 1),
    "km/h": ("km/h", 1), "kph": ("km/h", 1), "mph": ("mph", 1),
    "kg": ("g", 1e3), "kilogram": ("g", 1e3), "tonne": ("t", 1), "ton": ("t", 1),
    "year": ("year", 1), "yr": ("year", 1), "month": ("month", 1), "week": ("week", 1),
    "day": ("day", 1), "hour": ("hour", 1), "hr": ("hour", 1), "minute": ("minute", 1),
    "min": ("minute", 1), "second": ("second", 1),
    "euro cent": ("EUR", 0.01), "eurocent": ("EUR", 0.01), "pence": ("GBP", 0.01),
    "cent": ("cent", 1),
    "am": ("clock", 60), "a.m": ("clock", 60), "pm": ("clock", 60), "p.m": ("clock", 60),
}  # fmt: skip
_MEASURES = frozenset(dimension for dimension, _ in _UNITS.values()) | {"th"}
_VAGUE = {
    "about": r"about|around|roughly|nearly|almost|some|approximately|approx\.?|circa|close to|"
    r"an estimated|estimated|just under|just over|~|≈|rund|ongeveer|etwa|bijna|fast",
    "over": r"(?<!no )(?<!not )more than|over|at least|no (?:less|fewer) than|above|upwards of|"
    r"in excess of|exceeding|>|mehr als|meer dan",
    "under": r"(?<!no )(?<!not )(?:less|fewer) than|under|below|up to|as many as|as much as|"
    r"no(?:t)? more than|<",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`values` are the possible readings in base units: `1.234` is 1234 or 1.234. `unit` is a
    dimension (`W`, `Wh`, `%`, `EUR`, `year`, `th` for an ordinal) or empty. `counts` says that a
    plain word follows, as in `30 homes`."""

    start: int
    end: int
    text: str
    values: tuple[float, ...]
    unit: str = ""
    vague: str = ""
    counts: bool = False
    bound: str = ""
    """The words that make it vague: `up to`."""


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_WORD_NUMBER = _alternatives([*_NUMBER_WORDS, *_BIG_WORDS])
_UNIT_WORDS = "|".join(
    re.escape(name) + ("s?" if name[-1].isalpha() and len(name) > 2 else "")
    for name in sorted(_UNITS, key=len, reverse=True)
)
# Looking at one letter first spares trying a hundred words, one by one, where none can begin.
_FIGURE = re.compile(
    rf"""(?<![\w.,])(?=\s?\w|[$€£¥₹])
    (?P<before>(?:us|au|a|ca|c|nz|hk|s)?\$|[€£¥₹]|(?:usd|eur|gbp|aud|cad|sek|nok|dkk|chf|cny|rmb|jpy|inr|rs\.?)(?=\s?\d))?\s?
    (?:(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d)
      |(?P<digits>\d{{1,3}}(?:[,.'’\u00a0\u202f]\d{{3}})+(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,]\d+)?)
       (?P<ordinal>(?:st|nd|rd|th)\b)?
      |\b(?P<words>(?:a[\s-]+(?=hundred|thousand|million|billion|dozen))?
          (?:{_WORD_NUMBER})
          (?:(?:(?:(?<=hundred)|(?<=ousand)|(?<=illion))[\s-]+and)?[\s-]+(?:{_WORD_NUMBER}))*)\b
          (?!-way\b)
      |\b(?P<nth>{_alternatives(_ORDINALS)})\b)
    (?:[\s\u00a0-]?(?=[a-z])(?P<scale>{_alternatives(_SCALES)})\b\.?)?
    (?:[\s\u00a0-]{{0,2}}(?=[a-z%])(?P<unit>{_UNIT_WORDS})(?![\w/])
      |[\s\u00a0-]?(?=[a-z$€£¥₹])(?P<after>{_alternatives(_CURRENCIES)})(?!\w))?
    (?:(?<=%)|(?!\w))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or|bis|tot|et|und|en)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"[\s-](?!(?:or|and|to|of|in|at|by|on|for|from|with|per|an?|the|as|were|was|are|is|have|had|has"
    r"|who|which|that|when|after|before|since|until|more|times?)\b)[a-z]{2,}"
)
_VAGUE_BEFORE = {
    name: re.compile(rf"(?:^|[\s(])(?:{words})\s*$", re.IGNORECASE)
    for name, words in _VAGUE.items()
}


@lru_cache(maxsize=512)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order."""
    found = [_read(match, text) for match in _FIGURE.finditer(text)]
    return _share_units([figure for figure in found if figure is not None], text)


def agree(claim: Figure, source: Figure) -> bool:
    """Whether the source's figure carries the claim's: same value, and no other unit."""
    return same_unit(claim, source) and same_value(claim, source)


def same_value(claim: Figure, source: Figure) -> bool:
    return any(
        _close(mine, theirs, claim, source) for mine in claim.values for theirs in source.values
    )


def same_unit(claim: Figure, source: Figure) -> bool:
    """Units agree when they are of one dimension; a number that neither has a unit nor counts
    anything (`Coleman, 46,`) agrees with any."""
    mine, theirs = claim.unit, source.unit
    if mine == theirs:
        return True
    if theirs == "th" and not mine:
        return True
    if not mine:
        return theirs not in _MEASURES or not claim.counts
    if not theirs:
        return not source.counts
    return {mine, theirs} <= _DOLLARS | {"$"} and "$" in (mine, theirs)


def in_english(figure: Figure) -> Figure:
    """The figure as an English text means it: `2,100` is no 2.1."""
    if len(figure.values) != 2 or sum(mark in ".,'’" for mark in figure.text.strip(".")) != 1:
        return figure
    return replace(figure, values=figure.values[:1]) if "," in figure.text else figure


def turns_bound(claim: Figure, source: Figure) -> bool:
    """Whether the claim drops an upper bound (`up to 30`) or turns a bound round."""
    if source.vague == "under":
        return claim.vague in ("", "over")
    return source.vague == "over" and claim.vague == "under"


def _close(mine: float, theirs: float, claim: Figure, source: Figure) -> bool:
    if mine == theirs or abs(mine - theirs) <= 1e-9 * max(abs(mine), abs(theirs)):
        return True
    if claim.vague == "over" and source.vague != "under":
        return mine < theirs <= 1.25 * mine
    if claim.vague == "under" and source.vague != "over":
        return 0.8 * mine <= theirs < mine
    if claim.vague == "about":
        return abs(mine - theirs) <= 0.1 * theirs
    return _is_rounded(mine, theirs)


def _is_rounded(mine: float, theirs: float) -> bool:
    """`1.2 million` for 1,213,456 and `5` for 4.98; never 30 for 34."""
    if theirs == 0 or abs(mine - theirs) > 0.05 * abs(theirs):
        return False
    digits = len(f"{mine:.6e}".partition("e")[0].replace(".", "").rstrip("0"))
    return (theirs >= 1000 or theirs != int(theirs)) and float(f"{theirs:.{digits}g}") == mine


def _read(match: re.Match[str], text: str) -> Figure | None:
    unit, factor = ("clock", 1.0) if match["clock"] else _unit(match)
    values = _values(match)
    if match["scale"]:
        scale = _SCALES[match["scale"].lower()]
        plain = match["scale"].lower() in ("k", "m", "b") and not match["before"]
        values = tuple(v * scale for v in values) + (values if plain and not unit else ())
    if match["nth"] or match["ordinal"]:
        unit = unit if unit and match["nth"] != "second" else "th"
    if match["words"] and match["words"].lower() in _BIG_WORDS:
        return None
    start, end = match.start(), match.end()
    start += len(match.group()) - len(match.group().lstrip())
    end -= len(match.group()) - len(match.group().rstrip(" ."))
    before = text[max(0, start - 16) : start].rstrip()
    vague, bound = next(
        (
            (name, found.group())
            for name, rule in _VAGUE_BEFORE.items()
            if (found := rule.search(before))
        ),
        ("", ""),
    )
    counts = bool(_COUNTED.match(text, end))
    values = tuple(_afternoon(v * factor, match["unit"]) for v in values)
    return Figure(start, end, text[start:end], values, unit, vague, counts, bound.strip(" ("))


def _afternoon(minutes: float, written: str | None) -> float:
    """Minutes of the day for a time of the twelve-hour clock; any other value as it is."""
    half = (written or "").lower().replace(".", "")
    if not half.endswith(("am", "pm")):
        return minutes
    return minutes % 720 + (720 if half.endswith("pm") else 0)


def _unit(match: re.Match[str]) -> tuple[str, float]:
    money = match["before"] or match["after"]
    if money:
        return _CURRENCIES[money.lower().rstrip(".")], 1.0
    if not match["unit"]:
        return "", 1.0
    written = match["unit"].lower()
    return _UNITS.get(written) or _UNITS[written.removesuffix("s")]


def _values(match: re.Match[str]) -> tuple[float, ...]:
    if match["clock"]:
        hours, minutes = match["clock"].split(":")
        return (float(60 * int(hours) + int(minutes)),)
    if match["digits"]:
        return _read_digits(match["digits"])
    if match["nth"]:
        return (float(_ORDINALS[match["nth"].lower()]),)
    return (_read_words(match["words"]),)


def _read_digits(digits: str) -> tuple[float, ...]:
    plain = re.sub(r"['’\u00a0\u202f]", "", digits)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return (float(plain),)
    decimal = marks[-1]
    as_decimal = plain.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    grouped = float(re.sub(r"[.,]", "", plain))
    if len(set(marks)) == 2:
        return (float(as_decimal),)
    if len(marks) > 1:
        return (grouped,)
    if len(plain.rpartition(decimal)[2]) == 3 and not plain.startswith("0"):
        return (grouped, float(as_decimal))
    return (float(as_decimal),)


def _read_words(text: str) -> float:
    total = current = 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if word in _NUMBER_WORDS:
            current += _NUMBER_WORDS[word]
        elif word in _BIG_WORDS:
            current = (current or 1) * _BIG_WORDS[word]
            if _BIG_WORDS[word] >= 1000:
                total, current = total + current, 0.0
    return total + current


def _share_units(found: list[Figure], text: str) -> tuple[Figure, ...]:
    """`10 to 15 kW` and `2-3 million euros`: the first of a range is of the second's unit."""
    shared = list(found)
    for index in range(len(found) - 1):
        first, second = found[index], shared[index + 1]
        between = text[first.end : second.start]
        if not first.unit and second.unit not in ("", "th") and _RANGE.fullmatch(between):
            factors = {_unit_factor(second.text)}
            if second.unit != "clock":
                factors.add(second.values[0] / _mantissa(second.text))
            half = second.text[-4:] if second.unit == "clock" else ""
            values = tuple(
                _afternoon(value * factor, half) for value in first.values for factor in factors
            )
            shared[index] = replace(first, values=values, unit=second.unit)
    return tuple(shared)


def _unit_factor(text: str) -> float:
    match = _FIGURE.search(text)
    return _unit(match)[1] if match else 1.0


def _mantissa(text: str) -> float:
    match = _FIGURE.search(text)
    return (_values(match)[0] if match else 0.0) or 1.0
