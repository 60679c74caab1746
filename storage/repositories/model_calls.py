"""The ledger of calls to models."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.draft import CallOutcome, ModelCall
from core.spend import SpendScope
from storage.read_models import Spend
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import model_calls


class ModelCallRepository(Repository):
    def add(
        self,
        call: ModelCall,
        *,
        run_id: int | None = None,
        find_id: int | None = None,
        scope: SpendScope | None = None,
    ) -> int:
        """Record one attempt; returns its number."""
        whose = scope or SpendScope(run_key="", run_id=run_id)
        values = row_of(call) | row_of(whose) | {"find_id": find_id}
        inserted = self._connection.execute(
            sa.insert(model_calls).values(values).returning(model_calls.c.call_id)
        )
        return int(inserted.scalar_one())

    def spend(self, since: datetime | None = None, *, run_id: int | None = None) -> Spend:
        """What the calls came to: since a moment, of one run, or all of them."""
        query = sa.select(*SPEND_COLUMNS)
        if since is not None:
            query = query.where(model_calls.c.started_at >= since)
        if run_id is not None:
            query = query.where(model_calls.c.run_id == run_id)
        return spend_of(self._connection.execute(query).mappings().one())

    def page(self, limit: int = 50, offset: int = 0) -> tuple[ModelCall, ...]:
        """Calls, the latest first."""
        query = sa.select(model_calls).order_by(model_calls.c.call_id.desc())
        return self._values(query.limit(limit).offset(offset))

    def of_story(self, story_id: int) -> tuple[ModelCall, ...]:
        """Every call about one story, in the order made."""
        query = sa.select(model_calls).where(model_calls.c.story_id == story_id)
        return self._values(query.order_by(model_calls.c.call_id))

    def _values(self, query: sa.Select[Any]) -> tuple[ModelCall, ...]:
        return tuple(value_of(ModelCall, row) for row in self._connection.execute(query).mappings())


SPEND_COLUMNS = (
    sa.func.count().label("calls"),
    sa.func.sum(model_calls.c.input_tokens).label("input_tokens"),
    sa.func.sum(model_calls.c.cached_tokens).label("cached_tokens"),
    sa.func.sum(model_calls.c.output_tokens).label("output_tokens"),
    sa.func.sum(model_calls.c.reasoning_tokens).label("reasoning_tokens"),
    sa.func.sum(model_calls.c.cost_microdollars).label("microdollars"),
    (sa.func.count() - sa.func.count(model_calls.c.cost_microdollars)).label("unknown"),
    sa.func.sum(sa.case((model_calls.c.outcome == CallOutcome.OK, 0), else_=1)).label("failed"),
)
"""What a `Spend` needs, and how many of the calls brought nothing."""

_SUMS = "calls input_tokens cached_tokens output_tokens reasoning_tokens microdollars unknown"


def spend_of(row: RowMapping) -> Spend:
    return Spend(**{name: int(row[name] or 0) for name in _SUMS.split()})
