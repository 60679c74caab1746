"""An endpoint that speaks OpenAI's protocol: OpenAI itself, or any server compatible with it.

The only file that imports `openai`. The SDK's own retries are off: one call here is one request
on the wire, and ends in exactly one `CallOutcome`.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
import openai

from config.settings import ModelSettings
from core.clock import Clock
from core.draft import CallOutcome
from core.guard import AddressPolicy, check_url
from core.text import clean_line
from summarizer.endpoint import (
    MAX_ANSWER_BYTES,
    MAX_FILE_BYTES,
    AddressBlocked,
    AnswerRefused,
    Resolve,
    guarded_client,
    resolve_host,
)
from summarizer.ladder import TOKEN_LIMITS, Rung
from summarizer.question import Question
from summarizer.replies import Reply, outcome_of, pause_after, read_body, retry_after

DEFAULT_BASE_URL = "https://api.openai.com/v1"
MAX_ERROR_CHARS = 300

_KEY_LIKE = re.compile(r"\b(?:sk|key|pk)-[\w*.-]{4,}|(?i:bearer)\s+[\w.~+/=*-]{4,}")
_HOMES = re.compile(r"(?:^|\.)(?:openai\.com|openai\.azure\.com)$")


class _Raw(Protocol):
    """What the SDK's raw responses have in common."""

    @property
    def http_response(self) -> httpx2.Response: ...


class OpenAIEndpoint:
    """`send` makes one call and never raises for what an endpoint or a network may do. The
    files and batches of the Batch API are the same: one request, one `Reply`."""

    def __init__(
        self,
        settings: ModelSettings,
        *,
        policy: AddressPolicy,
        clock: Clock,
        resolve: Resolve = resolve_host,
    ) -> None:
        self.model = settings.model
        self.url = settings.base_url or DEFAULT_BASE_URL
        self._settings, self._policy, self._clock = settings, policy, clock
        self._resolve = resolve
        self._clients: dict[int, openai.OpenAI] = {}

    def __repr__(self) -> str:
        return f"OpenAIEndpoint({self.model!r}, {self.url!r})"

    @property
    def is_home(self) -> bool:
        """Whether it is OpenAI's own server, or Azure's, which knows the same parameters."""
        return bool(_HOMES.search(self._host))

    @property
    def _host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def refusal(self) -> str:
        """Why the guard lets nobody ask there; empty when it does."""
        verdict = check_url(self.url, self._policy)
        return "" if verdict.ok else verdict.sentence()

    def send(self, question: Question, rung: Rung, token_limit: str) -> Reply:
        body = request_body(question, rung, self.model, token_limit)
        responses = rung is Rung.RESPONSES

        def ask(api: openai.OpenAI) -> _Raw:
            if responses:
                return api.responses.with_raw_response.create(**body)
            return api.chat.completions.with_raw_response.create(**body)

        return self._call(ask, responses=responses, tokens=question.estimated_tokens)

    def upload(self, lines: bytes, name: str) -> Reply:
        """A file of requests; the reply's content is a JSON object with its `id`."""
        return self._object(
            lambda api: api.files.with_raw_response.create(
                file=(name, lines, "application/jsonl"), purpose="batch"
            )
        )

    def start_batch(self, file_id: str, path: str, key: str) -> Reply:
        return self._object(
            lambda api: api.batches.with_raw_response.create(
                input_file_id=file_id,
                endpoint="/v1/responses" if path == "/v1/responses" else "/v1/chat/completions",
                completion_window="24h",
                metadata={"desk_batch": key},
            )
        )

    def batch(self, remote_id: str) -> Reply:
        return self._object(lambda api: api.batches.with_raw_response.retrieve(remote_id))

    def batches(self) -> Reply:
        """The latest batches, ours and others; the content is a JSON list under `data`."""
        return self._object(lambda api: api.batches.with_raw_response.list(limit=50))

    def download(self, file_id: str) -> Reply:
        """The lines of a file as the reply's content."""
        return self._object(lambda api: api.files.with_raw_response.content(file_id), is_json=False)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _object(self, ask: Callable[[openai.OpenAI], _Raw], *, is_json: bool = True) -> Reply:
        def read(raw: httpx2.Response) -> Reply:
            text = raw.content.decode("utf8", "replace")
            if is_json and not text.lstrip().startswith("{"):
                error = f"The endpoint answered with something that is not JSON: {text[:80]}"
                return Reply(outcome=CallOutcome.NOT_JSON, status=raw.status_code, error=error)
            return Reply(outcome=CallOutcome.OK, content=text, status=raw.status_code)

        return self._guarded(lambda: read(ask(self._api(MAX_FILE_BYTES)).http_response))

    def _call(self, ask: Callable[[openai.OpenAI], _Raw], *, responses: bool, tokens: int) -> Reply:
        def read(raw: httpx2.Response) -> Reply:
            return read_body(
                raw.content,
                status=raw.status_code,
                request_id=raw.headers.get("x-request-id", ""),
                responses=responses,
                pause_seconds=pause_after(raw.headers, tokens),
            )

        return self._guarded(lambda: read(ask(self._api()).http_response))

    def _guarded(self, call: Callable[[], Reply]) -> Reply:
        """The reply, or the failure as a reply; without the key, which some endpoints repeat."""
        try:
            reply = call()
        except openai.APIStatusError as error:
            reply = self._refused(error)
        except openai.APITimeoutError:
            reply = Reply(outcome=CallOutcome.TIMEOUT, error="The endpoint took too long.")
        except openai.APIConnectionError as error:
            reply = _not_reached(error)
        except (AddressBlocked, httpx2.InvalidURL) as error:
            reply = Reply(outcome=CallOutcome.BLOCKED, error=str(error))
        except AnswerRefused as error:
            reply = Reply(outcome=CallOutcome.WRONG_SCHEMA, error=str(error))
        return reply.with_error(self.without_secrets(reply.error))

    def _refused(self, error: openai.APIStatusError) -> Reply:
        message = f"{error.code or ''} {error.type or ''} {error.param or ''} {error.message}"
        return Reply(
            outcome=outcome_of(error.status_code, message),
            status=error.status_code,
            request_id=error.request_id or "",
            error=f"HTTP {error.status_code}: {clean_line(message)}",
            retry_after_seconds=retry_after(error.response.headers, self._clock.now()),
        )

    def without_secrets(self, text: str) -> str:
        """An error as it may be kept."""
        key = self._settings.api_key
        shown = text.replace(key, "[key]") if key else text
        return clean_line(_KEY_LIKE.sub("[key]", shown))[:MAX_ERROR_CHARS]

    def _api(self, max_bytes: int = MAX_ANSWER_BYTES) -> openai.OpenAI:
        client = self._clients.get(max_bytes)
        if client is None:
            client = self._clients[max_bytes] = self._open(max_bytes)
        return client

    def _open(self, max_bytes: int) -> openai.OpenAI:
        seconds = self._settings.timeout_seconds
        # A local server needs no key, but the SDK takes an empty one for a mistake.
        key = self._settings.api_key or "none"
        headers = {"Authorization": f"Bearer {key}"}
        if self._host.endswith(".azure.com"):
            headers["api-key"] = key
        return openai.OpenAI(
            api_key=key,
            base_url=self.url,
            max_retries=0,
            timeout=httpx2.Timeout(seconds, connect=min(5.0, seconds)),
            http_client=guarded_client(
                self._policy, timeout_seconds=seconds, resolve=self._resolve, max_bytes=max_bytes
            ),
            default_headers=headers,
        )


