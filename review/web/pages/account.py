"""One's own account: the password, the keys, and where one is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.errors import Refused
from core.people import Role, User
from review.actions import people
from review.actions.passwords import MIN_LENGTH
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.keys import KEYS, Key, check_own, keyboard_of
from review.web.rendering import see_other, show
from review.web.sessions import clear_session
from review.web.toasts import Toast
from storage.read_models import SessionRow

router = APIRouter(prefix="/account")

Secret = Annotated[str, Form(max_length=1000)]
Names = Annotated[Sequence[str], Form(max_length=200)]
Mark = Annotated[str, Form(min_length=8, max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    sessions: tuple[SessionRow, ...]
    keys: tuple[Key, ...]
    key_scopes_of: dict[str, str]
    min_length: int = MIN_LENGTH
    problem: str = ""
    key_problems: tuple[str, ...] = ()


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


@router.post("/keys")
@needs(Role.VIEWER)
def change_keys(
    request: Request,
    desk: TheDesk,
    user: TheUser,
    does: Names = (),
    key: Names = (),
) -> Response:
    """Keys of one's own: each action with its key, or with none."""
    wished = dict(zip(does, key, strict=False))
    try:
        own = check_own(wished)
    except Refused as refused:
        view = _load(desk, user, key_problems=refused.reasons, wished=wished)
        return show(request, "account.html", view, status=409)
    with desk.database.unit() as unit:
        people.set_keys(unit, user, own, now=desk.clock.now())
    return see_other("/account#keys", Toast(text="Your keys are saved."))


@router.post("/keys/reset")
@needs(Role.VIEWER)
def reset_keys(desk: TheDesk, user: TheUser) -> Response:
    with desk.database.unit() as unit:
        people.set_keys(unit, user, {}, now=desk.clock.now())
    return see_other("/account#keys", Toast(text="You have the desk's own keys again."))


@router.post("/sessions/end")
@needs(Role.VIEWER)
def end_session(desk: TheDesk, user: TheUser, session: Mark) -> Response:
    with desk.database.unit() as unit:
        people.end_own_session(unit, user, session, now=desk.clock.now())
    return see_other("/account#sessions", Toast(text="That sign-in has ended."))


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


def _load(
    desk: Desk,
    user: User,
    problem: str = "",
    *,
    key_problems: Sequence[str] = (),
    wished: Mapping[str, str] | None = None,
) -> AccountView:
    with desk.database.read() as unit:
        now = desk.clock.now()
        sessions = tuple(s for s in unit.users.sessions_of(user.user_id) if s.expires_at > now)
    own = user.keys if wished is None else wished
    changeable = {key.does for key in KEYS if key.may_change}
    keys = tuple(key for key in keyboard_of(own).keys if key.does in changeable)
    return AccountView(
        sessions=sessions,
        keys=keys,
        key_scopes_of={key.does: ", ".join(key.scopes).lower() for key in keys},
        problem=problem,
        key_problems=tuple(key_problems),
    )
