"""Who is let in. Every page declares the role it needs; one that declares nothing is shut."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import Request

from core.errors import NotAllowed
from core.people import Role
from review.web.desk import desk_of
from review.web.sessions import session_user

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

_NEEDS = "__needs__"
EVERYBODY = "everybody"


class SignInFirst(Exception):
    """Nobody is signed in. `next_path` is where the person wanted to go."""

    def __init__(self, next_path: str) -> None:
        self.next_path = next_path
        super().__init__("Sign in first.")

    @property
    def address(self) -> str:
        return f"/sign-in?next={quote(self.next_path, safe='')}" if self.next_path else "/sign-in"


def needs(role: Role) -> Callable[[Endpoint], Endpoint]:
    """Declares the role without which a page is not served."""
    return _declare(role)


def open_to_everybody(endpoint: Endpoint) -> Endpoint:
    """Declares a page that is served to anyone: signing in, and what it takes to do so."""
    return _declare(EVERYBODY)(endpoint)


def needed_role(endpoint: object) -> Role | str | None:
    """What an endpoint declares: a role, `everybody`, or None for nothing."""
    declared: Role | str | None = getattr(endpoint, _NEEDS, None)
    return declared


def admit(request: Request) -> None:
    """Runs before every page. Sets `request.state.user`; raises `SignInFirst` or `NotAllowed`."""
    desk = desk_of(request)
    user, last_event = session_user(request, desk)
    request.state.user, request.state.last_event = user, last_event
    needed = needed_role(request.scope.get("endpoint"))
    if needed == EVERYBODY:
        return
    if user is None:
        raise SignInFirst(_wanted(request))
    if not isinstance(needed, Role):
        raise NotAllowed("This page is open to nobody.", "nobody")
    if not user.role.may(needed):
        raise NotAllowed(f"{user.name}, you may not do this.", needed)


def _declare(needed: Role | str) -> Callable[[Endpoint], Endpoint]:
    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _NEEDS, needed)
        return endpoint

    return mark


def _wanted(request: Request) -> str:
    # The way back leads to a page, never to an action.
    if request.method != "GET" or request.url.path == "/":
        return ""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
