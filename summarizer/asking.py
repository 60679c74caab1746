"""One question, asked until there is an answer, an outcome that no repetition mends, or no
attempt left; every attempt is paid for and recorded as it ends."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from config.prices import PriceTable
from config.settings import ModelSettings
from core.clock import Clock
from core.draft import CallOutcome, ModelCall
from core.endpoint import EndpointState
from core.guard import AddressPolicy
from core.log import Log
from core.spend import CapReached, Held, Wanted
from core.text import clean_line
from summarizer.answer import AnswerUnreadable
from summarizer.attempts import LONGEST_WAIT_SECONDS, wait_before_next
from summarizer.ladder import (
    EndpointBook,
    Rung,
    after_call,
    below,
    other_token_limit,
    rung_of,
    says_it_cannot,
    token_limit_of,
)
from summarizer.openai_model import OpenAIEndpoint
from summarizer.purse import Purse
from summarizer.question import Question
from summarizer.replies import Reply

UNKNOWN_PRICE_MICRODOLLARS = 20_000
"""What is held for a call to a model without a known price, so that the caps hold."""

T = TypeVar("T")
log = Log(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Generic[T]):
    """What came of a question: a value, or the outcome that stands for its absence."""

    value: T | None
    outcome: CallOutcome
    calls: tuple[ModelCall, ...] = ()
    retry_after_seconds: float | None = None
    reason: str = ""


class Model:
    """A model at an endpoint, with its ladder, its attempts and its account.

    May be shared by threads. `chance` spreads waits; `sleep` is handed in so that tests need
    not wait.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        policy: AddressPolicy,
        clock: Clock,
        purse: Purse,
        book: EndpointBook,
        prices: PriceTable,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name, self.workers = settings.model, settings.workers
        self.endpoint = OpenAIEndpoint(settings, policy=policy, clock=clock)
        self._most, self._clock, self._sleep, self._chance = (
            settings.max_attempts,
            clock,
            sleep,
            chance,
        )
        self.purse, self._book, self._prices = purse, book, prices
        self._not_before: datetime | None = None
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"Model({self.name!r}, {self.endpoint.url!r})"

    def ask(self, question: Question, read: Callable[[str], T]) -> Asked[T]:
        """`read` makes the value of the model's text, or raises `AnswerUnreadable`."""
        refusal = self.endpoint.refusal()
        if refusal:
            return Asked(value=None, outcome=CallOutcome.BLOCKED, reason=refusal)
        calls: list[ModelCall] = []
        failures = 0
        while True:
            state = self._book.get(self.endpoint.url, self.name)
            paused = self._pause_of(state)
            if paused > 0:
                reason = f"{state.why} It is asked again in {round(paused)} seconds."
                return Asked(
                    value=None,
                    outcome=CallOutcome.PAUSED,
                    calls=tuple(calls),
                    retry_after_seconds=paused,
                    reason=reason,
                )
            rung = rung_of(state, self._clock.now())
            held = self.reserve(question)
            if isinstance(held, CapReached):
                reason = held.sentence()
                return Asked(
                    value=None, outcome=CallOutcome.BUDGET, calls=tuple(calls), reason=reason
                )
            limit = token_limit_of(state, home=self.endpoint.is_home)
            reply, value = self._attempt(question, read, rung, limit, held, calls)
            if value is not None:
                self._learn(state, rung, limit)
                return Asked(value=value, outcome=CallOutcome.OK, calls=tuple(calls))
            if self._adapts(state, rung, limit, reply):
                continue
            failures += 1
            wait = wait_before_next(
                reply, failures=failures, most=self._most, chance=self._chance()
            )
            self._note_failure(reply)
            if wait is None:
                return _failed(reply, calls)
            self._sleep(wait)

    def reserve(self, question: Question, *, batched: bool = False) -> Held | CapReached:
        """Money for one call, or the cap that does not allow it."""
        return self.purse.reserve(
            Wanted(
                purpose=question.purpose,
                model=self.name,
                microdollars=self.most_cost(question, batched=batched),
                story_id=question.story_id,
            )
        )

    def most_cost(self, question: Question, *, batched: bool = False) -> int:
        """Micro-dollars to hold for one call, of an unknown price as well."""
        cost = self.estimate_cost(question, batched=batched)
        return UNKNOWN_PRICE_MICRODOLLARS if cost is None else cost

    def estimate_cost(self, question: Question, *, batched: bool = False) -> int | None:
        """Micro-dollars one call may cost at most; None when the model's price is unknown. The
        whole output limit is counted."""
        price = self._prices.of(self.name)
        if price is None:
            return None
        return price.cost(
            input_tokens=question.estimated_tokens,
            cached_tokens=0,
            output_tokens=question.most_tokens,
            batched=batched,
        )

    def call_of(
        self,
        question: Question,
        reply: Reply,
        *,
        rung: Rung,
        attempt: int,
        started: datetime,
        held: Held,
        batched: bool = False,
    ) -> ModelCall:
        """The call as the account keeps it."""
        now = self._clock.now()
        log.info(
            "model answered", model=self.name, rung=rung, outcome=reply.outcome, attempt=attempt
        )
        return ModelCall(
            model=self.name,
            endpoint=self.endpoint.url,
            rung=f"batch {rung}" if batched else rung,
            prompt_version=question.version,
            prompt_hash=question.hash,
            attempt=attempt,
            outcome=reply.outcome,
            started_at=started,
            duration_ms=max(0, round((now - started).total_seconds() * 1000)),
            story_id=question.story_id,
            http_status=reply.status,
            input_tokens=reply.usage.input_tokens,
            cached_tokens=reply.usage.cached_tokens,
            output_tokens=reply.usage.output_tokens,
            reasoning_tokens=reply.usage.reasoning_tokens,
            cost_microdollars=self._cost(reply, batched=batched),
            held_microdollars=held.microdollars,
            price_version=self._prices.version,
            purpose=question.purpose,
            request_id=clean_line(reply.request_id)[:200],
            error=reply.error,
        )

    def close(self) -> None:
        self.endpoint.close()

    def _attempt(
        self,
        question: Question,
        read: Callable[[str], T],
        rung: Rung,
        limit: str,
        held: Held,
        calls: list[ModelCall],
    ) -> tuple[Reply, T | None]:
        self._keep_pace()
        started = self._clock.now()
        try:
            reply = self.endpoint.send(question, rung, limit)
        except BaseException:
            self.purse.release(held)
            raise
        reply, value = read_reply(reply, read)
        self._set_pace(reply)
        call = self.call_of(
            question, reply, rung=rung, attempt=len(calls) + 1, started=started, held=held
        )
        calls.append(call)
        self.purse.settle(held, call)
        return reply, value

    def _cost(self, reply: Reply, *, batched: bool) -> int | None:
        """Micro-dollars; None when the price or the tokens are unknown. An endpoint that
        answers with an error bills nothing."""
        price, usage = self._prices.of(self.name), reply.usage
        if price is None:
            return None
        if reply.status is not None and reply.status >= 400:
            return 0
        if usage.input_tokens is None or usage.output_tokens is None:
            return None
        return price.cost(
            input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens or 0,
            output_tokens=usage.output_tokens,
            batched=batched,
        )

    def _pause_of(self, state: EndpointState) -> float:
        """Seconds until the endpoint may be asked."""
        until = state.paused_until
        return (until - self._clock.now()).total_seconds() if until is not None else 0.0

    def _adapts(self, state: EndpointState, rung: Rung, limit: str, reply: Reply) -> bool:
        """Whether the endpoint said what it lacks, and there is another way to ask."""
        other = other_token_limit(limit, reply.status, reply.error)
        if other is not None and state.token_limit == "":
            self._book.put(replace(state, token_limit=other))
            return True
        lower = below(rung) if says_it_cannot(rung, reply.status, reply.error) else None
        if lower is None:
            return False
        log.info("endpoint stepped down", endpoint=self.endpoint.url, rung=lower)
        self._book.put(replace(state, rung=lower, learned_at=self._clock.now()))
        return True

    def _learn(self, state: EndpointState, rung: Rung, limit: str) -> None:
        """What worked is remembered, and what failed before is forgiven."""
        now = self._clock.now()
        calm = after_call(state, CallOutcome.OK, now=now, wish_seconds=None)
        asked_anew = rung_of(state, now) != state.rung
        learned = now if asked_anew else state.learned_at
        after = replace(calm, rung=rung, learned_at=learned, token_limit=calm.token_limit)
        if rung is not Rung.RESPONSES:
            after = replace(after, token_limit=limit)
        if after != state:
            self._book.put(after)

    def _note_failure(self, reply: Reply) -> None:
        wish = reply.retry_after_seconds
        long = wish if wish is not None and wish > LONGEST_WAIT_SECONDS else None
        state = self._book.get(self.endpoint.url, self.name)
        after = after_call(state, reply.outcome, now=self._clock.now(), wish_seconds=long)
        if after != state:
            self._book.put(after)

    def _keep_pace(self) -> None:
        """Waits until the endpoint's own count allows another call."""
        with self._lock:
            wait = self._not_before - self._clock.now() if self._not_before else timedelta(0)
            self._not_before = None
        if wait > timedelta(0):
            self._sleep(min(LONGEST_WAIT_SECONDS, wait.total_seconds()))

    def _set_pace(self, reply: Reply) -> None:
        if reply.pause_seconds > 0:
            with self._lock:
                self._not_before = self._clock.now() + timedelta(seconds=reply.pause_seconds)


def read_reply(reply: Reply, read: Callable[[str], T]) -> tuple[Reply, T | None]:
    """The value in a good reply; or the reply with the outcome that its content deserves."""
    if reply.outcome is not CallOutcome.OK:
        return reply, None
    try:
        return reply, read(reply.content)
    except AnswerUnreadable as error:
        return replace(reply, outcome=error.outcome, error=str(error)), None


def _failed(reply: Reply, calls: list[ModelCall]) -> Asked[T]:
    return Asked(
        value=None,
        outcome=reply.outcome,
        calls=tuple(calls),
        retry_after_seconds=reply.retry_after_seconds,
        reason=reply.error,
    )
