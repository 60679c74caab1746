"""The account of a person for whom a provider vouches: made at the first sign-in, kept in step."""

from datetime import datetime

from core.clock import Clock
from core.errors import Refused
from core.log import Log
from core.people import COMMAND_LINE, User
from review.actions.people import is_last_chief
from review.actions.provider import Vouched
from review.actions.signing import SignedIn, hash_token, open_session
from storage.database import Database
from storage.unit import Unit

_LONGEST_NAME = 60

log = Log(__name__)


def sign_in_vouched(
    database: Database,
    clock: Clock,
    vouched: Vouched,
    *,
    hours: int,
    user_agent: str,
    old_token: str = "",
) -> SignedIn:
    """A new session; the role is the one the provider gives now, except that the only chief editor
    stays one. Raises `Refused` when the desk has shut the account."""
    with database.unit() as unit:
        now = clock.now()
        user = unit.users.by_identity(vouched.issuer, vouched.subject)
        user = _keep_role(unit, user, vouched, now) if user else _let_in(unit, vouched, now)
        if old_token:
            unit.users.close_session(hash_token(old_token))
        return open_session(unit, user, clock, hours=hours, user_agent=user_agent)


def _let_in(unit: Unit, vouched: Vouched, now: datetime) -> User:
    # Without a hash no password fits.
    name = _free_name(unit, vouched.name)
    user = unit.users.create(name, password_hash="", role=vouched.role, now=now)
    unit.users.bind(user.user_id, issuer=vouched.issuer, subject=vouched.subject)
    unit.audit.note(
        f"user {user.name}", "added", user.name, now, after=user.role, reason=vouched.issuer
    )
    return user


def _keep_role(unit: Unit, user: User, vouched: Vouched, now: datetime) -> User:
    if user.disabled:
        raise Refused("Your account at the desk is shut.", ["Ask a chief editor to open it."])
    if user.role is vouched.role:
        return user
    if is_last_chief(unit, user):
        log.warning("only chief editor keeps the role", user=user.name, given=vouched.role)
        return user
    unit.users.set_role(user.user_id, vouched.role)
    unit.audit.note(
        f"user {user.name}", "set role", user.name, now,
        before=user.role, after=vouched.role, reason=vouched.issuer,
    )  # fmt: skip
    return unit.users.get(user.user_id)


def _free_name(unit: Unit, wanted: str) -> str:
    """The name, numbered where someone has it: a name alone never opens an account."""
    name, number = wanted[:_LONGEST_NAME].strip(), 1
    while name.casefold() == COMMAND_LINE or unit.users.by_name(name) is not None:
        number += 1
        end = f" ({number})"
        name = wanted[: _LONGEST_NAME - len(end)].strip() + end
    return name
