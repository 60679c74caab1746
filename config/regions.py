"""What places a story in the US or elsewhere, beyond the gazetteer: as values."""

from collections.abc import Iterable, Iterator
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
class MarkSet:
    """Names that share a side, a country, a weight and a note: the short way to write marks."""

    names: tuple[str, ...]
    region: Region
    country: str = ""
    weight: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """`hints` are read only where a text says nothing of where: firms and products of one market,
    each with a note that completes "it …". `ambiguous` names count only with a second sign
    (`Georgia`, `Cambridge`); `ignored` never count as places (`Ford`, `Reading`). `margin` is the
    share by which one side must lead."""

    marks: tuple[PlaceMark, ...]
    sets: tuple[MarkSet, ...] = ()
    hints: tuple[MarkSet, ...] = ()
    ambiguous: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    margin: float = 0.2

    def every_mark(self) -> Iterator[PlaceMark]:
        yield from self.marks
        yield from _marks_of(self.sets)

    def every_hint(self) -> Iterator[PlaceMark]:
        return _marks_of(self.hints)


def _marks_of(sets: Iterable[MarkSet]) -> Iterator[PlaceMark]:
    for one in sets:
        for name in one.names:
            yield PlaceMark(
                text=name,
                region=one.region,
                country=one.country,
                weight=one.weight,
                note=one.note,
            )
