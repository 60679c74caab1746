"""What an endpoint answered, read without trust: outcome, content, usage."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from core.clock import as_utc
from core.draft import CallOutcome

_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing_hard_limit", re.I)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.I)
MAX_TOKENS_BELIEVED = 100_000_000
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|h|m|s))+")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the server counted them; None where it did not say, or said nonsense."""

    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer or failure. `content` is the model's text, empty unless `outcome` is OK."""

    outcome: CallOutcome
    content: str = ""
    usage: Usage = Usage()
    status: int | None = None
    request_id: str = ""
    error: str = ""
    retry_after_seconds: float | None = None
    pause_seconds: float = 0.0
    """How long the endpoint's own count of calls and tokens wants nothing more."""

    def with_error(self, error: str) -> Self:
        return replace(self, error=error)


def read_body(
    body: bytes, *, status: int, request_id: str, responses: bool, pause_seconds: float = 0.0
) -> Reply:
    """The reply in a body that came with a good status; `responses` names the interface."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        shown = body[:80].decode("utf8", "replace")
        error = f"The endpoint answered {status} with something that is not JSON: {shown}"
        return Reply(
            outcome=CallOutcome.NOT_JSON, status=status, request_id=request_id, error=error
        )
    if not isinstance(data, dict):
        data = {}
    outcome, content, error = (_read_responses if responses else _read_chat)(data)
    if outcome is CallOutcome.OK and not content.strip():
        outcome, error = CallOutcome.EMPTY, "The model answered nothing."
    return Reply(
        outcome=outcome,
        content=content if outcome is CallOutcome.OK else "",
        usage=_usage(data.get("usage")),
        status=status,
        request_id=request_id or _text(data.get("id")),
        error=error,
        pause_seconds=pause_seconds,
    )


def outcome_of(status: int, message: str) -> CallOutcome:
    """What an HTTP error means."""
    if status == 402 or (status in (403, 429) and _QUOTA.search(message)):
        return CallOutcome.QUOTA
    if status in (401, 403):
        return CallOutcome.UNAUTHORIZED
    if status == 429:
        return CallOutcome.RATE_LIMITED
    if status == 408:
        return CallOutcome.TIMEOUT
    if status >= 500 or status in (409, 425):
        return CallOutcome.SERVER_ERROR
    return CallOutcome.FILTERED if _FILTERED.search(message) else CallOutcome.BAD_REQUEST


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait as the server asks: a number or a date; None when it does not say."""
    written = headers.get("retry-after-ms"), headers.get("retry-after")
    for value, divisor in zip(written, (1000, 1), strict=True):
        if value is None:
            continue
        seconds = _seconds(value, now)
        if seconds is not None:
            return max(0.0, seconds / divisor)
    return None


def pause_after(headers: Mapping[str, str], tokens: int) -> float:
    """Seconds until an endpoint that counts calls and tokens allows a call of so many tokens."""
    pauses = [0.0]
    for what, needed in (("requests", 1), ("tokens", tokens)):
        left = headers.get(f"x-ratelimit-remaining-{what}", "")
        if left.isdecimal() and int(left) < needed:
            pauses.append(_duration(headers.get(f"x-ratelimit-reset-{what}", "")))
    return max(pauses)


def _duration(written: str) -> float:
    """Seconds in `1s`, `6m0s` or `120ms`; 0 when it says nothing of the kind."""
    if not _DURATION.fullmatch(written):
        return 0.0
    parts = re.findall(r"(?<![\d.])([\d.]++)(ms|h|m|s)", written)
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def _seconds(value: str, now: datetime) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        try:
            return (as_utc(parsedate_to_datetime(value)) - now).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(seconds, 1e9) if seconds == seconds else None


def _read_responses(data: Mapping[str, Any]) -> tuple[CallOutcome, str, str]:
    why = _text(_dict(data.get("incomplete_details")).get("reason"))
    if data.get("status") == "incomplete" or why:
        return _stopped(why or "length")
    if data.get("status") == "failed" or data.get("error"):
        error = _dict(data.get("error"))
        message = f"{_text(error.get('code'))} {_text(error.get('message'))}".strip()
        limited = "rate_limit" in message
        return CallOutcome.RATE_LIMITED if limited else CallOutcome.SERVER_ERROR, "", message
    parts = [
        _dict(part)
        for item in _list(data.get("output"))
        if _dict(item).get("type") == "message"
        for part in _list(_dict(item).get("content"))
    ]
    refusal = next((_text(p.get("refusal")) for p in parts if p.get("type") == "refusal"), "")
    if refusal:
        return CallOutcome.REFUSED, "", refusal
    return CallOutcome.OK, "".join(_text(p.get("text")) for p in parts), ""


def _read_chat(data: Mapping[str, Any]) -> tuple[CallOutcome, str, str]:
    choice = _dict(next(iter(_list(data.get("choices"))), None))
    message = _dict(choice.get("message"))
    why = _text(choice.get("finish_reason"))
    if why in ("length", "content_filter"):
        return _stopped(why)
    refusal = _text(message.get("refusal"))
    if refusal:
        return CallOutcome.REFUSED, "", refusal
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(_text(_dict(part).get("text")) for part in content)
    return CallOutcome.OK, _text(content), ""


def _stopped(why: str) -> tuple[CallOutcome, str, str]:
    if "filter" in why:
        return CallOutcome.FILTERED, "", "The endpoint's content filter stopped the answer."
    return CallOutcome.TRUNCATED, "", f"The answer was cut off ({why})."


def _usage(usage: object) -> Usage:
    found = _dict(usage)
    details = _dict(found.get("input_tokens_details")) or _dict(found.get("prompt_tokens_details"))
    fresh = _count(found.get("input_tokens", found.get("prompt_tokens")))
    cached = _count(details.get("cached_tokens"))
    if fresh is None or (cached is not None and cached > fresh):
        cached = None
    output = _count(found.get("output_tokens", found.get("completion_tokens")))
    thought = _dict(found.get("output_tokens_details")) or _dict(
        found.get("completion_tokens_details")
    )
    reasoning = _count(thought.get("reasoning_tokens"))
    if output is None or (reasoning is not None and reasoning > output):
        reasoning = None
    return Usage(
        input_tokens=fresh, cached_tokens=cached, output_tokens=output, reasoning_tokens=reasoning
    )


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MAX_TOKENS_BELIEVED else None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
