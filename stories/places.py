"""The places that a text names, read in their surroundings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stories.gazetteer import PlaceKind, PlaceName, gazetteer
from stories.phrases import Match, Token

BIG_CITY = 500_000

_BEFORE_A_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|of|outside|around|across|throughout|for|into|between|central|downtown"
    r"|north|south|east|west|northern|southern|eastern|western|greater|serving)\s(?:the\s)?$",
    re.I,
)
# "A battery from Melle": as well a maker of that name as a small town.
_FROM = re.compile(r"\bfrom\s$", re.I)
_SEAT = re.compile(r"[-‐‑ ](?:based|headquartered)\b", re.I)
_SPEAKS = re.compile(
    r"\s(?:said|says|told|added|adds|noted|explained)\b|['’]s\s(?:wife|son|attorney)"
)
_COMPANY = re.compile(
    r"(?:[ \n](?:&|and|[A-Z][\w.'-]*)){0,3}[ \n]"
    r"(?:Inc|Corp|Co|Ltd|PLC|Plc|AG|SA|NV|LLC|GmbH|Bancorp|Industries|Motors?|Airways|Airlines|Electronics|Pharmaceuticals)\b"
)
_AFTER_A_COMMA = re.compile(r",\s?$")
_AFTER_WASHINGTON = re.compile(r"Washington,\s?$")
_STREETS = frozenset("street st avenue ave road rd drive boulevard blvd lane way terrace".split())
# What makes another place of the name before it.
_OTHER_PLACE = frozenset(
    """place lake grove beach creek hills heights park island springs river bay falls point ridge
    square""".split()
)
# Capitalised words that may follow a town's name without making a person or a company of it.
_INSTITUTIONS = frozenset(
    """city county police fire high middle elementary school schools university college state
    council airport mayor district court hospital community department metropolitan township area
    chamber board public center centre unified independent regional international municipal
    borough commission energy power water transit port housing sheriff parish town village road
    memorial general medical independent christian catholic rural downtown utility utilities
    electric gas light airport stadium zoo museum library planning health gov governor""".split()
)
_BEFORE_WORDS = frozenset(
    """in at near from to of for the and or a but outside around across greater north south east
    west northern southern eastern western central downtown metro upper lower new inner mid
    northeast northwest southeast southwest when while after before since police mayor""".split()
)


class Setting(StrEnum):
    """How sure the surroundings make it that a name is a place of the event."""

    CONTAINER = "container"
    """A state or country follows: `Paris, Texas`."""
    PREPOSITION = "preposition"
    BARE = "bare"
    DOUBTFUL = "doubtful"
    """It may be a person, or part of a longer name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands, with its setting."""

    name: PlaceName
    start: int
    end: int
    setting: Setting


def mentions(
    text: str, tokens: list[Token], taken: set[int], *, shouted: bool = False
) -> Iterator[Mention]:
    """Every place named in a text, but for streets, companies, seats and plain persons.

    `taken` are the tokens that belong to something else already. In a `shouted` text only
    countries, states and big cities are told from words.
    """
    found: list[Mention] = []
    actors: set[str] = set()
    for match in gazetteer().find(text, tokens, shouted=shouted):
        if not taken.isdisjoint(range(match.first, match.last + 1)):
            continue
        if shouted and not _is_big(match.payload):
            continue
        setting = _setting(text, tokens, match, shouted=shouted)
        if setting is not None:
            found.append(Mention(match.payload, match.start, match.end, setting))
        elif match.payload.kind is PlaceKind.CITY and not _is_big(match.payload):
            actors.add(match.payload.name)
    # A town that once stands for a person or a company does so wherever nothing says "place".
    unsure = (Setting.BARE, Setting.DOUBTFUL)
    return iter([m for m in found if m.name.name not in actors or m.setting not in unsure])


def _is_big(name: PlaceName) -> bool:
    if name.kind in (PlaceKind.COUNTRY, PlaceKind.STATE):
        return True
    return name.kind is PlaceKind.CITY and name.candidates[0].people >= BIG_CITY


def _setting(
    text: str, tokens: list[Token], match: Match[PlaceName], *, shouted: bool
) -> Setting | None:
    """None when the name is no place of the event."""
    before, after = text[max(0, match.start - 24) : match.start], text[match.end : match.end + 60]
    if match.payload.kind is PlaceKind.STATE_SHORT:
        # On this beat "AC, DC and battery" names currents: the capital's letters follow its name.
        behind = _AFTER_WASHINGTON if match.payload.name == "DC" else _AFTER_A_COMMA
        return Setting.CONTAINER if behind.search(before) else None
    if _SEAT.match(after):
        return None
    if shouted:
        return Setting.BARE
    following = _neighbour(text, tokens, match, 1).lower()
    if following in _STREETS:
        return None
    if following in _OTHER_PLACE and match.payload.kind is not PlaceKind.STATE:
        return None
    if match.payload.kind is not PlaceKind.COUNTY and _COMPANY.match(after):
        return None
    if match.payload.kind is PlaceKind.CITY:
        return _city_setting(text, tokens, match, before, after)
    return Setting.PREPOSITION if _BEFORE_A_PLACE.search(before) else Setting.BARE


def _city_setting(
    text: str, tokens: list[Token], match: Match[PlaceName], before: str, after: str
) -> Setting | None:
    if _BEFORE_A_PLACE.search(before) and (_is_big(match.payload) or not _FROM.search(before)):
        following = _neighbour(text, tokens, match, 1)
        strange = following and following.lower() not in _INSTITUTIONS
        return Setting.DOUBTFUL if strange else Setting.PREPOSITION
    if _looks_like_a_person(text, tokens, match, after):
        return Setting.DOUBTFUL if _is_big(match.payload) else None
    return Setting.BARE


def _looks_like_a_person(
    text: str, tokens: list[Token], match: Match[PlaceName], after: str
) -> bool:
    if _SPEAKS.match(after):
        return True
    previous = _neighbour(text, tokens, match, -1)
    if previous and previous.lower() not in _BEFORE_WORDS:
        return True
    following = _neighbour(text, tokens, match, 1)
    return bool(following) and following.lower() not in _INSTITUTIONS


def _neighbour(text: str, tokens: list[Token], match: Match[PlaceName], step: int) -> str:
    """The capitalised word right before (-1) or after (1) a name; else nothing."""
    index = (match.last if step > 0 else match.first) + step
    if not 0 <= index < len(tokens):
        return ""
    token = tokens[index]
    gap = text[match.end : token.start] if step > 0 else text[token.end : match.start]
    word = text[token.start : token.end]
    joined = gap in (" ", "\n", "-") or (step < 0 and gap == ". ")
    return word if joined and word[0].isupper() else ""
