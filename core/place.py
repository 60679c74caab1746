"""The two regions of the newsletter, and the verdict that places a story in one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.verdict import Verdict


class Region(StrEnum):
    US = "US"
    GLOBAL = "Global"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionVerdict(Verdict):
    """`ok` is false when an editor should look: the region is unclear, or (code `weak`) the text
    itself does not say and the region is only a proposal. Reasons name what counted."""

    region: Region


class RuleKind(StrEnum):
    NAME = "name"
    """A name that stands in texts: a place, a utility, a programme."""
    SOURCE = "source"
    """A source's slug: for its articles that name no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRule:
    """What editors' flips taught: the subject belongs to that region. `rule_id` is 0 until it is
    stored; `flips` counts the stories it rests on; a revoked rule is kept and never made again."""

    rule_id: int
    kind: RuleKind
    subject: str
    region: Region
    decided_by: str
    decided_at: datetime
    flips: int
    revoked_by: str = ""
    revoked_at: datetime | None = None
