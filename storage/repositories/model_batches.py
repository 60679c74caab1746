"""Drafts asked for many at once, step by step, so that any process can go on with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.batch import OPEN_BATCHES, BatchItem, BatchState, ModelBatch
from core.errors import NotFound
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import model_batch_items, model_batches


class ModelBatchRepository(Repository):
    def add(self, batch: ModelBatch) -> int:
        """A batch with its items; returns its id."""
        values = row_of(batch, without=["batch_id", "items"])
        insert = sa.insert(model_batches).values(values).returning(model_batches.c.batch_id)
        batch_id = int(self._connection.execute(insert).scalar_one())
        rows = [row_of(item) | {"batch_id": batch_id} for item in batch.items]
        self._connection.execute(sa.insert(model_batch_items), rows)
        return batch_id

    def get(self, batch_id: int) -> ModelBatch:
        """Raises `NotFound`."""
        found = self._values(sa.select(model_batches).where(model_batches.c.batch_id == batch_id))
        if not found:
            raise NotFound("batch", batch_id)
        return found[0]

    def open(self) -> tuple[ModelBatch, ...]:
        """Batches that are under way, the oldest first."""
        query = sa.select(model_batches).where(model_batches.c.state.in_(OPEN_BATCHES))
        return self._values(query.order_by(model_batches.c.batch_id))

    def page(self, limit: int = 50) -> tuple[ModelBatch, ...]:
        """Batches, the latest first."""
        query = sa.select(model_batches).order_by(model_batches.c.batch_id.desc())
        return self._values(query.limit(limit))

    def stories_under_way(self) -> frozenset[int]:
        """Stories whose draft an open batch was asked for."""
        query = (
            sa.select(model_batch_items.c.story_id)
            .join_from(model_batch_items, model_batches)
            .where(model_batches.c.state.in_(OPEN_BATCHES), model_batch_items.c.outcome == "")
        )
        return frozenset(self._connection.scalars(query))

    def change(
        self,
        batch_id: int,
        state: BatchState,
        *,
        now: datetime,
        file_id: str | None = None,
        remote_id: str | None = None,
        error: str = "",
    ) -> None:
        """How far it got; the ids that are given are remembered."""
        given = {"file_id": file_id, "remote_id": remote_id}
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        here = model_batches.c.batch_id == batch_id
        self._connection.execute(
            sa.update(model_batches)
            .where(here)
            .values(state=state, checked_at=now, error=error, **values)
        )

    def answered(self, batch_id: int, custom_id: str, outcome: str) -> bool:
        """Note an item's outcome; False when it had one, so that nothing is collected twice."""
        here = (model_batch_items.c.batch_id == batch_id) & (
            model_batch_items.c.custom_id == custom_id
        )
        query = sa.update(model_batch_items).where(here, model_batch_items.c.outcome == "")
        return self._connection.execute(query.values(outcome=outcome)).rowcount == 1

    def _values(self, query: sa.Select[Any]) -> tuple[ModelBatch, ...]:
        rows = self._connection.execute(query).mappings().all()
        items = self._items([row["batch_id"] for row in rows])
        return tuple(
            value_of(ModelBatch, row, items=tuple(items.get(row["batch_id"], ()))) for row in rows
        )

    def _items(self, batch_ids: Sequence[int]) -> dict[int, list[BatchItem]]:
        query = sa.select(model_batch_items).where(model_batch_items.c.batch_id.in_(batch_ids))
        found: dict[int, list[BatchItem]] = {}
        ordered = query.order_by(model_batch_items.c.batch_id, model_batch_items.c.custom_id)
        for row in self._connection.execute(ordered).mappings():
            found.setdefault(row["batch_id"], []).append(value_of(BatchItem, row))
        return found
