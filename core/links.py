"""Whether an address in print answers: asked now and then, and kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """`ok` when the page came; `status` is None when there was no answer at all, and `reason`
    then says why. `moved_to` is where it led, when that is another address."""

    url: str
    asked_at: datetime
    ok: bool
    status: int | None = None
    reason: str = ""
    moved_to: str = ""
