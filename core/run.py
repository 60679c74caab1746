"""One execution of a job."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Job(StrEnum):
    COLLECT = "collect"
    GROUP = "group"
    DRAFT = "draft"
    PUBLISH = "publish"
    MAINTAIN = "maintain"
    LEARN = "learn"
    INTRODUCE = "introduce"
    CHECK_LINKS = "check links"
    DISCOVER = "discover"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"
    """The process that held it went away; its lease ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`slot` makes a scheduled run unique per job, source and tick; `why` is for people;
    `result` holds counts by name."""

    run_id: int
    job: Job
    state: RunState
    slot: str
    why: str
    subject: str = ""
    """A source's slug, a find's id, or empty for all."""
    argument: str = ""
    requested_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    leased_until: datetime | None = None
    result: dict[str, int] = field(default_factory=dict)
    error: str = ""
