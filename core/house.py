"""What editors change again and again, as rules of style that the chief editor decides about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RuleState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Words of drafts that editors replaced, in how many finds, by how many people. An empty
    `right` means that they took the words out."""

    wrong: str
    right: str
    find_ids: tuple[int, ...]
    editors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRule:
    """A replacement put to the chief editor, and what became of it."""

    rule_id: int
    wrong: str
    right: str
    find_ids: tuple[int, ...]
    state: RuleState
    proposed_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
