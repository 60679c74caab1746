"""True sentences said otherwise: changes that keep what a sentence says.

They are made without the checks' own tables, so that a check that takes a paraphrase for a
change is seen as a false alarm.
"""

import random
import re
from collections.abc import Callable

_SYNONYMS = {
    "nearly": "almost", "almost": "nearly", "less than": "under",
    "because": "since", "buy": "purchase", "bought": "purchased", "help": "assist",
    "shows": "demonstrates", "show": "demonstrate", "uses": "employs", "needs": "requires",
    "need": "require", "gets": "receives", "get": "receive", "begin": "start",
    "began": "started", "begins": "starts", "starts": "begins", "started": "began",
    "ended": "finished", "ends": "finishes", "customers": "clients",
    "company": "firm", "told": "informed", "rose": "climbed", "fell": "dropped",
    "grew": "went up", "increase": "rise", "approved": "accepted",
    "rejected": "turned down", "closed": "shut", "opened": "launched",
    "plans to": "intends to", "may": "might", "might": "may", "could": "might",
    "cannot": "can not", "does not": "doesn't", "do not": "don't",
    "is not": "isn't", "are not": "aren't", "will not": "won't", "did not": "didn't",
    "has not": "hasn't", "have not": "haven't", "was not": "wasn't", "every": "each",
    "pays": "gives",   "built": "constructed",
    "often": "frequently", "quickly": "fast", "whole": "entire",
    "reduce": "bring down", "reduced": "brought down", "reduces": "brings down",
    "higher": "greater", "keeps": "holds", "wants": "wishes",
    "expects": "anticipates", "said": "stated", "says": "states", "after": "following",
    "before": "prior to", "until": "till", "while": "whereas",
    "makes": "produces", "large": "big", "small": "little", "sells": "markets",
    "vans": "delivery vans", "home": "house", "homes": "houses", "allows": "permits",
    "agreed": "consented", "stopped": "halted",
}  # fmt: skip
_NUMBERS = dict(
    zip(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
        range(2, 21),
        strict=True,
    )
)
_SHORT = {"January": "Jan.", "February": "Feb.", "August": "Aug.", "September": "Sept.",
          "October": "Oct.", "November": "Nov.", "December": "Dec."}  # fmt: skip
_LONG_UNITS = {"kWh": "kilowatt-hours", "MWh": "megawatt-hours", "kW": "kilowatts",
               "MW": "megawatts", "GW": "gigawatts", "percent": "%", "per cent": "%"}  # fmt: skip
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
QUOTED = re.compile(r"[\"“][^\"”]+[\"”]")
_FRONTED = re.compile(r"^((?:In|On|At|From|Since|By|For|Under|Over|During) [^,\"“]{4,40}), (.+)\.$")
_SPEECH = re.compile(r"^([\"“][^\"”]+),([\"”]) said ([A-Z][^,.\"“]+)(?:, ([^.\"“]+))?\.$")
_ASIDE = re.compile(r", (?:which|who|whose) [^,\"“]{8,90}, (?=[a-z]+(?:s|ed|t)? )")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b")


def rewrite(sentence: str, outlet: str, chance: random.Random) -> str:
    """The sentence said otherwise by two to four of the changes that fit it."""
    changes: list[Callable[[str], str]] = [
        _other_words, _digits, _units, _dates, _order, _speaker_first, _without_aside,
        lambda text: _reported(text, outlet),
    ]  # fmt: skip
    chance.shuffle(changes)
    written, done = sentence, 0
    wanted = chance.choice((2, 3, 4))
    for change in changes:
        changed = change(written)
        done += changed != written
        written = changed
        if done == wanted:
            break
    return written


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """What is in quotation marks stays as it was said."""
    parts: list[str] = []
    end = 0
    for match in QUOTED.finditer(text):
        parts += [change(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def _other_words(text: str) -> str:
    rule = re.compile(rf"(?<![\w-])({'|'.join(sorted(_SYNONYMS, key=len, reverse=True))})(?![\w-])")
    return outside_quotes(text, lambda part: rule.sub(lambda m: _SYNONYMS[m.group()], part))


def _digits(text: str) -> str:
    rule = re.compile(rf"(?<![\w-])({'|'.join(_NUMBERS)})\b(?! o'clock|-)")
    return outside_quotes(text, lambda part: rule.sub(lambda m: str(_NUMBERS[m.group()]), part))


def _units(text: str) -> str:
    rule = re.compile(r"(\d) (kWh|MWh|kW|MW|GW|percent|per cent)\b(?!-)")

    def longer(match: re.Match[str]) -> str:
        unit = _LONG_UNITS[match[2]]
        return f"{match[1]}{unit}" if unit == "%" else f"{match[1]} {unit}"

    return outside_quotes(text, lambda part: rule.sub(longer, part))


def _dates(text: str) -> str:
    text = _DAY_FIRST.sub(r"\2 \1, \3", text)
    return _MONTH_FIRST.sub(lambda m: f"{_SHORT.get(m[1], m[1])} {m[2]}, {m[3]}", text)


def _order(text: str) -> str:
    """`In March, the city …` → `The city … in March`."""
    match = _FRONTED.match(text)
    if match is None or ":" in text or ";" in text:
        return text
    return f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}."


def _speaker_first(text: str) -> str:
    match = _SPEECH.match(text)
    if match is None:
        return text
    role = f", {match[4]}," if match[4] else ""
    return f"{match[3]}{role} said: {match[1]}.{match[2]}"


def _without_aside(text: str) -> str:
    return _ASIDE.sub(" ", text, count=1)


def _reported(text: str, outlet: str) -> str:
    first = text.split(" ", 1)[0]
    if first not in ("The", "It", "A", "An", "In", "They", "This", "Its", "Each", "Two", "Three"):
        return text
    return f"According to {outlet}, {first.lower()}{text[len(first) :]}"
