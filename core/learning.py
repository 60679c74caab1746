"""What editors' decisions taught: what they decided on, and a small model as plain numbers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.place import Region
from core.story import Story


class Outcome(StrEnum):
    """What an editor made of a find, last of all."""

    APPROVED = "approved"
    HELD = "held"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A story and what became of its find. `source` is the slug of its lead's source; `region` is
    where the find stands now, an editor's flip included."""

    story: Story
    source: str
    region: Region
    outcome: Outcome
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """An editor's word that a story belongs to the other region. `title` and `lead` are words of
    the article that leads it, the lead in both senses."""

    story_id: int
    before: Region
    after: Region
    actor: str
    at: datetime
    source: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedFeature:
    """A trait of stories and what it counts, in log odds. `wanted` of the `seen` decided stories
    that have it were wanted."""

    name: str
    label: str
    weight: float
    wanted: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Decided stories whose chance, guessed without them, was at least `chance_from` and less
    than the next band's."""

    chance_from: float
    wanted: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedModel:
    """`version` is 0 until it is stored. `auc` is cross-validated: how often a wanted story comes
    before an unwanted one; `auc_of_rank` is the same of the rank's sum alone, on the same
    decisions. A held find counts as wanted, half."""

    version: int
    trained_at: datetime
    decisions: int
    wanted: int
    intercept: float
    features: tuple[LearnedFeature, ...]
    bands: tuple[Band, ...]
    auc: float
    auc_of_rank: float
    in_use: bool = False
