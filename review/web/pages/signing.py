"""Before the desk: the first account, signing in and out."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.errors import NotAllowed, NotFound, Refused
from core.guard import is_loopback_name
from review.actions import signing
from review.actions.passwords import MIN_LENGTH
from review.actions.signing import SignedIn, TooManyTries
from review.web.access import open_to_everybody
from review.web.desk import Desk, TheDesk
from review.web.rendering import THEME_COOKIE, THEMES, see_other, show
from review.web.security import safe_next
from review.web.sessions import clear_session, set_session, token_of
from review.web.toasts import Toast

router = APIRouter()

_FORWARDING = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
"""What a proxy adds, whoever sits behind it."""

_LOOPBACK_CLIENTS = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})

Name = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView:
    next: str = ""
    name: str = ""
    problem: str = ""
    provider: str = ""
    """The name of the provider one may sign in with instead; empty: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView:
    min_length: int = MIN_LENGTH
    name: str = ""
    problem: str = ""


@router.get("/sign-in")
@open_to_everybody
def sign_in_page(request: Request, desk: TheDesk, next: str = "") -> Response:  # noqa: A002
    if request.state.user is not None:
        return see_other(safe_next(next))
    if _is_new(desk) and desk.provider is None:
        return see_other("/start")
    view = SignInView(next=safe_next(next, ""), provider=_provider_name(desk))
    return show(request, "sign_in.html", view)


@router.post("/sign-in")
@open_to_everybody
def sign_in(
    request: Request, desk: TheDesk, name: Name, password: Secret, next: Name = ""  # noqa: A002
) -> Response:  # fmt: skip
    target, provider = safe_next(next, ""), _provider_name(desk)
    try:
        signed_in = signing.sign_in(
            desk.database,
            desk.passwords,
            desk.clock,
            name=name,
            password=password,
            hours=desk.settings.session_hours,
            user_agent=request.headers.get("user-agent", ""),
            address=request.client.host if request.client else "",
            old_token=token_of(request, desk.settings),
        )
    except TooManyTries as tries:
        view = SignInView(next=target, name=name, problem=str(tries), provider=provider)
        return show(request, "sign_in.html", view, status=429)
    if signed_in is None:
        problem = "This name and this password do not belong together."
        view = SignInView(next=target, name=name, problem=problem, provider=provider)
        return show(request, "sign_in.html", view, status=401)
    return _enter(desk, signed_in, target or "/")


@router.post("/sign-out")
@open_to_everybody
def sign_out(request: Request, desk: TheDesk) -> Response:
    token = token_of(request, desk.settings)
    if token:
        with desk.database.unit() as unit:
            signing.sign_out(unit, token)
    response = see_other("/sign-in", Toast(text="You are signed out."))
    clear_session(response, desk.settings)
    return response


@router.get("/start")
@open_to_everybody
def start_page(request: Request, desk: TheDesk) -> Response:
    _only_on_this_machine(request, desk)
    if not _is_new(desk):
        return see_other("/sign-in")
    return show(request, "start.html", StartView())


@router.post("/start")
@open_to_everybody
def start(request: Request, desk: TheDesk, name: Name, password: Secret) -> Response:
    _only_on_this_machine(request, desk)
    if not _is_new(desk):
        raise NotFound("page", "/start")
    try:
        signed_in = signing.create_first_chief(
            desk.database,
            desk.passwords,
            desk.clock,
            name=name,
            password=password,
            hours=desk.settings.session_hours,
            user_agent=request.headers.get("user-agent", ""),
        )
    except Refused as refused:
        view = StartView(name=name, problem=str(refused))
        return show(request, "start.html", view, status=409)
    return _enter(desk, signed_in, "/")


@router.post("/theme")
@open_to_everybody
def theme(theme: Name, back: Annotated[str, Form(max_length=2048)] = "") -> Response:
    response = see_other(safe_next(back))
    chosen = theme if theme in THEMES else "auto"
    response.set_cookie(
        THEME_COOKIE, chosen, max_age=400 * 24 * 3600, path="/", httponly=True, samesite="lax"
    )
    return response


def _is_new(desk: Desk) -> bool:
    with desk.database.read() as unit:
        return unit.users.count() == 0


def _provider_name(desk: Desk) -> str:
    return desk.provider.name if desk.provider else ""


def _enter(desk: Desk, signed_in: SignedIn, target: str) -> Response:
    response = see_other(target)
    set_session(response, signed_in.token, desk.settings)
    return response


def _only_on_this_machine(request: Request, desk: Desk) -> None:
    """The first account is made by whoever sits at the machine, under the machine's own name.
    Through a proxy on this machine everybody seems to: so not where there may be one."""
    if desk.settings.public_hosts or any(name in request.headers for name in _FORWARDING):
        what = "Behind a proxy the first account is made with `desk users add`."
        raise NotAllowed(what, "its operator")
    client = request.client.host if request.client else ""
    host = request.url.hostname or ""
    here = host in _LOOPBACK_CLIENTS or is_loopback_name(host)
    if client not in _LOOPBACK_CLIENTS or not here:
        raise NotAllowed("The first account is made on the machine itself.", "its operator")
