"""The opening words of an edition: what a writer is given, and what it offers."""

from dataclasses import dataclass
from datetime import datetime

from core.draft import CallOutcome
from core.edition import Feature
from core.find import Author, Check
from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFind:
    """A find of the edition as an introduction looks at it."""

    headline: str
    text: str
    region: Region


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionBrief:
    """What an introduction is written from: what stands in the edition, in print order.

    `earlier` are introductions of the editions before, the latest first: the house's voice.
    """

    newsletter: str
    number: str
    features: tuple[Feature, ...]
    finds: tuple[PlacedFind, ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionOffer:
    """A drafted introduction, kept beside the edition's own until an editor decides.

    `seen` is the introduction that stood there when it was drafted.
    """

    edition_id: int
    text: str
    author: Author
    seen: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionResult:
    """A drafted introduction with what the rules found in it; `text` is empty when there is
    none, and `outcome` and `reason` then say why."""

    text: str
    outcome: CallOutcome
    checks: tuple[Check, ...]
    author: Author
    reason: str = ""
