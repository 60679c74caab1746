"""What a story has that an editor may like or not: traits that can be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.place import Region
from core.relevance import Relevance
from core.story import Part, Story

_FRESH_DAYS = 3
_TERMS = frozenset({"core", "support", "adjacent"})


@dataclass(frozen=True, slots=True)
class Trait:
    """`name` is stable and counted, `label` stands in a sentence for an editor."""

    name: str
    label: str


def traits_of(story: Story, source: str, region: Region | None = None) -> tuple[Trait, ...]:
    """`source` is the slug of the lead's source; `region` the one it has now, when that is not
    what it was judged. A trait is there or not: nothing is counted twice."""
    found = (
        _level(story),
        *_terms(story),
        Trait(f"source:{source}", f"source {source}"),
        *_place(story, region or story.region.region),
        *_reports(story),
        *_age(story),
    )
    return tuple(dict.fromkeys(found))


def _level(story: Story) -> Trait:
    labels = {Relevance.CORE: "core", Relevance.ADJACENT: "adjacent", Relevance.OFF: "off the beat"}
    return Trait(f"level:{story.relevance.value}", labels[story.relevance])


def _terms(story: Story) -> Iterator[Trait]:
    for reason in story.relevance_reasons:
        word = " ".join(reason.quote.lower().replace("-", " ").split())
        if word and reason.code in _TERMS:
            yield Trait(f"term:{word}", f"“{reason.quote}”")
        if word and reason.code == "false_friend":
            yield Trait(f"false friend:{word}", f"false friend “{reason.quote}”")
        if reason.code == "core" and reason.where == "title":
            yield Trait("in the title", "the subject in the title")


def _place(story: Story, region: Region) -> Iterator[Trait]:
    yield Trait(f"region:{region.value}", f"region {region.value}")
    for reason in story.region.reasons:
        if reason.code in ("utility", "energy", "energy or region", "energy or institution"):
            yield Trait(f"body:{reason.quote}", reason.quote)


def _reports(story: Story) -> Iterator[Trait]:
    origins = sum(member.part is not Part.ECHO for member in story.members)
    if origins > 1:
        yield Trait("origins:several", "several independent reports")
    if story.advertisement:
        yield Trait("advertisement", "an advertisement")
    if any(reason.code == "partial" for reason in story.rank_reasons):
        yield Trait("teaser only", "only a teaser could be read")


def _age(story: Story) -> Iterator[Trait]:
    days = (story.first_seen_at.date() - story.date.day).days
    if days > _FRESH_DAYS:
        yield Trait("age:late", f"found more than {_FRESH_DAYS} days after it was published")
