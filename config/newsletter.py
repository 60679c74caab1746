"""The newsletter as its readers know it: name, sections, calendar, closing words."""

from dataclasses import dataclass
from datetime import date

from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    region: Region
    title: str
    target_finds: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something to watch for, by the words that speak of it; upper and lower case alike."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """`first_issue` is issue 1 of the volume `first_volume`; an issue follows every
    `every_days` days, and a volume is a calendar year."""

    name: str
    sections: tuple[Section, ...]
    feature_kinds: tuple[str, ...]
    first_issue: date
    first_volume: int
    every_days: int = 14
    closing: str = ""
    home: str = ""
    """Where readers find the newsletter; feeds name it."""
    accent: str = "#0b6e4f"
    areas: tuple[Named, ...] = ()
    """Parts of the world that should come up now and then."""
    topics: tuple[Named, ...] = ()
    """What finds are about, for seeing when an edition leans on one thing."""
