"""What past editions carried: the house's memory, and its voice."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLink:
    """A link inside a text of a past edition; `text` is the words it stood on."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFeature:
    """A long piece of a past edition. `kind` is its series; `text` is its lead as plain text, its
    paragraphs separated by a blank line; `url` is where the whole piece stands."""

    kind: str
    title: str
    dated: date | None = None
    text: str = ""
    url: str = ""
    links: tuple[ArchiveLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFind:
    """A find of a past edition. `archive_id` is 0 until it is stored, `position` counts from 0
    within its edition, and `text` holds its paragraphs separated by a blank line."""

    volume: int
    issue: int
    position: int
    text: str
    dated: date | None = None
    """The edition's own date."""
    region: Region = Region.UNCLEAR
    printed_on: date | None = None
    """The date under it, None when it has none."""
    source_url: str = ""
    archive_id: int = 0
    links: tuple[ArchiveLink, ...] = ()

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEdition:
    """A past edition, whole. `introduction` and `closing` are plain text, their paragraphs
    separated by a blank line; `origin` names the file it was read from, `url` is where readers
    find it."""

    volume: int
    issue: int
    dated: date | None = None
    introduction: str = ""
    features: tuple[ArchiveFeature, ...] = ()
    finds: tuple[ArchiveFind, ...] = ()
    closing: str = ""
    url: str = ""
    origin: str = ""

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"


class ArchivePart(StrEnum):
    INTRODUCTION = "introduction"
    FEATURE = "feature"
    FIND = "find"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveHit:
    """A text of the archive that a search found. `position` counts from 0 among the parts of its
    kind; `title` is a feature's, else empty."""

    part: ArchivePart
    volume: int
    issue: int
    position: int
    dated: date | None
    title: str
    text: str

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"
