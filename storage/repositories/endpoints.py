"""What is known about the endpoints of models, shared by every process."""

import sqlalchemy as sa

from core.endpoint import EndpointState
from storage.repositories.base import Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import endpoints


class EndpointRepository(Repository):
    def get(self, endpoint: str, model: str) -> EndpointState:
        """What is known; nothing yet for one that was never asked."""
        here = (endpoints.c.endpoint == endpoint) & (endpoints.c.model == model)
        row = self._connection.execute(sa.select(endpoints).where(here)).mappings().one_or_none()
        known = EndpointState(endpoint=endpoint, model=model)
        return value_of(EndpointState, row) if row is not None else known

    def put(self, state: EndpointState) -> None:
        values = row_of(state)
        insert = insert_into(self._connection, endpoints).values(values)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=["endpoint", "model"], set_=values)
        )

    def all(self) -> tuple[EndpointState, ...]:
        query = sa.select(endpoints).order_by(endpoints.c.endpoint, endpoints.c.model)
        rows = self._connection.execute(query).mappings()
        return tuple(value_of(EndpointState, row) for row in rows)
