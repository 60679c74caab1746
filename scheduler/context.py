"""What every job is handed: the database, the configuration, the clock."""

from collections.abc import Callable
from dataclasses import dataclass

from config.load import Configuration
from core.clock import Clock
from storage.database import Database

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    database: Database
    configuration: Configuration
    clock: Clock


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress of a job nobody watches."""
