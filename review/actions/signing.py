"""Signing in and out, and the first account of a new desk."""

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from core.clock import Clock
from core.errors import DeskError, Refused
from core.people import Role, User
from core.text import clean_line
from review.actions.passwords import Passwords
from storage.database import Database
from storage.unit import Unit

MAX_FAILURES = 5
MAX_FAILURES_OF_ADDRESS = 20
"""A whole office may share an address, so it is allowed more than a name."""
FAILURE_WINDOW = timedelta(minutes=15)


class TooManyTries(DeskError):
    """The name or the address has failed too often of late; the password was not looked at."""

    def __init__(self, what: str, wait: timedelta) -> None:
        minutes = max(1, math.ceil(wait.total_seconds() / 60))
        time = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many tries {what}. Wait {time}, then try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """`token` goes into the browser's cookie and nowhere else: storage keeps its hash."""

    user: User
    token: str


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def sign_in(
    database: Database,
    passwords: Passwords,
    clock: Clock,
    *,
    name: str,
    password: str,
    hours: int,
    user_agent: str,
    address: str,
    old_token: str = "",
) -> SignedIn | None:
    """A new session, or None when name and password do not belong together.

    `address` is the IP address of whoever asks. The old session of this browser ends, whoever's
    it was. Raises `TooManyTries`.
    """
    now, name, address_key = clock.now(), clean_line(name), _address_key(address)
    with database.read() as unit:
        _slow_down(unit, name, address_key, now)
        found = unit.users.by_name(name)
    known = found is not None and not found[0].disabled
    ok = passwords.fits(password, found[1] if found and known else None)
    with database.unit() as unit:
        unit.users.note_sign_in(name, ok=ok, now=now, address_key=address_key)
        if old_token:
            unit.users.close_session(hash_token(old_token))
        if found is None or not ok:
            return None
        return open_session(unit, found[0], clock, hours=hours, user_agent=user_agent)


def sign_out(unit: Unit, token: str) -> None:
    unit.users.close_session(hash_token(token))


def create_first_chief(
    database: Database,
    passwords: Passwords,
    clock: Clock,
    *,
    name: str,
    password: str,
    hours: int,
    user_agent: str,
) -> SignedIn:
    """The first account, a chief editor. Raises `Refused` as soon as there is anyone."""
    name = check_name(name)
    password_hash = passwords.hash(password)
    with database.unit() as unit:
        if unit.users.count():
            raise Refused("The first account exists already.", ["Sign in instead."])
        now = clock.now()
        user = unit.users.create(name, password_hash=password_hash, role=Role.CHIEF, now=now)
        unit.audit.note(f"user {user.name}", "added", user.name, now, after=user.role)
        return open_session(unit, user, clock, hours=hours, user_agent=user_agent)


def check_name(name: str) -> str:
    """The name as it is stored. Raises `Refused` when it is empty or too long."""
    clean = clean_line(name)
    if not 1 <= len(clean) <= 60:
        raise Refused("This name will not do.", ["A name has 1 to 60 characters."])
    return clean


def _slow_down(unit: Unit, name: str, address_key: str, now: datetime) -> None:
    since = now - FAILURE_WINDOW
    of_name = unit.users.failed_sign_ins(name, since)
    of_address = unit.users.failed_from(address_key, since)
    for what, failures, most in (
        ("with this name", of_name, MAX_FAILURES),
        ("from your address", of_address, MAX_FAILURES_OF_ADDRESS),
    ):
        if len(failures) >= most:
            # As soon as this one is out of the window there is room for another try.
            raise TooManyTries(what, failures[most - 1] + FAILURE_WINDOW - now)


def _address_key(address: str) -> str:
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return sha256(address.encode()).hexdigest()
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    # One line gets a whole /64 of IPv6 and could ask from another address each time.
    length = 64 if ip.version == 6 else 32
    return sha256(str(ip_network((ip, length), strict=False)).encode()).hexdigest()


def open_session(unit: Unit, user: User, clock: Clock, *, hours: int, user_agent: str) -> SignedIn:
    token, now = secrets.token_urlsafe(32), clock.now()
    unit.users.open_session(
        user.user_id,
        token_hash=hash_token(token),
        now=now,
        expires_at=now + timedelta(hours=hours),
        user_agent=clean_line(user_agent)[:200],
    )
    return SignedIn(user=user, token=token)
