"""When a failed call is made again, and after how long."""

from core.draft import CallOutcome
from summarizer.replies import Reply

LONGEST_WAIT_SECONDS = 60.0
"""A server that asks for more is left alone: the job comes back later."""
FIRST_WAIT_SECONDS = 1.0

# What may pass by itself. A refusal, a cut-off answer or a bad key would only cost again.
PASSING = frozenset(
    {
        CallOutcome.RATE_LIMITED,
        CallOutcome.SERVER_ERROR,
        CallOutcome.TIMEOUT,
        CallOutcome.DISCONNECTED,
        CallOutcome.NOT_JSON,
        CallOutcome.WRONG_SCHEMA,
        CallOutcome.EMPTY,
    }
)


def wait_before_next(reply: Reply, *, failures: int, most: int, chance: float) -> float | None:
    """Seconds to wait before the next attempt; None when there shall be none.

    `failures` counts those so far, this one included; `chance` is between 0 and 1 and spreads
    the waits, so that many workers do not come back at once.
    """
    if reply.outcome not in PASSING or failures >= most:
        return None
    if reply.retry_after_seconds is not None:
        wanted = reply.retry_after_seconds
        return wanted if wanted <= LONGEST_WAIT_SECONDS else None
    grown = FIRST_WAIT_SECONDS * 2.0 ** (failures - 1)
    return float(min(LONGEST_WAIT_SECONDS, grown * (0.5 + chance / 2)))
