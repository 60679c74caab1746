"""The one way out to a publishing platform: the guarded client, its failures as values."""

from json import JSONDecodeError

import httpx2

from core.guard import AddressPolicy
from core.text import clean_line
from newsletter.targets.base import Answer, Ask, Request, Trouble
from summarizer.endpoint import (
    AddressBlocked,
    AnswerRefused,
    Resolve,
    guarded_client,
    resolve_host,
)

ANSWER_SECONDS = 30.0
_NOT_SENT = (
    AddressBlocked,
    httpx2.InvalidURL,
    httpx2.UnsupportedProtocol,
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
)


def platform_ask(
    policy: AddressPolicy, *, seconds: float = ANSWER_SECONDS, resolve: Resolve = resolve_host
) -> Ask:
    """Calls through the guard: one connection each, no redirect followed, nothing sent again."""

    def ask(request: Request) -> Answer:
        with guarded_client(policy, timeout_seconds=seconds, resolve=resolve) as client:
            try:
                response = client.request(
                    request.method,
                    request.url,
                    headers={**request.headers, "accept": "application/json"},
                    json=None if request.body is None else dict(request.body),
                )
            except _NOT_SENT as error:
                return Answer(trouble=Trouble.NOT_SENT, reason=_line(error))
            except AnswerRefused as error:
                return Answer(trouble=Trouble.NO_ANSWER, reason=_line(error))
            except httpx2.TimeoutException:
                return Answer(trouble=Trouble.NO_ANSWER, reason=f"nothing came in {seconds:g} s")
            except httpx2.HTTPError as error:
                return Answer(trouble=Trouble.NO_ANSWER, reason=_line(error))
            return _answer(response)

    return ask


def _answer(response: httpx2.Response) -> Answer:
    try:
        data = response.json()
    except (JSONDecodeError, UnicodeDecodeError):
        data = None
    wait = response.headers.get("retry-after", "")
    return Answer(
        status=response.status_code,
        data=data,
        retry_after=int(wait) if wait.isascii() and wait.isdigit() else None,
    )


def _line(error: Exception) -> str:
    return clean_line(str(error)) or type(error).__name__
