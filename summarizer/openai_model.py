"""The writer that asks a model, at OpenAI or at any endpoint that speaks its protocol.

The only file that imports `openai`. The SDK's own retries are off: every attempt is counted,
recorded as it ends, and ends in exactly one `CallOutcome`.
"""

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import httpx2
import openai

from config.beat import HouseStyle
from config.settings import ModelSettings
from core.clock import Clock
from core.draft import Brief, CallOutcome, ModelCall, WriterResult
from core.find import Author, AuthorKind, Draft
from core.guard import AddressPolicy, check_url
from core.log import Log
from core.text import clean_line
from summarizer.answer import SCHEMA, AnswerUnreadable, make_draft, read_answer
from summarizer.attempts import wait_before_next
from summarizer.checks import check_find
from summarizer.endpoint import AddressBlocked, AnswerRefused, guarded_client
from summarizer.ladder import Ladder, Rung, says_it_cannot
from summarizer.prices import PriceTable, shipped_prices
from summarizer.prompt import Prompt, render_prompt
from summarizer.replies import Reply, outcome_of, read_body, retry_after

DEFAULT_BASE_URL = "https://api.openai.com/v1"
MAX_OUTPUT_TOKENS = 8_000
"""Room for the hidden reasoning of models that think first; a Find itself takes about 900."""
MAX_ERROR_CHARS = 300

log = Log(__name__)
_KEY_LIKE = re.compile(r"\b(?:sk|key|pk)-[\w*.-]{4,}|(?i:bearer)\s+[\w.~+/=*-]{4,}")


