"""What places a story in the US or elsewhere, beyond the gazetteer: as values."""

from dataclasses import dataclass

from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMark:
    """A name that says where something happens: a regulator, a utility, a programme, a grid
    operator, a currency. Matched whole-word; capitals are matched as written."""

    text: str
    region: Region
    country: str = ""
    weight: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """`ambiguous` names count only with a second sign (`Georgia`, `Cambridge`); `ignored` never
    count as places (`Ford`, `Reading`). `margin` is the share by which one side must lead."""

    marks: tuple[PlaceMark, ...]
    ambiguous: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    margin: float = 0.2
