"""The two regions of the newsletter, and the verdict that places a story in one."""

from dataclasses import dataclass
from enum import StrEnum

from core.verdict import Verdict


class Region(StrEnum):
    US = "US"
    GLOBAL = "Global"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionVerdict(Verdict):
    """`ok` is false when the region is unclear. Reasons name the places that counted."""

    region: Region
