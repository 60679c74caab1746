"""Drafts asked for many at once, at half the price and within a day."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BatchState(StrEnum):
    PREPARED = "prepared"
    """Written down here; the endpoint may or may not know of it."""
    UPLOADED = "uploaded"
    RUNNING = "running"
    COLLECTED = "collected"
    FAILED = "failed"


OPEN_BATCHES = (BatchState.PREPARED, BatchState.UPLOADED, BatchState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One request of a batch. `custom_id` is `story:fingerprint of the input:prompt`; `request`
    is its body as JSON, so that a batch can be sent again by another process; `outcome` is
    empty until the answer was collected."""

    custom_id: str
    story_id: int
    request: str
    prompt_version: str
    prompt_hash: str
    reservation_id: int
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelBatch:
    """`batch_id` is 0 until it is stored; `key` is ours and goes with the batch, so that one
    whose creation was never confirmed can be found again. `run_key` is the run that prepared it."""

    batch_id: int
    key: str
    endpoint: str
    model: str
    rung: str
    state: BatchState
    items: tuple[BatchItem, ...]
    created_at: datetime
    run_key: str
    file_id: str = ""
    remote_id: str = ""
    checked_at: datetime | None = None
    error: str = ""
