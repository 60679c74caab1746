"""People, their sessions, and their attempts to sign in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.errors import NotFound, Refused
from core.people import Role, User
from storage.read_models import SessionRow
from storage.repositories.base import Repository
from storage.rows import value_of
from storage.tables import identities, sessions, sign_ins, users


class UserRepository(Repository):
    def create(self, name: str, password_hash: str, role: Role, now: datetime) -> User:
        """Raises `Refused` when the name is taken, in whatever case it is written."""
        if self.by_name(name) is not None:
            raise Refused(f"There is a user {name} already.", ["Choose another name."])
        values: dict[str, Any] = {
            "name": name,
            "name_key": _key(name),
            "password_hash": password_hash,
            "role": role,
            "created_at": now,
            "disabled": False,
            "keys": {},
        }
        insert = sa.insert(users).values(values).returning(users.c.user_id)
        return self.get(self._connection.execute(insert).scalar_one())

    def by_name(self, name: str) -> tuple[User, str] | None:
        """The user and the password's hash."""
        row = self._row(users.c.name_key == _key(name))
        return None if row is None else (value_of(User, row), row["password_hash"])

    def get(self, user_id: int) -> User:
        """Raises `NotFound`."""
        row = self._row(users.c.user_id == user_id)
        if row is None:
            raise NotFound("user", user_id)
        return value_of(User, row)

    def by_identity(self, issuer: str, subject: str) -> User | None:
        """Who a provider's person is at the desk."""
        query = (
            sa.select(users)
            .join_from(identities, users)
            .where(identities.c.issuer == issuer, identities.c.subject == subject)
        )
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else value_of(User, row)

    def bind(self, user_id: int, *, issuer: str, subject: str) -> None:
        """From now on this person of the provider is that user."""
        values = {"issuer": issuer, "subject": subject, "user_id": user_id}
        self._connection.execute(sa.insert(identities).values(values))

    def all(self) -> tuple[User, ...]:
        rows = self._connection.execute(sa.select(users).order_by(users.c.name_key)).mappings()
        return tuple(value_of(User, row) for row in rows)

    def count(self) -> int:
        return self._connection.scalar(sa.select(sa.func.count()).select_from(users)) or 0

    def set_role(self, user_id: int, role: Role) -> None:
        self._change(user_id, role=role)

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        """Also ends every session of that user: whoever held one must sign in anew."""
        self._change(user_id, password_hash=password_hash)
        self.close_sessions(user_id)

    def set_disabled(self, user_id: int, disabled: bool) -> None:  # noqa: FBT001
        """A disabled user keeps their name in the records, and loses every session."""
        self._change(user_id, disabled=disabled)
        if disabled:
            self.close_sessions(user_id)

    def set_keys(self, user_id: int, keys: Mapping[str, str]) -> None:
        """The keys that differ from the desk's own, by the action's name."""
        self._change(user_id, keys=dict(keys))

    def open_session(
        self,
        user_id: int,
        token_hash: str,
        now: datetime,
        expires_at: datetime,
        user_agent: str = "",
    ) -> None:
        """Only a hash of the token is kept: who reads the database cannot sign in with it."""
        self._connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= now))
        self._connection.execute(
            sa.insert(sessions).values(
                token_hash=token_hash,
                user_id=user_id,
                created_at=now,
                expires_at=expires_at,
                user_agent=user_agent[:200],
            )
        )

    def session(self, token_hash: str, now: datetime) -> User | None:
        """Whose session that is; None when it ended, ran out, or its user is disabled."""
        given = {"token": token_hash, "at": now}
        row = self._connection.execute(_OF_SESSION, given).mappings().one_or_none()
        return None if row is None else value_of(User, row)

    def close_session(self, token_hash: str) -> None:
        self._connection.execute(sa.delete(sessions).where(sessions.c.token_hash == token_hash))

    def close_sessions(self, user_id: int) -> None:
        self._connection.execute(sa.delete(sessions).where(sessions.c.user_id == user_id))

    def sessions_of(self, user_id: int) -> tuple[SessionRow, ...]:
        """The sessions of a user, the latest first; those that ran out may be among them."""
        query = sa.select(sessions).where(sessions.c.user_id == user_id)
        rows = self._connection.execute(query.order_by(sessions.c.created_at.desc())).mappings()
        return tuple(value_of(SessionRow, row) for row in rows)

    def note_sign_in(
        self, name: str, ok: bool, now: datetime, *, address_key: str = ""  # noqa: FBT001
    ) -> None:  # fmt: skip
        """Remember an attempt, of a user who exists or not."""
        self._connection.execute(
            sa.insert(sign_ins).values(name_key=_key(name), ok=ok, at=now, address_key=address_key)
        )

    def forget_before(self, then: datetime) -> int:
        """Forget sign-in attempts and ended sessions from before; returns how many."""
        old_attempts = sa.delete(sign_ins).where(sign_ins.c.at < then)
        ended = sa.delete(sessions).where(sessions.c.expires_at < then)
        return sum(self._connection.execute(query).rowcount for query in (old_attempts, ended))

    def failed_sign_ins(self, name: str, since: datetime) -> tuple[datetime, ...]:
        """When attempts failed since then and since the last that succeeded, the latest first."""
        of_name = sign_ins.c.name_key == _key(name)
        last_good = (
            sa.select(sa.func.coalesce(sa.func.max(sign_ins.c.sign_in_id), 0))
            .where(of_name, sign_ins.c.ok)
            .scalar_subquery()
        )
        return self._failures(since, of_name, sign_ins.c.sign_in_id > last_good)

    def failed_from(self, address_key: str, since: datetime) -> tuple[datetime, ...]:
        """When attempts from an address failed since then, the latest first. One that succeeds
        wipes out nothing: who has an account could go on guessing at others otherwise."""
        return self._failures(since, sign_ins.c.address_key == address_key)

    def _failures(self, since: datetime, *where: sa.ColumnElement[bool]) -> tuple[datetime, ...]:
        query = (
            sa.select(sign_ins.c.at)
            .where(*where, sign_ins.c.ok.is_(False), sign_ins.c.at >= since)
            .order_by(sign_ins.c.at.desc())
        )
        return tuple(self._connection.scalars(query))

    def _row(self, where: sa.ColumnElement[bool]) -> RowMapping | None:
        query = sa.select(users).where(where)
        return self._connection.execute(query).mappings().one_or_none()

    def _change(self, user_id: int, **values: Any) -> None:
        here = users.c.user_id == user_id
        if self._connection.execute(sa.update(users).where(here).values(values)).rowcount == 0:
            raise NotFound("user", user_id)


# Asked before every page, so it is put together once.
_OF_SESSION = (
    sa.select(users)
    .join_from(sessions, users)
    .where(
        sessions.c.token_hash == sa.bindparam("token"),
        sessions.c.expires_at > sa.bindparam("at"),
        users.c.disabled.is_(False),
    )
)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