class OpenAIWriter:
    """`record` is called for every attempt as soon as it ended, so that a crash loses at most
    the one in flight. `ladder` remembers what each endpoint can do; `chance` spreads waits."""

    def __init__(
        self,
        settings: ModelSettings,
        style: HouseStyle,
        *,
        policy: AddressPolicy,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        record: Callable[[ModelCall], None] | None = None,
        examples: Sequence[str] = (),
        beat: str = "",
        ladder: Ladder | None = None,
        prices: PriceTable | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name = settings.model
        self._settings, self._style, self._policy = settings, style, policy
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._record = record or _forget
        self._examples, self._beat = tuple(examples), beat
        self._ladder = ladder if ladder is not None else Ladder()
        self._prices = prices or shipped_prices()
        self._endpoint = settings.base_url or DEFAULT_BASE_URL
        self._client: openai.OpenAI | None = None

    def __repr__(self) -> str:
        return f"OpenAIWriter({self.name!r}, {self._endpoint!r})"

    def write(self, brief: Brief) -> WriterResult:
        """Asks until there is a draft, an outcome that no repetition mends, or no attempt left."""
        prompt = self._prompt(brief)
        refused = check_url(self._endpoint, self._policy)
        if not refused.ok:
            return WriterResult(draft=None, outcome=CallOutcome.BLOCKED, reason=refused.sentence())
        calls: list[ModelCall] = []
        failures = 0
        while True:
            rung = self._ladder.rung(self._endpoint, self.name)
            reply, draft = self._attempt(brief, prompt, rung, calls)
            if draft is not None:
                return WriterResult(draft=draft, outcome=CallOutcome.OK, calls=tuple(calls))
            if self._steps_down(rung, reply):
                continue
            failures += 1
            wait = wait_before_next(
                reply,
                failures=failures,
                most=self._settings.max_attempts,
                chance=self._chance(),
            )
            if wait is None:
                return _failed(reply, calls)
            self._sleep(wait)

    def estimate_cost(self, brief: Brief) -> int | None:
        """Micro-dollars one call for this brief may cost at most; None when the model's price
        is unknown. The whole output limit is counted."""
        price = self._prices.of(self.name)
        if price is None:
            return None
        tokens = self._prompt(brief).estimated_tokens
        return price.cost(input_tokens=tokens, cached_tokens=0, output_tokens=MAX_OUTPUT_TOKENS)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _prompt(self, brief: Brief) -> Prompt:
        return render_prompt(brief, self._style, beat=self._beat, examples=self._examples)

    def _attempt(
        self, brief: Brief, prompt: Prompt, rung: Rung, calls: list[ModelCall]
    ) -> tuple[Reply, Draft | None]:
        started = self._clock.now()
        reply, draft = self._read(self._ask(rung, prompt), brief, prompt)
        reply = replace(reply, error=self._without_secrets(reply.error))
        call = ModelCall(
            model=self.name,
            endpoint=self._endpoint,
            rung=rung,
            prompt_version=prompt.version,
            prompt_hash=prompt.hash,
            attempt=len(calls) + 1,
            outcome=reply.outcome,
            started_at=started,
            duration_ms=max(0, round((self._clock.now() - started).total_seconds() * 1000)),
            story_id=brief.story_id or None,
            http_status=reply.status,
            input_tokens=reply.usage.input_tokens,
            cached_tokens=reply.usage.cached_tokens,
            output_tokens=reply.usage.output_tokens,
            cost_microdollars=self._cost(reply),
            request_id=clean_line(reply.request_id)[:200],
            error=reply.error,
        )
        calls.append(call)
        self._record(call)
        log.info(
            "model answered", model=self.name, rung=rung, outcome=reply.outcome, attempt=len(calls)
        )
        return reply, draft

    def _read(self, reply: Reply, brief: Brief, prompt: Prompt) -> tuple[Reply, Draft | None]:
        """The draft in a good reply; or the reply with the outcome that its content deserves."""
        if reply.outcome is not CallOutcome.OK:
            return reply, None
        try:
            answer = read_answer(reply.content)
        except AnswerUnreadable as error:
            outcome = CallOutcome.WRONG_SCHEMA if error.is_json else CallOutcome.NOT_JSON
            return replace(reply, outcome=outcome, error=str(error)), None
        author = Author(
            kind=AuthorKind.MODEL,
            name=self.name,
            prompt_version=prompt.version,
            prompt_hash=prompt.hash,
        )
        draft = make_draft(answer, brief.articles, author)
        if draft is None:
            error_text = "The answer holds no sentence."
            return replace(reply, outcome=CallOutcome.EMPTY, error=error_text), None
        checks = check_find(draft.sentences, brief.articles, self._style)
        return reply, replace(draft, checks=checks)

    def _steps_down(self, rung: Rung, reply: Reply) -> bool:
        if not says_it_cannot(rung, reply.status, reply.error):
            return False
        below = self._ladder.step_down(self._endpoint, self.name, rung)
        if below is not None:
            log.info("endpoint stepped down", endpoint=self._endpoint, rung=below)
        return below is not None

    def _ask(self, rung: Rung, prompt: Prompt) -> Reply:
        try:
            if rung is Rung.RESPONSES:
                raw = self._api().responses.with_raw_response.create(
                    **_responses(prompt, self.name)
                )
            else:
                raw = self._api().chat.completions.with_raw_response.create(
                    **_chat(rung, prompt, self.name)
                )
        except openai.APIStatusError as error:
            return self._refused(error)
        except openai.APITimeoutError:
            return Reply(outcome=CallOutcome.TIMEOUT, error="The endpoint took too long.")
        except openai.APIConnectionError as error:
            return _not_reached(error)
        except AddressBlocked as error:
            return Reply(outcome=CallOutcome.BLOCKED, error=str(error))
        except AnswerRefused as error:
            return Reply(outcome=CallOutcome.WRONG_SCHEMA, error=str(error))
        return read_body(
            raw.http_response.content,
            status=raw.http_response.status_code,
            request_id=raw.http_response.headers.get("x-request-id", ""),
            responses=rung is Rung.RESPONSES,
        )

    def _refused(self, error: openai.APIStatusError) -> Reply:
        message = f"{error.code or ''} {error.type or ''} {error.param or ''} {error.message}"
        return Reply(
            outcome=outcome_of(error.status_code, message),
            status=error.status_code,
            request_id=error.request_id or "",
            error=f"HTTP {error.status_code}: {clean_line(message)}",
            retry_after_seconds=retry_after(error.response.headers, self._clock.now()),
        )

    def _cost(self, reply: Reply) -> int | None:
        """Micro-dollars; None when the price or the tokens are unknown."""
        price, usage = self._prices.of(self.name), reply.usage
        if price is None or usage.input_tokens is None or usage.output_tokens is None:
            return None
        return price.cost(
            input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens or 0,
            output_tokens=usage.output_tokens,
        )

    def _api(self) -> openai.OpenAI:
        if self._client is None:
            seconds = self._settings.timeout_seconds
            self._client = openai.OpenAI(
                # A local server needs no key, but the SDK takes an empty one for a mistake.
                api_key=self._settings.api_key or "none",
                base_url=self._endpoint,
                max_retries=0,
                timeout=httpx2.Timeout(seconds, connect=min(5.0, seconds)),
                http_client=guarded_client(self._policy, timeout_seconds=seconds),
                default_headers={"Authorization": f"Bearer {self._settings.api_key or 'none'}"},
            )
        return self._client

    def _without_secrets(self, text: str) -> str:
        """An error as it may be kept: some endpoints repeat the key they were sent."""
        key = self._settings.api_key
        shown = text.replace(key, "[key]") if key else text
        return clean_line(_KEY_LIKE.sub("[key]", shown))[:MAX_ERROR_CHARS]


def _responses(prompt: Prompt, model: str) -> dict[str, Any]:
    schema = {"type": "json_schema", "name": "find", "schema": SCHEMA, "strict": True}
    return {
        "model": model,
        "instructions": prompt.instructions,
        "input": prompt.material,
        "text": {"format": schema},
        "max_output_tokens": MAX_OUTPUT_TOKENS,
        "store": False,
    }


def _chat(rung: Rung, prompt: Prompt, model: str) -> dict[str, Any]:
    request: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.instructions},
            {"role": "user", "content": prompt.material},
        ],
        "max_completion_tokens": MAX_OUTPUT_TOKENS,
    }
    if rung is Rung.CHAT_SCHEMA:
        schema = {"name": "find", "schema": SCHEMA, "strict": True}
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif rung is Rung.CHAT_JSON:
        request["response_format"] = {"type": "json_object"}
    return request


def _not_reached(error: openai.APIConnectionError) -> Reply:
    cause = error.__cause__
    detail = f"{type(cause).__name__}: {cause}" if cause else str(error)
    return Reply(outcome=CallOutcome.DISCONNECTED, error=f"The endpoint was not reached. {detail}")


def _failed(reply: Reply, calls: Sequence[ModelCall]) -> WriterResult:
    return WriterResult(
        draft=None,
        outcome=reply.outcome,
        calls=tuple(calls),
        retry_after_seconds=reply.retry_after_seconds,
        reason=reply.error,
    )


def _forget(call: ModelCall) -> None:
    """For callers that read the calls from the result."""
