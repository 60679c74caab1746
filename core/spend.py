"""Money for models: what a call may cost, under which caps, and what stopped it."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a call to a model was for."""

    FIND = "find"
    REPAIR = "repair"
    INTRODUCTION = "introduction"
    TRANSLATION = "translation"
    JUDGEMENT = "judgement"


class Cap(StrEnum):
    """The windows that a cap counts in: one run of a job, 24 hours, one edition's time."""

    RUN = "run"
    DAY = "day"
    EDITION = "edition"


class ReservationState(StrEnum):
    HELD = "held"
    SETTLED = "settled"
    RELEASED = "released"
    """The call was never made."""
    EXPIRED = "expired"
    """Its process went away; the money is free again."""
    REFUSED = "refused"
    """A cap stopped it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Micro-dollars at most in each window; None where there is no cap."""

    run: int | None = None
    day: int | None = None
    edition: int | None = None

    def of(self, cap: Cap) -> int | None:
        return {Cap.RUN: self.run, Cap.DAY: self.day, Cap.EDITION: self.edition}[cap]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendScope:
    """Whose money it is. `run_key` is unique for each execution of a job, also one by hand that
    has no row yet; volume and issue are those of the edition that the work is for."""

    run_key: str
    run_id: int | None = None
    volume: int | None = None
    issue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A call about to be made, and the micro-dollars it may cost at most."""

    purpose: Purpose
    model: str
    microdollars: int
    story_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Money set aside for one call, until it is settled or its lease ends."""

    reservation_id: int
    microdollars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapReached:
    """A call that was not made. `taken_microdollars` is what was spent and held already."""

    cap: Cap
    limit_microdollars: int
    taken_microdollars: int
    wanted_microdollars: int

    def sentence(self) -> str:
        return (
            f"The cap for the {self.cap} is ${self.limit_microdollars / 1e6:.4f}, of which "
            f"${self.taken_microdollars / 1e6:.4f} are taken; this call may cost "
            f"${self.wanted_microdollars / 1e6:.4f}."
        )
