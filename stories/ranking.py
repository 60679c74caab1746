"""Where a story stands in the queue: a sum that can be read."""

from collections.abc import Sequence
from datetime import date

from core.relevance import Relevance
from core.verdict import Reason

_LEVEL = {Relevance.CORE: 60.0, Relevance.ADJACENT: 25.0, Relevance.OFF: 0.0}
_ORIGIN, _ORIGINS_MOST = 6.0, 4
_WEIGHT = 8.0
_DAY, _DAYS_MOST = 0.8, 30
_PARTIAL = -6.0
_ADVERTISEMENT = -45.0


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
    parts: list[Reason] = [_part("level", f"It is {relevance.value}.", _LEVEL[relevance])]
    further = min(origins - 1, _ORIGINS_MOST)
    if further > 0:
        parts.append(_part("origins", f"{origins} independent origins.", _ORIGIN * further))
    if source_weight != 1:
        text = f"The source has weight {source_weight:g}."
        parts.append(_part("source", text, _WEIGHT * (source_weight - 1)))
    age = max((today - day).days, 0)
    if age:
        days = "1 day" if age == 1 else f"{age} days"
        parts.append(_part("age", f"It is {days} old.", -_DAY * min(age, _DAYS_MOST)))
    if partial:
        parts.append(_part("partial", "Only the source's own teaser could be read.", _PARTIAL))
    if advertisement:
        text = "It advertises a market-research report."
        parts.append(_part("advertisement", text, _ADVERTISEMENT))
    return _total(parts), tuple(parts)


def _part(code: str, text: str, weight: float) -> Reason:
    return Reason(code=code, text=text, where="rank", weight=round(weight, 2))


def _total(parts: Sequence[Reason]) -> float:
    return round(sum(part.weight for part in parts), 2)
