"""A publication date together with the evidence it came from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.verdict import Verdict


class DateOrigin(StrEnum):
    """Where a date was read, strongest first."""

    JSON_LD = "json-ld"
    META = "meta"
    TIME_ELEMENT = "time element"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    URL = "url"
    TEXT = "text"
    FIRST_SEEN = "first seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """One claim about the publication day. `at` is set when the claim has a time of day."""

    day: date
    origin: DateOrigin
    quote: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateVerdict(Verdict):
    """The day to print and what it rests on; `ok` is false when an editor should look.

    Codes: `agreed`, `single`, `conflict`, `future`, `stale`, `undated`.
    """

    day: date
    chosen: DateEvidence
    others: tuple[DateEvidence, ...] = ()

    def evidence_sentence(self) -> str:
        return " ".join(reason.text for reason in self.reasons)
