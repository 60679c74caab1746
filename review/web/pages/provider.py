"""To the provider that people sign in with, and back."""

from fastapi import APIRouter, Request, Response

from core.errors import NotFound, Refused
from review.actions.provider import Provider, ProviderFailed, Returned
from review.actions.vouching import sign_in_vouched
from review.actions.ways import LASTS
from review.web.access import open_to_everybody
from review.web.desk import Desk, TheDesk
from review.web.pages.signing import SignInView
from review.web.rendering import see_other, show
from review.web.security import safe_next
from review.web.sessions import set_session, token_of

router = APIRouter()


@router.get("/sign-in/with")
@open_to_everybody
def go(request: Request, desk: TheDesk, next: str = "") -> Response:  # noqa: A002
    provider = _provider(desk)
    try:
        address, way = provider.begin(back=_back(request, desk), next_path=safe_next(next))
    except ProviderFailed as failed:
        return _failed(request, provider, failed, status=502)
    response = see_other(address)
    response.set_cookie(
        _cookie(desk), way.browser, max_age=int(LASTS.total_seconds()), path="/",
        secure=desk.settings.secure_cookies, httponly=True, samesite="lax",
    )  # fmt: skip
    return response


@router.get("/sign-in/back")
@open_to_everybody
def come_back(
    request: Request, desk: TheDesk, state: str = "", code: str = "", error: str = "", iss: str = ""
) -> Response:
    provider = _provider(desk)
    returned = Returned(state=state, code=code, error=error, issuer=iss)
    try:
        vouched, target = provider.finish(returned, browser=request.cookies.get(_cookie(desk), ""))
        signed_in = sign_in_vouched(
            desk.database,
            desk.clock,
            vouched,
            hours=desk.settings.session_hours,
            user_agent=request.headers.get("user-agent", ""),
            old_token=token_of(request, desk.settings),
        )
    except ProviderFailed as failed:
        return _failed(request, provider, failed, status=502 if failed.down else 401)
    except Refused as refused:
        return _failed(request, provider, refused, status=401)
    response = see_other(target)
    set_session(response, signed_in.token, desk.settings)
    response.delete_cookie(
        _cookie(desk), path="/", secure=desk.settings.secure_cookies, httponly=True, samesite="lax"
    )
    return response


def _provider(desk: Desk) -> Provider:
    if desk.provider is None:
        raise NotFound("provider", "to sign in with")
    return desk.provider


def _failed(request: Request, provider: Provider, why: Exception, *, status: int) -> Response:
    view = SignInView(problem=str(why), provider=provider.name)
    return show(request, "sign_in.html", view, status=status)


def _back(request: Request, desk: Desk) -> str:
    # The Host was checked before; behind a proxy only the setting knows that people come by https.
    scheme = "https" if desk.settings.secure_cookies else request.url.scheme
    return f"{scheme}://{request.url.netloc}/sign-in/back"


def _cookie(desk: Desk) -> str:
    return "__Host-desk-way" if desk.settings.secure_cookies else "desk-way"
