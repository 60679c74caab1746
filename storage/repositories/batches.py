"""Finds that moved together, so that they can be moved back together."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from core.errors import NotFound
from core.workflow import MovedFind
from storage.repositories.base import Repository
from storage.tables import batches


class BatchRepository(Repository):
    def add(self, moved: Sequence[MovedFind], actor: str, now: datetime) -> int:
        values = {"at": now, "actor": actor, "moved": tuple(moved)}
        insert = sa.insert(batches).values(values).returning(batches.c.batch_id)
        return int(self._connection.execute(insert).scalar_one())

    def take(self, batch_id: int, now: datetime) -> tuple[MovedFind, ...]:
        """What moved in it, to be moved back: once. Empty when that was done before. Raises
        `NotFound`."""
        here = batches.c.batch_id == batch_id
        row = self._connection.execute(sa.select(batches).where(here)).mappings().one_or_none()
        if row is None:
            raise NotFound("batch", batch_id)
        if row["undone_at"] is not None:
            return ()
        self._connection.execute(sa.update(batches).where(here).values(undone_at=now))
        moved: tuple[MovedFind, ...] = row["moved"]
        return moved

    def remove_before(self, then: datetime) -> int:
        """Forget what moved before; returns how many batches."""
        return self._connection.execute(sa.delete(batches).where(batches.c.at < then)).rowcount
