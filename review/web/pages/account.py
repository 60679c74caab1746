"""One's own account: the password, and where one is signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.errors import Refused
from core.people import Role, User
from review.actions import people
from review.actions.passwords import MIN_LENGTH
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.sessions import clear_session
from review.web.toasts import Toast
from storage.read_models import SessionRow

router = APIRouter(prefix="/account")

Secret = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    sessions: tuple[SessionRow, ...]
    min_length: int = MIN_LENGTH
    problem: str = ""


@router.get("")
@needs(Role.VIEWER)
def account_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    return show(request, "account.html", _load(desk, user))


@router.post("/password")
@needs(Role.VIEWER)
def change_password(
    request: Request, desk: TheDesk, user: TheUser, present: Secret, password: Secret
) -> Response:
    try:
        people.change_own_password(
            desk.database,
            user,
            desk.passwords,
            present=present,
            password=password,
            now=desk.clock.now(),
        )
    except Refused as refused:
        return show(request, "account.html", _load(desk, user, str(refused)), status=409)
    return _sign_in_again(desk, "The password is changed. Sign in with the new one.")


@router.post("/sign-out-everywhere")
@needs(Role.VIEWER)
def sign_out_everywhere(desk: TheDesk, user: TheUser) -> Response:
    with desk.database.unit() as unit:
        people.end_sessions(unit, user, user.user_id, now=desk.clock.now())
    return _sign_in_again(desk, "You are signed out everywhere.")


def _sign_in_again(desk: Desk, text: str) -> Response:
    response = see_other("/sign-in", Toast(text=text))
    clear_session(response, desk.settings)
    return response


def _load(desk: Desk, user: User, problem: str = "") -> AccountView:
    with desk.database.read() as unit:
        now = desk.clock.now()
        sessions = tuple(s for s in unit.users.sessions_of(user.user_id) if s.expires_at > now)
    return AccountView(sessions=sessions, problem=problem)
