"""The signs by which an edition is read: its number, its sections, its series."""

import re
from typing import NamedTuple

from config.newsletter import Newsletter
from core.place import Region
from core.text import words

_SPELLED = "one two three four five six seven eight nine ten eleven twelve".split()
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_COUNT = rf"(?:#\s*+)?(?P<{{}}>\d{{{{1,3}}}}|{'|'.join(_SPELLED)}|[ivxl]+)\b"
_VOLUME = r"\bvol(?:ume)?\b\.?\s*+" + _COUNT.format("volume")
_ISSUE = r"(?:\b(?:issue|iss|edition|number|no|nr|num)\b\.?|\B#|№)\s*+" + _COUNT.format("issue")
_BETWEEN = r"[\s,;:|/·•–—_-]*+"
_NUMBERS = (
    re.compile(_VOLUME + _BETWEEN + _ISSUE, re.IGNORECASE),
    re.compile(_ISSUE + _BETWEEN + r"(?:of\s++)?" + _VOLUME, re.IGNORECASE),
    re.compile(r"\bv(?P<volume>\d{1,3})\s?[.\-_]?\s?(?:i|n|no)\.?\s?(?P<issue>\d{1,3})\b", re.I),
    re.compile(_ISSUE, re.IGNORECASE),
)
_INITIALS = re.compile(r"(?<!\b[A-Z]\.)\b(?:[A-Z]\.){2,}$")
_HEADING_WORDS = 10
_TITLE_WORDS = 30

_US = frozenset("us usa u.s u.s.a united states america american domestic national".split())
_GLOBAL = frozenset(
    """global globally international internationally world worldwide abroad overseas elsewhere
    europe asia rest beyond outside""".split()
)
# What may stand beside a region's name in the heading of its section.
_BESIDE = frozenset(
    """finds find news headlines headline stories story briefs brief bites roundup round-up updates
    update highlights watch digest in the from around across and of more top our what's new here at
    home this week issue edition market markets & section v2g v2x""".split()
)
_CLOSING = re.compile(
    r"\b(?:subscrib|unsubscrib|share this|forward(?:ed)? (?:this|it)|pass it on|thanks? for reading"
    r"|thank you for reading|until next|see you|know someone|tell us|follow us|feedback|enjoying"
    r"|you have read|all rights reserved|©)",
    re.IGNORECASE,
)
_READ_ON = re.compile(
    r"^\W*(?:(?:read|continue|click|view|see)\b.{0,60}|(?:the )?(?:full|whole)\b.{0,40}"
    r"|more\b.{0,20})$",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """`volume` is 0 when only an issue is named."""

    volume: int
    issue: int


def find_number(text: str) -> Number | None:
    """The number of an edition named in a text: `Volume 2 | Issue 3`, `Vol. II, No. 3`, `V2I3`,
    `Issue #29`. None when it names none."""
    for pattern in _NUMBERS:
        match = pattern.search(text)
        if match:
            found = match.groupdict()
            volume, issue = _count(found.get("volume") or "0"), _count(found["issue"])
            if issue:
                return Number(volume, issue)
    return None


def number_alone(text: str) -> Number | None:
    """The number, when a line says hardly anything besides."""
    return find_number(text) if len(text.split()) <= _HEADING_WORDS + 4 else None


def is_short(text: str) -> bool:
    """Whether a line can be a heading: few words, and no sentence. `U.S.` ends none."""
    ends = text.endswith((".", "!", ",", ";")) and not _INITIALS.search(text)
    return len(text.split()) <= _HEADING_WORDS and not ends


def can_be_title(text: str) -> bool:
    return 0 < len(text.split()) <= _TITLE_WORDS and not text.endswith((".", ",", ";"))


def region_of_heading(text: str, newsletter: Newsletter) -> Region | None:
    """The region a heading names, `UNCLEAR` when it opens finds without one; None when it is no
    heading of a section."""
    for section in newsletter.sections:
        if _plain(text) == _plain(section.title):
            return section.region
    if not is_short(text):
        return None
    named = [word.lower().rstrip(".") for word in words(text)]
    beside = _BESIDE | {word.lower() for word in words(newsletter.name)}
    found = {_region_of_word(word) for word in named if word not in beside}
    if None in found:
        return None
    if not found:
        return Region.UNCLEAR if {"finds", "headlines"} & set(named) else None
    # "Beyond the US" and "Outside America" are about the rest of the world.
    return Region.GLOBAL if Region.GLOBAL in found else Region.US


def kind_of_heading(text: str, newsletter: Newsletter) -> tuple[str, str] | None:
    """The series that a heading names and what follows it on the line: `("V2G Insights", "")`."""
    for kind in newsletter.feature_kinds:
        match = re.match(rf"{re.escape(kind)}\b\s*[:|–—-]?\s*", text, re.IGNORECASE)
        if match and (match.end() == len(text) or match[0].rstrip()[-1] in ":|–—-"):
            return kind, text[match.end() :].strip()
    return None


def is_closing(text: str) -> bool:
    return _CLOSING.search(text) is not None


def reads_on(text: str) -> bool:
    """Whether a line is only the way to the whole piece: `Read the full interview →`."""
    return len(text.split()) <= _HEADING_WORDS and _READ_ON.match(text) is not None


def _region_of_word(word: str) -> Region | None:
    if word in _US:
        return Region.US
    return Region.GLOBAL if word in _GLOBAL else None


def _plain(text: str) -> str:
    return " ".join(word.lower() for word in words(text))


def _count(text: str) -> int:
    lowered = text.lower()
    if lowered.isdigit():
        return int(lowered)
    if lowered in _SPELLED:
        return _SPELLED.index(lowered) + 1
    values = [_ROMAN[letter] for letter in lowered]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
