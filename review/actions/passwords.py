"""Passwords: hashed with argon2, never stored, never compared by length or by name."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Refused

MIN_LENGTH = 12
MAX_LENGTH = 256


class Passwords:
    """Hashing is slow and takes 64 MiB on purpose, so only two run at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = BoundedSemaphore(2)
        # What an unknown name is checked against, so that it takes as long as a known one.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Raises `Refused` when the password is too short or too long."""
        if len(password) < MIN_LENGTH:
            raise Refused("The password is too short.", [f"Take at least {MIN_LENGTH} characters."])
        if len(password) > MAX_LENGTH:
            raise Refused("The password is too long.", [f"Take at most {MAX_LENGTH} characters."])
        with self._slots:
            return self._hasher.hash(password)

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Whether the password belongs to the hash; None stands for a name nobody has, and an
        empty one, of somebody who signs in through a provider, for no password at all."""
        with self._slots:
            try:
                self._hasher.verify(password_hash or self._nobody, password[:MAX_LENGTH])
            except (VerificationError, InvalidHashError):
                return False
        return bool(password_hash)
