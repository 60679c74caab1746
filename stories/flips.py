"""What editors' flips of the region teach: rules on names and sources, with a least of evidence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.learning import Decided, Flip, Outcome
from core.place import Region, RegionRule, RuleKind
from stories.gazetteer import US, PlaceKind, PlaceName, gazetteer

STORIES_FOR_A_NAME = 2
STORIES_FOR_A_SOURCE = 3
# A name that is a rule must be a body or a place: two flips of stories about one carmaker do not
# say where it will act next.
_BODY = re.compile(
    r"\b(?:Energy|Electric|Electricity|Power|Gas|Light|Water|Grid|Networks?|Utilit(?:y|ies)|PUD"
    r"|Cooperative|Co-op|Authority|Commission|Council|County|City|Borough|District|Schools?"
    r"|University|College|Institute|Laboratory|Ministry|Department|Agency|Board|Bureau|Transit"
    r"|Airport|Port|Program|Programme|Scheme|Initiative|Fund|Pilot|Project|Stadtwerke|Hydro)\b"
)
_NAME = re.compile(r"[A-Z][\w’'&-]*(?:[ ](?:(?:of|and|for|the|&)[ ])?[A-Z][\w’'&-]*){0,4}")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{2,7}$")
_FIRST_WORDS = frozenset("the a an in at on for and but with from after when how why what".split())


@dataclass(slots=True)
class _Case:
    """What speaks for and against a rule on one subject."""

    flips: dict[int, Flip] = field(default_factory=dict)
    against: set[int] = field(default_factory=set)

    def rule(self, kind: RuleKind, subject: str, least: int) -> RegionRule | None:
        regions = {flip.after for flip in self.flips.values()}
        if len(self.flips) < least or len(regions) != 1 or self.against:
            return None
        latest = max(self.flips.values(), key=lambda flip: flip.at)
        return RegionRule(
            rule_id=0,
            kind=kind,
            subject=subject,
            region=latest.after,
            decided_by=latest.actor,
            decided_at=latest.at,
            flips=len(self.flips),
        )


def rules_from(flips: Sequence[Flip], decided: Sequence[Decided]) -> tuple[RegionRule, ...]:
    """The rules that the flips are enough for, names before sources.

    A name of a body or a town takes two flipped stories, a source three; one flip the other way,
    or one approved find that stood as it was, is enough to make none. `decided` are all stories
    that editors decided on, flipped ones included.
    """
    last = _last_words(flips)
    stood = [one for one in decided if _stood(one, last)]
    names = _names_case(last.values(), stood)
    sources: dict[str, _Case] = defaultdict(_Case)
    for flip in last.values():
        sources[flip.source].flips[flip.story_id] = flip
    for one in stood:
        case = sources.get(one.source)
        if case and any(flip.after is not one.region for flip in case.flips.values()):
            case.against.add(one.story.story_id)
    return (
        *_longest(_rules(names, RuleKind.NAME, STORIES_FOR_A_NAME), names),
        *_rules(sources, RuleKind.SOURCE, STORIES_FOR_A_SOURCE),
    )


def _last_words(flips: Sequence[Flip]) -> dict[int, Flip]:
    """The last flip of each story; none when it only took an earlier one back."""
    by_story: dict[int, list[Flip]] = defaultdict(list)
    for flip in sorted(flips, key=lambda flip: flip.at):
        by_story[flip.story_id].append(flip)
    return {
        story_id: told[-1]
        for story_id, told in by_story.items()
        if told[-1].after is not Region.UNCLEAR and told[-1].after is not told[0].before
    }


def _stood(one: Decided, flipped: dict[int, Flip]) -> bool:
    """Whether an editor took the find as it was placed: that speaks against a contrary rule."""
    return one.outcome is Outcome.APPROVED and one.story.story_id not in flipped


def _names_case(flips: Iterable[Flip], stood: Sequence[Decided]) -> dict[str, _Case]:
    cases: dict[str, _Case] = defaultdict(_Case)
    for flip in flips:
        for name in set(names_in(f"{flip.title}. {flip.lead}")):
            if _can_lie_in(name, flip.after):
                cases[name].flips[flip.story_id] = flip
    for one in stood:
        for name in names_in(one.story.title):
            case = cases.get(name)
            if case and any(flip.after is not one.region for flip in case.flips.values()):
                case.against.add(one.story.story_id)
    return cases


def names_in(text: str) -> Iterator[str]:
    """Names of bodies and towns, and acronyms, as they stand; countries and states are none:
    no editor's flip moves those."""
    for match in _NAME.finditer(text):
        words = match.group().split()
        if words[0].lower() in _FIRST_WORDS:
            words = words[1:]
        name = " ".join(words).removesuffix("’s").removesuffix("'s")
        if (_BODY.search(name) and len(words) > 1) or _ACRONYM.match(name) or _is_town(name):
            yield name


def _is_town(name: str) -> bool:
    place = _place(name)
    return place is not None and place.kind in (PlaceKind.CITY, PlaceKind.COUNTY)


def _can_lie_in(name: str, region: Region) -> bool:
    """No flip moves Utrecht to the US; Hamilton may lie on either side."""
    place = _place(name)
    return place is None or region in {
        Region.US if country == US else Region.GLOBAL for country in place.countries
    }


def _place(name: str) -> PlaceName | None:
    found = gazetteer().find(name)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(name))
    return found[0].payload if whole else None


def _rules(cases: dict[str, _Case], kind: RuleKind, least: int) -> tuple[RegionRule, ...]:
    found = (case.rule(kind, subject, least) for subject, case in sorted(cases.items()))
    return tuple(rule for rule in found if rule is not None)


def _longest(rules: Sequence[RegionRule], cases: dict[str, _Case]) -> Iterator[RegionRule]:
    """`Snohomish` adds nothing to `Snohomish County PUD` when the same stories name both."""
    for rule in rules:
        told = cases[rule.subject].flips.keys()
        longer = (
            other
            for other in rules
            if other is not rule
            and f" {rule.subject} " in f" {other.subject} "
            and cases[other.subject].flips.keys() == told
        )
        if next(longer, None) is None:
            yield rule