def request_path(rung: Rung) -> str:
    """The path that a line of a batch names."""
    return "/v1/responses" if rung is Rung.RESPONSES else "/v1/chat/completions"


def request_body(
    question: Question, rung: Rung, model: str, token_limit: str = TOKEN_LIMITS[0]
) -> dict[str, Any]:
    """The request for one question at one rung, in the endpoint's own words."""
    schema = {"name": question.schema_name, "schema": dict(question.schema), "strict": True}
    if rung is Rung.RESPONSES:
        return {
            "model": model,
            "instructions": question.instructions,
            "input": question.material,
            "text": {"format": {"type": "json_schema", **schema}},
            "max_output_tokens": question.most_tokens,
            "store": False,
        }
    request: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": question.instructions},
            {"role": "user", "content": question.material},
        ],
        token_limit: question.most_tokens,
    }
    if rung is Rung.CHAT_SCHEMA:
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif rung is Rung.CHAT_JSON:
        request["response_format"] = {"type": "json_object"}
    return request


def batch_line(custom_id: str, body: dict[str, Any], rung: Rung) -> str:
    """One line of a batch's input file."""
    line = {"custom_id": custom_id, "method": "POST", "url": request_path(rung), "body": body}
    return json.dumps(line, ensure_ascii=False)


def _not_reached(error: openai.APIConnectionError) -> Reply:
    cause = error.__cause__
    detail = f"{type(cause).__name__}: {cause}" if cause else str(error)
    return Reply(outcome=CallOutcome.DISCONNECTED, error=f"The endpoint was not reached. {detail}")
