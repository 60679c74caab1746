"""What keeps two articles apart however alike their words are: another actor, another place."""

import re
from collections import defaultdict
from collections.abc import Mapping

from stories.gazetteer import US, PlaceKind
from stories.phrases import tokens_of
from stories.places import mentions

# Bodies of which there are many of one kind: whose name differs, is another one.
_ACTOR = re.compile(
    r"\b((?:[A-Z][\w'’.-]*\s(?:(?:and|of)\s)?){1,4})"
    r"(Unified School District|School District|Public Schools|University|City Council"
    r"|Borough Council|County Council|Transit Authority|Utility District)\b"
)
_OF = re.compile(r"\b(University|City) of ((?:[A-Z][\w'’.-]*\s?){1,3})")
_KINDS = {"Unified School District": "School District", "Public Schools": "School District"}
_NOT_A_NAME = frozenset({"the", "a", "an", "in", "at", "for", "and", "of", "with", "from", "by"})


def actors(lead: str) -> dict[str, frozenset[str]]:
    """The bodies named, by kind: `{"School District": {"fremont"}}`."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, kind in _ACTOR.findall(lead):
        found[_KINDS.get(kind, kind)].add(_name(name))
    for kind, name in _OF.findall(lead):
        found[kind].add(_name(name))
    return {kind: frozenset(names - {""}) for kind, names in found.items()}


def places(title: str) -> frozenset[str]:
    """The states of the US and the other countries that a headline names, by their codes."""
    found = set()
    for mention in mentions(title, tokens_of(title), set()):
        candidate = mention.name.candidates[0]
        if mention.name.kind is PlaceKind.COUNTRY:
            found.add(candidate.country)
        elif mention.name.kind is PlaceKind.STATE:
            found.add(f"{US}-{candidate.area}")
    return frozenset(found)


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


def other_place(a: frozenset[str], b: frozenset[str]) -> bool:
    """Both headlines name where, and it is not the same."""
    return bool(a) and bool(b) and not a & b


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
