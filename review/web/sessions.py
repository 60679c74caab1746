"""The cookie that names a session. Everything about the session itself is in the database."""

from fastapi import Request, Response

from config.settings import DeskSettings
from core.people import User
from review.actions.signing import hash_token
from review.web.desk import Desk


def cookie_name(settings: DeskSettings) -> str:
    # A browser accepts the prefix only from https, for this very host and path.
    return "__Host-desk" if settings.secure_cookies else "desk"


def token_of(request: Request, settings: DeskSettings) -> str:
    return request.cookies.get(cookie_name(settings), "")


def session_user(request: Request, desk: Desk) -> tuple[User | None, int]:
    """Whose session the request carries, if it still runs, and the last event of the log: taken
    before the page reads anything, so that a page that listens on from it misses nothing."""
    token = token_of(request, desk.settings)
    if not token:
        return None, 0
    with desk.database.read() as unit:
        user = unit.users.session(hash_token(token), now=desk.clock.now())
        last_event = unit.audit.latest()
    return (None, 0) if user is None or user.disabled else (user, last_event)


def set_session(response: Response, token: str, settings: DeskSettings) -> None:
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=settings.session_hours * 3600,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def clear_session(response: Response, settings: DeskSettings) -> None:
    response.delete_cookie(
        cookie_name(settings),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
