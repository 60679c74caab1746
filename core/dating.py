"""A publication date together with the evidence it came from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.clock import print_date
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


class DateRole(StrEnum):
    """What a page says happened on a day."""

    PUBLISHED = "published"
    MODIFIED = "modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """One claim about the publication day, or, by its role, about the last change. `at` is set
    when the claim has a time of day."""

    day: date
    origin: DateOrigin
    quote: str = ""
    at: datetime | None = None
    role: DateRole = DateRole.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class DateVerdict(Verdict):
    """The day to print and what it rests on; `ok` is false when an editor should look.

    Codes: `agreed`, `single`, `conflict`, `redated`, `future`, `stale`, `undated`. `day` is the
    day of publication and nothing else; kept apart from it are the last change that the page
    claims, the first other day that the text names, and when it was first seen.
    """

    day: date
    chosen: DateEvidence
    others: tuple[DateEvidence, ...] = ()
    modified: date | None = None
    event: date | None = None
    first_seen: date | None = None

    def evidence_sentence(self) -> str:
        return " ".join(reason.text for reason in self.reasons)

    def other_days(self) -> str:
        """The days that are not the publication's, as one line for people."""
        # Where nothing else is known, the reasons have said when it was first seen.
        known = self.chosen.origin is DateOrigin.FIRST_SEEN
        told = (
            ("The page says that it was changed on", self.modified),
            ("The text also names", self.event),
            ("First seen on", None if known else self.first_seen),
        )
        return " ".join(f"{what} {print_date(day)}." for what, day in told if day is not None)
