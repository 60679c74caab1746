"""The account of models, kept in the database: money held before each call and settled after."""

from datetime import datetime
from uuid import uuid4

from core.draft import ModelCall
from core.endpoint import EndpointState
from core.spend import CapReached, Held, SpendScope, Wanted
from newsletter.calendar import issue_on
from scheduler.context import Context

LEASE_MARGIN_SECONDS = 60.0
"""How much longer than a call may last its money is held, for a slow machine."""


class StoragePurse:
    """One transaction holds the money, another settles it: nothing is waited for inside. A
    process that dies in between leaves a hold that ends by itself."""

    def __init__(self, context: Context, scope: SpendScope) -> None:
        self.scope = scope
        self._context = context
        model = context.configuration.settings.model
        self._caps = model.caps
        self._lease_seconds = model.timeout_seconds + LEASE_MARGIN_SECONDS

    def reserve(self, wanted: Wanted) -> Held | CapReached:
        with self._context.database.unit() as unit:
            return unit.spending.reserve(
                wanted,
                self.scope,
                self._caps,
                now=self._context.clock.now(),
                lease_seconds=self._lease_seconds,
            )

    def settle(self, held: Held, call: ModelCall) -> None:
        with self._context.database.unit() as unit:
            unit.spending.settle(held, call, self.scope)

    def release(self, held: Held) -> None:
        with self._context.database.unit() as unit:
            unit.spending.release(held)

    def hold_until(self, held: Held, until: datetime) -> None:
        """Hold the money longer, for an answer that comes hours later."""
        with self._context.database.unit() as unit:
            unit.spending.extend(held, until)


class StoredEndpoints:
    """What is known about endpoints, shared by all runs and processes."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def get(self, endpoint: str, model: str) -> EndpointState:
        with self._database.read() as unit:
            return unit.endpoints.get(endpoint, model)

    def put(self, state: EndpointState) -> None:
        with self._database.unit() as unit:
            unit.endpoints.put(state)


def open_purse(
    context: Context, run_id: int | None = None, *, edition: tuple[int, int] | None = None
) -> StoragePurse:
    """The purse of one execution of a job. What is drafted today is for the issue that appears
    next, unless an edition (volume, issue) is named."""
    number = issue_on(context.configuration.newsletter, context.clock.now().date())
    volume, issue = edition or (number.volume, number.issue)
    scope = SpendScope(run_key=uuid4().hex, run_id=run_id, volume=volume, issue=issue)
    return StoragePurse(context, scope)
