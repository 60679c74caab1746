"""What past editions carried: the house's memory, and its voice."""

from dataclasses import dataclass
from datetime import date

from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFind:
    """A find of an imported edition. `archive_id` is 0 until it is stored; `position` counts
    from 0 within its edition. `printed_on` is the date under it, None when it has none."""

    volume: int
    issue: int
    position: int
    text: str
    dated: date | None = None
    """The edition's own date."""
    region: Region = Region.UNCLEAR
    printed_on: date | None = None
    source_url: str = ""
    archive_id: int = 0

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"
