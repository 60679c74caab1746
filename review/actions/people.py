"""Accounts: the chief editor lets people in, changes their role, and lets them go."""

from collections.abc import Mapping
from datetime import datetime

from core.errors import Refused
from core.people import Role, User
from review.actions.passwords import Passwords
from review.actions.permissions import require
from review.actions.signing import check_name
from storage.database import Database
from storage.unit import Unit


def add_person(
    unit: Unit, user: User, *, name: str, password_hash: str, role: Role, now: datetime
) -> User:
    """A new account. Raises `Refused` when the name is taken."""
    require(user, Role.CHIEF, "let people in")
    person = unit.users.create(check_name(name), password_hash, role, now)
    _note(unit, user, person, "added", now, after=role)
    return person


def set_role(unit: Unit, user: User, user_id: int, *, role: Role, now: datetime) -> User:
    require(user, Role.CHIEF, "change roles")
    person = unit.users.get(user_id)
    if role is not Role.CHIEF:
        _refuse_last_chief(unit, person)
    unit.users.set_role(user_id, role)
    _note(unit, user, person, "set role", now, before=person.role, after=role)
    return unit.users.get(user_id)


def set_disabled(unit: Unit, user: User, user_id: int, *, disabled: bool, now: datetime) -> User:
    """Shut an account, or open it again. A shut one keeps its name in the records."""
    require(user, Role.CHIEF, "shut accounts")
    person = unit.users.get(user_id)
    if disabled:
        _refuse_last_chief(unit, person)
    unit.users.set_disabled(user_id, disabled)
    _note(unit, user, person, "shut" if disabled else "opened", now)
    return unit.users.get(user_id)


def reset_password(
    unit: Unit, user: User, user_id: int, *, password_hash: str, now: datetime
) -> User:
    """A new password for someone else; ends all their sessions."""
    require(user, Role.CHIEF, "reset passwords")
    person = unit.users.get(user_id)
    unit.users.set_password_hash(user_id, password_hash)
    _note(unit, user, person, "reset password", now)
    return person


def end_sessions(unit: Unit, user: User, user_id: int, *, now: datetime) -> User:
    """Signs someone out everywhere. Everyone may do so for themselves."""
    if user.user_id != user_id:
        require(user, Role.CHIEF, "end other people's sessions")
    person = unit.users.get(user_id)
    unit.users.close_sessions(user_id)
    _note(unit, user, person, "ended sessions", now)
    return person


def end_own_session(unit: Unit, user: User, mark: str, *, now: datetime) -> None:
    """Ends one sign-in of one's own; `mark` is the beginning of what storage keeps of it. Raises
    `Refused` when it has ended already."""
    for session in unit.users.sessions_of(user.user_id):
        if session.token_hash.startswith(mark):
            unit.users.close_session(session.token_hash)
            _note(unit, user, user, "ended a session", now)
            return
    raise Refused("This sign-in has ended already.", ["Nothing was changed."])


def set_keys(unit: Unit, user: User, keys: Mapping[str, str], *, now: datetime) -> None:
    """The keys of the desk as this person wants them."""
    unit.users.set_keys(user.user_id, keys)
    _note(unit, user, user, "changed keys", now)


def change_own_password(
    database: Database,
    user: User,
    passwords: Passwords,
    *,
    present: str,
    password: str,
    now: datetime,
) -> None:
    """Raises `Refused` when the present password is wrong. Ends every session of this person."""
    # Hashing is slow: it happens outside the transaction that writes.
    with database.read() as unit:
        found = unit.users.by_name(user.name)
    if not passwords.fits(present, found[1] if found else None):
        raise Refused("The present password is not right.", ["Nothing was changed."])
    password_hash = passwords.hash(password)
    with database.unit() as unit:
        unit.users.set_password_hash(user.user_id, password_hash)
        _note(unit, user, user, "changed password", now)


def is_last_chief(unit: Unit, person: User) -> bool:
    chiefs = [u for u in unit.users.all() if u.role is Role.CHIEF and not u.disabled]
    return [chief.user_id for chief in chiefs] == [person.user_id]


def _refuse_last_chief(unit: Unit, person: User) -> None:
    if is_last_chief(unit, person):
        what = f"{person.name} is the only chief editor."
        raise Refused(what, ["Make someone else chief editor first."])


def _note(
    unit: Unit, user: User, person: User, action: str, now: datetime, *, before: str = "",
    after: str = "",
) -> None:  # fmt: skip
    unit.audit.note(f"user {person.name}", action, user.name, now, before=before, after=after)
