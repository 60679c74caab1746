"""The way out to a provider of sign-ins: the guarded client, its failures as values."""

import httpx2

from core.guard import AddressPolicy
from core.text import clean_line
from review.actions.provider import AskProvider, ProviderAnswer, ProviderRequest
from summarizer.endpoint import (
    AddressBlocked,
    AnswerRefused,
    Resolve,
    guarded_client,
    resolve_host,
)

ANSWER_SECONDS = 10.0


def provider_ask(
    policy: AddressPolicy, *, seconds: float = ANSWER_SECONDS, resolve: Resolve = resolve_host
) -> AskProvider:
    """Calls through the guard: one connection each, no redirect followed, nothing sent again."""

    def ask(request: ProviderRequest) -> ProviderAnswer:
        with guarded_client(policy, timeout_seconds=seconds, resolve=resolve) as client:
            try:
                response = client.request(
                    "POST" if request.form else "GET",
                    request.url,
                    headers={**request.headers, "accept": "application/json"},
                    content=request.form or None,
                )
            except (
                AddressBlocked,
                AnswerRefused,
                httpx2.HTTPError,
                httpx2.InvalidURL,
            ) as error:
                return ProviderAnswer(trouble=clean_line(str(error)) or type(error).__name__)
            try:
                data = response.json()
            except ValueError:
                data = None
            return ProviderAnswer(
                status=response.status_code, data=data if isinstance(data, dict) else {}
            )

    return ask
