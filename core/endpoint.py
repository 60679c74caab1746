"""What is known about a model's endpoint, remembered across runs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointState:
    """`rung` is the best way to ask that it knows, empty until it was asked. `token_limit` is
    the parameter's name it takes for the longest answer. After `failures` in a row, or at its
    own wish, nothing is asked before `paused_until`, for the reason in `why`."""

    endpoint: str
    model: str
    rung: str = ""
    token_limit: str = ""
    learned_at: datetime | None = None
    failures: int = 0
    paused_until: datetime | None = None
    why: str = ""
