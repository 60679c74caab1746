"""Where a story stands in the queue: a sum that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.coverage import Coverage, CoverageKind
from core.place import Region
from core.relevance import Relevance
from core.story import Story
from core.verdict import Reason

_LEVEL = {Relevance.CORE: 60.0, Relevance.ADJACENT: 25.0, Relevance.OFF: 0.0}
_NEARNESS = {
    Relevance.CORE: "It is at the core of the beat.",
    Relevance.ADJACENT: "It is adjacent to the beat.",
    Relevance.OFF: "It is off the beat.",
}
_ORIGIN, _ORIGINS_MOST = 6.0, 4
_WEIGHT = 8.0
_DAY, _DAYS_MOST = 0.8, 30
_PARTIAL = -6.0
_ADVERTISEMENT = -45.0
_RAN = {CoverageKind.SAME_EVENT: -30.0, CoverageKind.SAME_PROGRAMME: -4.0}
_NEVER_RAN = 4.0
_LACKED, _LACKED_MOST = 1.5, 6.0
_CHANGES = frozenset({"age", "novelty", "edition"})
"""Parts that change while the story stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """How many finds a section of the next edition has, of how many it should have."""

    edition: str
    region: Region
    placed: int
    target: int


def rank(
    *,
    relevance: Relevance,
    origins: int,
    source_weight: float,
    day: date,
    today: date,
    partial: bool,
    advertisement: bool,
) -> tuple[float, tuple[Reason, ...]]:
    """The rank, higher first, and its parts.

    `origins` counts the independent reports, the lead included; `source_weight` is the weight
    of the best source among them (1 is usual).
    """
    parts: list[Reason] = [_part("level", _NEARNESS[relevance], _LEVEL[relevance])]
    further = min(origins - 1, _ORIGINS_MOST)
    if further > 0:
        parts.append(_part("origins", f"{origins} independent reports.", _ORIGIN * further))
    if source_weight != 1:
        than = "more" if source_weight > 1 else "less"
        text = f"Its source counts {than} than most (weight {source_weight:g})."
        parts.append(_part("source", text, _WEIGHT * (source_weight - 1)))
    parts += _age(day, today)
    if partial:
        parts.append(_part("partial", "Only the source's own teaser could be read.", _PARTIAL))
    if advertisement:
        text = "It advertises a market-research report."
        parts.append(_part("advertisement", text, _ADVERTISEMENT))
    return _total(parts), tuple(parts)


def rank_anew(
    story: Story, ran: Sequence[Coverage] | None, section: Section | None, *, today: date
) -> tuple[float, tuple[Reason, ...]]:
    """The rank as it is today: the parts that change by themselves are put up to date.

    `ran` is what ran before about it, None while nothing ever ran; `section` is its section of
    the next edition, None while there is no open one.
    """
    parts = [reason for reason in story.rank_reasons if reason.code not in _CHANGES]
    parts += [*_age(story.date.day, today), *_novelty(ran), *_lacked(section)]
    return _total(parts), tuple(parts)


def _age(day: date, today: date) -> list[Reason]:
    age = max((today - day).days, 0)
    days = "1 day" if age == 1 else f"{age} days"
    return [_part("age", f"It is {days} old.", -_DAY * min(age, _DAYS_MOST))] if age else []


def _novelty(ran: Sequence[Coverage] | None) -> list[Reason]:
    if ran is None:
        return []
    if not ran:
        return [_part("novelty", "Nothing like it ran before.", _NEVER_RAN)]
    nearest = ran[0]
    if nearest.kind not in _RAN:
        return []
    text = f"The {nearest.kind} ran in {nearest.ran.number}."
    return [_part("novelty", text, _RAN[nearest.kind])]


def _lacked(section: Section | None) -> list[Reason]:
    if section is None or section.placed >= section.target:
        return []
    points = min(_LACKED * (section.target - section.placed), _LACKED_MOST)
    text = f"{section.edition} has {section.placed} of {section.target} {section.region} Finds."
    return [_part("edition", text, points)]


def _part(code: str, text: str, weight: float) -> Reason:
    return Reason(code=code, text=text, where="rank", weight=round(weight, 2))


def _total(parts: Sequence[Reason]) -> float:
    return round(sum(part.weight for part in parts), 2)
