"""People: who works here, in which role."""

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
from review.web.toasts import Toast

router = APIRouter(prefix="/people")

Name = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=1000)]
RoleName = Annotated[Role, Form()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    user: User
    sessions: int
    is_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    people: tuple[Person, ...]
    roles: tuple[Role, ...] = tuple(Role)
    min_length: int = MIN_LENGTH
    name: str = ""
    problem: str = ""


@router.get("")
@needs(Role.CHIEF)
def people_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    return show(request, "people.html", _load(desk, user))


@router.post("")
@needs(Role.CHIEF)
def add(
    request: Request, desk: TheDesk, user: TheUser, name: Name, password: Secret, role: RoleName
) -> Response:
    try:
        # Hashing is slow: it happens outside the transaction.
        password_hash = desk.passwords.hash(password)
        with desk.database.unit() as unit:
            person = people.add_person(
                unit, user, name=name, password_hash=password_hash, role=role, now=desk.clock.now()
            )
    except Refused as refused:
        view = _load(desk, user, name=name, problem=str(refused))
        return show(request, "people.html", view, status=409)
    text = f"{person.name} may come in as {person.role}. Hand over the password yourself."
    return see_other("/people", Toast(text=text))


@router.post("/{user_id}/role")
@needs(Role.CHIEF)
def role(desk: TheDesk, user: TheUser, user_id: int, role: RoleName) -> Response:
    with desk.database.unit() as unit:
        person = people.set_role(unit, user, user_id, role=role, now=desk.clock.now())
    return see_other("/people", Toast(text=f"{person.name} is {person.role} now."))


@router.post("/{user_id}/disabled")
@needs(Role.CHIEF)
def disabled(
    desk: TheDesk, user: TheUser, user_id: int, disabled: Annotated[bool, Form()]
) -> Response:
    with desk.database.unit() as unit:
        person = people.set_disabled(unit, user, user_id, disabled=disabled, now=desk.clock.now())
    text = f"{person.name}'s account is {'shut' if person.disabled else 'open again'}."
    return see_other("/people", Toast(text=text))


@router.post("/{user_id}/password")
@needs(Role.CHIEF)
def password(desk: TheDesk, user: TheUser, user_id: int, password: Secret) -> Response:
    password_hash = desk.passwords.hash(password)
    with desk.database.unit() as unit:
        person = people.reset_password(
            unit, user, user_id, password_hash=password_hash, now=desk.clock.now()
        )
    text = f"{person.name} has a new password and is signed out everywhere."
    return see_other("/people", Toast(text=text))


@router.post("/{user_id}/end-sessions")
@needs(Role.CHIEF)
def end_sessions(desk: TheDesk, user: TheUser, user_id: int) -> Response:
    with desk.database.unit() as unit:
        person = people.end_sessions(unit, user, user_id, now=desk.clock.now())
    return see_other("/people", Toast(text=f"{person.name} is signed out everywhere."))


def _load(desk: Desk, user: User, *, name: str = "", problem: str = "") -> PeopleView:
    now = desk.clock.now()
    with desk.database.read() as unit:
        found = tuple(
            Person(
                user=person,
                sessions=sum(s.expires_at > now for s in unit.users.sessions_of(person.user_id)),
                is_me=person.user_id == user.user_id,
            )
            for person in unit.users.all()
        )
    return PeopleView(people=found, name=name, problem=problem)
