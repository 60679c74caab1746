"""What ran before about the same thing, and which story goes on from which."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.verdict import Reason


class CoverageKind(StrEnum):
    """How near a story is to a piece that ran, nearest first."""

    SAME_EVENT = "same event"
    SAME_PROGRAMME = "same programme"
    SAME_SUBJECT = "same subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFind:
    """A find that ran, in an imported edition or in one of our own.

    Exactly one of `archive_id` (an imported find) and `find_id` (one of our own, published in
    `edition_id`) is not 0. `story_id` is the story of one of our own, `text` is as it ran.
    """

    volume: int
    issue: int
    text: str
    dated: date | None = None
    """The edition's own date."""
    printed_on: date | None = None
    source_url: str = ""
    archive_id: int = 0
    find_id: int = 0
    edition_id: int = 0
    story_id: int = 0

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"

    @property
    def day(self) -> date | None:
        """The day it tells of, as near as is known."""
        return self.printed_on or self.dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A past find that a story comes back to. `new` is one line on what the story adds to what
    ran, empty when nothing was found; `score` (0 to 1) only orders."""

    kind: CoverageKind
    ran: PastFind
    new: str
    reasons: tuple[Reason, ...]
    score: float = 0.0

    def sentence(self) -> str:
        """For a page and for a brief: "The same programme ran in Volume 1 | Issue 6. New: …"."""
        said = f"The {self.kind} ran in {self.ran.number}."
        return f"{said} New: {self.new}" if self.new else said


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """`story_id` goes on from the earlier story: the same matter, on another day or with other
    facts. They are linked and stay two."""

    story_id: int
    earlier_id: int
    reasons: tuple[Reason, ...]
