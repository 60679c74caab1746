"""What an endpoint can do, highest first, and when it is left alone for a while.

Servers that call themselves compatible differ: some have no Responses interface, some answer a
schema with an error, some know no JSON mode. Each is asked at the highest rung first and steps
down when it says that it cannot; where it came to stand is remembered.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.draft import CallOutcome
from core.endpoint import EndpointState


class Rung(StrEnum):
    RESPONSES = "responses+json_schema"
    CHAT_SCHEMA = "chat+json_schema"
    CHAT_JSON = "chat+json_object"
    CHAT_TEXT = "chat+text"


TOKEN_LIMITS = ("max_completion_tokens", "max_tokens")
"""The names of the longest answer on the chat rungs: the new one, and the one that many
compatible servers still know alone."""
REMEMBERED = timedelta(days=30)
"""After that an endpoint is asked from the top again: it may have been upgraded."""
FAILURES_BEFORE_A_PAUSE = 5
FIRST_PAUSE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_WISH = timedelta(hours=24)
"""The longest pause that an endpoint's own wish (`Retry-After`) is granted."""

_ORDER = tuple(Rung)
_FORMAT = re.compile(
    r"response_?format|json_?schema|json_?object|text\.format|structured.output|"
    r"guided.decoding|grammar",
    re.IGNORECASE,
)
_LIMIT_UNKNOWN = re.compile(
    r"(?:unsupported|unrecogni[sz]ed|unknown|unexpected|extra|not (?:supported|permitted|allowed))"
    r".{0,80}\bmax_(?:completion_)?tokens|"
    r"\bmax_(?:completion_)?tokens\b.{0,60}(?:not (?:supported|permitted|allowed)|unsupported|"
    r"extra (?:inputs|fields)|unrecogni[sz]ed|unknown)",
    re.IGNORECASE | re.DOTALL,
)
_NO_MODEL = re.compile(r"model_not_found|\bmodel\b.{0,80}(?:not found|does not exist)", re.I | re.S)
_ABSENT = frozenset({404, 405, 410, 501})
_REFUSES = frozenset({400, 404, 415, 422, 500, 501})
_DOWN = frozenset({CallOutcome.SERVER_ERROR, CallOutcome.TIMEOUT, CallOutcome.DISCONNECTED})


class EndpointBook(Protocol):
    """What is known about endpoints, wherever it is kept."""

    def get(self, endpoint: str, model: str) -> EndpointState: ...

    def put(self, state: EndpointState) -> None: ...


class MemoryBook:
    """Endpoints remembered as long as this object lives."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, str], EndpointState] = {}

    def get(self, endpoint: str, model: str) -> EndpointState:
        known = EndpointState(endpoint=endpoint, model=model)
        return self.states.get((endpoint, model), known)

    def put(self, state: EndpointState) -> None:
        self.states[state.endpoint, state.model] = state


def rung_of(state: EndpointState, now: datetime) -> Rung:
    """Where to ask: what was learned, unless that is long ago."""
    known = state.rung in _ORDER and state.learned_at is not None
    if known and state.learned_at is not None and now - state.learned_at < REMEMBERED:
        return Rung(state.rung)
    return Rung.RESPONSES


def below(rung: Rung) -> Rung | None:
    place = _ORDER.index(rung) + 1
    return _ORDER[place] if place < len(_ORDER) else None


def says_it_cannot(rung: Rung, status: int | None, message: str) -> bool:
    """Whether an error means that the endpoint lacks this rung, not that something went wrong."""
    if status is None or _NO_MODEL.search(message):
        return False
    if rung is Rung.RESPONSES and status in _ABSENT:
        return True
    return status in _REFUSES and bool(_FORMAT.search(message)) and rung is not Rung.CHAT_TEXT


def token_limit_of(state: EndpointState, *, home: bool) -> str:
    """The parameter's name for the longest answer; `home` says that it is OpenAI's own server."""
    return state.token_limit or (TOKEN_LIMITS[0] if home else TOKEN_LIMITS[1])


def other_token_limit(sent: str, status: int | None, message: str) -> str | None:
    """The other name, when an error says that the endpoint does not know the one sent."""
    if status not in (400, 422) or not _LIMIT_UNKNOWN.search(message):
        return None
    return next(name for name in TOKEN_LIMITS if name != sent)


def after_call(
    state: EndpointState, outcome: CallOutcome, *, now: datetime, wish_seconds: float | None
) -> EndpointState:
    """The circuit: what is down again and again, or asks to be left alone for long, is paused."""
    if outcome is CallOutcome.RATE_LIMITED and wish_seconds is not None:
        until = now + min(LONGEST_WISH, timedelta(seconds=wish_seconds))
        return replace(state, paused_until=until, why="It asked to be left alone.")
    if outcome not in _DOWN:
        return replace(state, failures=0, paused_until=None, why="")
    failures = state.failures + 1
    if failures < FAILURES_BEFORE_A_PAUSE:
        return replace(state, failures=failures)
    grown = FIRST_PAUSE * 2 ** min(10, failures - FAILURES_BEFORE_A_PAUSE)
    why = f"It failed {failures} times in a row, the last time with: {outcome}."
    return replace(state, failures=failures, paused_until=now + min(LONGEST_PAUSE, grown), why=why)
