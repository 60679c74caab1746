"""What lies beside a find while people work on it: drafts offered, unsaved texts, who is there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.find import Draft


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    PARTLY = "taken in part"
    DECLINED = "declined"
    REPLACED = "replaced"
    """A later draft was asked for before anyone decided about this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Another draft that an editor asked for, kept beside the find's text until they decide.

    `seen` is the revision it was drafted beside, `instruction` what was asked for.
    """

    offer_id: int
    find_id: int
    seen: int
    instruction: str
    draft: Draft
    state: OfferState
    created_at: datetime
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """What one person has typed on one find and not saved yet; `seen` is the revision they
    began with."""

    find_id: int
    user_id: int
    seen: int
    headline: str
    text: str
    note: str
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Someone who has a find open, until `expires_at` unless they show themselves again."""

    find_id: int
    user_id: int
    name: str
    editing: bool
    since: datetime
    expires_at: datetime
