"""What points to a region, and what all of it together says."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.place import Region, RegionVerdict
from core.verdict import Reason
from stories.gazetteer import country_name

RULE = "rule"
SPELLING = "spelling"
_MOST_OF_ONE_NAME = 4.0
_RULE_WEIGHT = 8.0
_POINTS_FROM = 0.7
_WITH_ARTICLE = ("United", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives")


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that points to a region. `country` is empty when it names none."""

    region: Region
    country: str
    what: str
    where: str
    quote: str
    weight: float
    says: str = ""
    """The sentence for an editor, when it is not the usual one."""


def sums_of(signs: list[Sign]) -> dict[Region, float]:
    """The weight of each side; one name, however often it stands, counts up to a limit."""
    sums = {Region.US: 0.0, Region.GLOBAL: 0.0}
    for (region, _), same in _by_name(signs).items():
        sums[region] += _weight(same)
    return sums


def _weight(same: list[Sign]) -> float:
    """An editor's word weighs the same however often the name stands, and more than any name."""
    if same[0].what == RULE:
        return _RULE_WEIGHT
    return min(sum(sign.weight for sign in same), _MOST_OF_ONE_NAME)


def _by_name(signs: list[Sign]) -> dict[tuple[Region, str], list[Sign]]:
    grouped: dict[tuple[Region, str], list[Sign]] = {}
    for sign in signs:
        grouped.setdefault((sign.region, sign.quote.lower()), []).append(sign)
    return grouped


def reasons_of(signs: list[Sign], most: int = 8) -> Iterator[Reason]:
    """One reason for each name, the heaviest first; US weights positive, others negative."""
    grouped = [(_weight(same), region, same) for (region, _), same in _by_name(signs).items()]
    for weight, region, same in sorted(grouped, key=lambda item: -item[0])[:most]:
        first = same[0]
        usual = f"{_named(same)} {_strongly(weight)} {_place(first)}."
        yield Reason(
            code=first.what or "mark",
            text=first.says or usual,
            where=first.where,
            quote=first.quote,
            weight=round(weight if region is Region.US else -weight, 2),
        )


def _named(same: list[Sign]) -> str:
    first = same[0]
    said = f"The spelling “{first.quote}”" if first.what == SPELLING else f"“{first.quote}”"
    if len(same) == 1:
        return f"{said} in the {first.where}"
    return f"{said}, {len(same)} times and first in the {first.where},"


def _place(sign: Sign) -> str:
    if sign.region is Region.US:
        return "the US"
    name = country_name(sign.country)
    if not name:
        return "a place outside the US"
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def _strongly(weight: float) -> str:
    """A bare $ or a spelling leans; a place points."""
    return "points to" if weight >= _POINTS_FROM else "leans to"


def unclear(*reasons: Reason) -> RegionVerdict:
    return RegionVerdict(ok=False, code="unclear", reasons=reasons, region=Region.UNCLEAR)
