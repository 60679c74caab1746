"""Results passed on as they come, or in the order of what they are results of."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Sequence(Generic[T]):
    """In order, an early result waits until all before it were passed on."""

    def __init__(self, deliver: Callable[[T], None], *, in_order: bool) -> None:
        self._deliver, self._in_order = deliver, in_order
        self._early: dict[int, T] = {}
        self._next = 0

    def put(self, index: int, result: T) -> None:
        if not self._in_order:
            self._deliver(result)
            return
        self._early[index] = result
        while self._next in self._early:
            self._deliver(self._early.pop(self._next))
            self._next += 1
