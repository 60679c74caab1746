"""What keeps two articles apart however alike their words are: another actor, another place."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from stories.gazetteer import PlaceKind
from stories.phrases import tokens_of
from stories.places import Setting, mentions

# Bodies of which there are many of one kind: whose name differs, is another one.
_ACTOR = re.compile(
    r"\b((?:(?:[A-Z]\w{0,2}\.|[A-Z][\w'’-]*)\s(?:(?:and|of)\s)?){1,4})"
    r"(Unified School District|School District|Public Schools|University|City Council"
    r"|Borough Council|County Council|Transit Authority|Utility District)\b"
)
_OF = re.compile(r"\b(University|City) of ((?:(?:[A-Z]\w{0,2}\.|[A-Z][\w'’-]*)\s?){1,3})")
_KNOWN_CITY = 100_000
_KINDS = {"Unified School District": "School District", "Public Schools": "School District"}
_NOT_A_NAME = frozenset({"the", "a", "an", "in", "at", "for", "and", "of", "with", "from", "by"})


class Place(NamedTuple):
    """A name, and what it may mean: a country, a state of it, a city in it; an empty field
    means the whole."""

    name: str
    country: str
    area: str = ""
    city: str = ""


def actors(lead: str) -> dict[str, frozenset[str]]:
    """The bodies named, by kind: `{"School District": {"fremont"}}`."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, kind in _ACTOR.findall(lead):
        found[_KINDS.get(kind, kind)].add(_name(name))
    for kind, name in _OF.findall(lead):
        found[kind].add(_name(name))
    return {kind: frozenset(names - {""}) for kind, names in found.items()}


def places(title: str) -> frozenset[Place]:
    """Every place that a headline may name; small towns are left out, for they are words too."""
    found = set()
    for mention in mentions(title, tokens_of(title), set()):
        name = mention.name
        if name.kind is PlaceKind.CITY and (
            mention.setting is Setting.DOUBTFUL or name.candidates[0].people < _KNOWN_CITY
        ):
            continue
        city = name.name if name.kind is PlaceKind.CITY else ""
        found |= {Place(name.name.lower(), c.country, c.area, city) for c in name.candidates}
    return frozenset(found)


class Report(Protocol):
    @property
    def actors(self) -> Mapping[str, frozenset[str]]: ...
    @property
    def places(self) -> frozenset[Place]: ...
    @property
    def lead(self) -> str: ...
    @property
    def text(self) -> str: ...


def disagree(a: Report, b: Report) -> str:
    """Why two reports tell of two events whatever their words; '' when nothing says so."""
    if other_place(a.places, b.places, a.text, b.text):
        return f"One is about {_listed(a.places)}, the other about {_listed(b.places)}."
    kind = other_actor(a.actors, b.actors, a.lead, b.lead)
    return f"Each names a {kind.lower()} of its own." if kind else ""


def _listed(places: frozenset[Place]) -> str:
    return ", ".join(sorted({place.name.title() for place in places})[:2])


def other_actor(
    a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]], lead_a: str, lead_b: str
) -> str:
    """The kind of body of which each names its own, and neither names the other's; or ''."""
    for kind in sorted(a.keys() & b.keys()):
        if not a[kind] or not b[kind] or a[kind] & b[kind]:
            continue
        if not _any_in(a[kind], lead_b) and not _any_in(b[kind], lead_a):
            return kind
    return ""


def other_place(a: frozenset[Place], b: frozenset[Place], text_a: str, text_b: str) -> bool:
    """Both headlines name where, no place of one can be or lie in a place of the other, and
    neither text speaks of the other's."""
    if not a or not b or any(_meet(left, right) for left in a for right in b):
        return False
    return not _any_in(_names(a), text_b) and not _any_in(_names(b), text_a)


def _names(places: frozenset[Place]) -> frozenset[str]:
    return frozenset(place.name for place in places)


def _meet(a: Place, b: Place) -> bool:
    return a.country == b.country and all(
        not left or not right or left == right
        for left, right in ((a.area, b.area), (a.city, b.city))
    )


def _any_in(names: frozenset[str], text: str) -> bool:
    lowered = text.lower()
    return any(name in lowered for name in names)


def _name(words: str) -> str:
    parts = words.lower().split()
    while parts and parts[0] in _NOT_A_NAME:
        parts.pop(0)
    while parts and parts[-1] in _NOT_A_NAME:
        parts.pop()
    return " ".join(parts)
