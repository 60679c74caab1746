"""How near an article is to the beat."""

from dataclasses import dataclass
from enum import StrEnum

from core.verdict import Verdict


class Relevance(StrEnum):
    CORE = "core"
    ADJACENT = "adjacent"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceVerdict(Verdict):
    """`ok` means kept. Reasons carry positive weights (terms of the beat) and negative ones
    (false friends); `score` is their sum. An advertisement is kept apart, not deleted."""

    level: Relevance
    score: float
    advertisement: bool = False
