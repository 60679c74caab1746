"""An end to reading that takes too long, from within: what was meant is not lost with it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.05


class CutOff(BaseException):
    """Reading took longer than it may. Not an `Exception`: nothing on the way may swallow it."""


@contextmanager
def cut_off(seconds: float) -> Iterator[None]:
    """Raises `CutOff` in the block when it has taken so many seconds of the processor: how busy
    the machine is does not count. For the main thread of a process alone."""

    def stop(_: int, __: FrameType | None) -> None:
        raise CutOff

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again: a finalizer that is under way would swallow a single one.
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        # Once more, for a signal that came between the block's end and the line above.
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
