"""Where the money for a call comes from."""

from typing import Protocol

from core.draft import ModelCall
from core.spend import CapReached, Held, Wanted


class Purse(Protocol):
    """`reserve` before a call and `settle` after it, each in one transaction of whoever keeps
    the account; `release` when the call was not made after all."""

    def reserve(self, wanted: Wanted) -> Held | CapReached: ...

    def settle(self, held: Held, call: ModelCall) -> None: ...

    def release(self, held: Held) -> None: ...


class OpenPurse:
    """A purse without a cap that remembers the calls: for measuring, and for tests."""

    def __init__(self) -> None:
        self.calls: list[ModelCall] = []

    def reserve(self, wanted: Wanted) -> Held | CapReached:
        return Held(reservation_id=0, microdollars=wanted.microdollars)

    def settle(self, held: Held, call: ModelCall) -> None:
        del held
        self.calls.append(call)

    def release(self, held: Held) -> None:
        del held
