"""What editors change again and again, as rules of style that the chief editor decides about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.find import Author
from core.workflow import FindState


class Change(StrEnum):
    """How much of a machine's draft editors changed before they let it through."""

    UNCHANGED = "unchanged"
    LIGHT = "light edit"
    REWRITTEN = "rewritten"


class RuleState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedFind:
    """A find that editors let through: what the machine wrote, and what stands there now.
    `source` is the lead's; `editor` is empty when nobody changed a letter."""

    find_id: int
    state: FindState
    updated_at: datetime
    source: str
    author: Author
    drafted: str
    printed: str
    editor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PenRow:
    """How many finds went through in which way; `by` is `all`, `writer` (its name and prompt),
    `source` or `editor`, and `name` says which."""

    by: str
    name: str
    unchanged: int
    light: int
    rewritten: int

    @property
    def total(self) -> int:
        return self.unchanged + self.light + self.rewritten


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
