"""What a writer is given, and what comes of one try."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.article import Article
from core.coverage import Coverage
from core.find import Draft
from core.place import Region
from core.spend import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A story as a writer sees it: the lead article first, then the independent others."""

    story_id: int
    title: str
    articles: tuple[Article, ...]
    region: Region
    printed_on: date
    covered_before: tuple[str, ...] = ()
    """A line for each time the newsletter told of it: where that ran, what is new, what it said."""
    past: tuple[Coverage, ...] = ()
    """The same, as the checks and the line on what is new read it."""
    examples: tuple[str, ...] = ()
    """Past Finds near in subject, for the voice."""
    features: tuple[str, ...] = ()
    """The long pieces of the edition it is for, by kind and title."""
    places: tuple[tuple[str, str], ...] = ()
    """Where an article's event happens, as far as our rules know: article_id and place."""
    instruction: str = ""
    """What an editor asked for when asking for another draft: "shorter"."""


class CallOutcome(StrEnum):
    """How one call to a model ended; every failure is one of these."""

    OK = "ok"
    RATE_LIMITED = "rate limited"
    QUOTA = "quota exhausted"
    SERVER_ERROR = "server error"
    TIMEOUT = "timeout"
    DISCONNECTED = "disconnected"
    BAD_REQUEST = "bad request"
    UNAUTHORIZED = "unauthorized"
    NOT_JSON = "not json"
    WRONG_SCHEMA = "wrong schema"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    FILTERED = "filtered"
    EMPTY = "empty"
    BLOCKED = "blocked address"
    BUDGET = "budget reached"
    PAUSED = "endpoint paused"
    EXPIRED = "batch expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One attempt, as it is recorded. Tokens are None when the server did not say; the cost is
    in millionths of a US dollar, None when the model's price or the tokens are unknown. Then
    `held_microdollars`, what was set aside for the call, counts against the caps in its place.
    Reasoning tokens are part of the output tokens, cached ones of the input tokens."""

    model: str
    endpoint: str
    rung: str
    prompt_version: str
    prompt_hash: str
    attempt: int
    outcome: CallOutcome
    started_at: datetime
    duration_ms: int
    story_id: int | None = None
    http_status: int | None = None
    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost_microdollars: int | None = None
    held_microdollars: int = 0
    price_version: str = ""
    purpose: Purpose = Purpose.FIND
    request_id: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterResult:
    """A draft, or the outcome that stands for its absence; always with every call made."""

    draft: Draft | None
    outcome: CallOutcome
    calls: tuple[ModelCall, ...] = ()
    retry_after_seconds: float | None = None
    reason: str = ""
