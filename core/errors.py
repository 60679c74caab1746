"""What can go wrong, as one small tree.

    DeskError
    ├── ConfigError       the operator's files or settings do not hold together
    ├── NotFound          a key names nothing
    ├── Refused           a rule of the house forbids it, and says which
    │   ├── MoveRefused   a find cannot make that move from its state
    │   ├── StaleRevision someone saved in between
    │   └── NotAllowed    the person's role does not include it
    ├── ExportError       an edition, or a list of sources, cannot be written to its file
    ├── RecordingError    a WARC file cannot be read
    └── StorageError      the database is missing, locked, or of another version

An expected failure of the outside world (a page that answers 404, a model that refuses) is not
an error: it travels as a value. Whatever is not a `DeskError` is a bug and passes through.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class DeskError(Exception):
    """The root. `str(error)` is a sentence for people, with the way out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where, what, and what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class ConfigError(DeskError):
    """Every problem of the configuration, in one message."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__(
            "\n".join([f"{head} in the configuration:", *(f"  {p}" for p in problems)])
        )


class NotFound(DeskError):
    def __init__(self, kind: str, key: object) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"There is no {kind} {key!s}.")


class Refused(DeskError):
    """A rule of the house says no; `reasons` are sentences."""

    def __init__(self, what: str, reasons: Sequence[str]) -> None:
        self.what, self.reasons = what, tuple(reasons)
        super().__init__(" ".join([what, *reasons]))


class MoveRefused(Refused):
    def __init__(self, find_id: int, state: str, move: str, reason: str) -> None:
        self.find_id, self.state, self.move = find_id, state, move
        super().__init__(f"Find {find_id} is {state}: it cannot {move}.", [reason])


class StaleRevision(Refused):
    def __init__(self, find_id: int, *, seen: int, current: int) -> None:
        self.find_id, self.seen, self.current = find_id, seen, current
        super().__init__(
            f"Find {find_id} has changed since you opened it.",
            [f"You saw revision {seen}; it is now at revision {current}."],
        )


class NotAllowed(Refused):
    def __init__(self, what: str, needed: str) -> None:
        self.needed = needed
        super().__init__(what, [f"This needs the role of {needed}."])


class ExportError(DeskError):
    """A file that leaves the house cannot be written; an edition is never left half-written."""


class RecordingError(DeskError):
    """A WARC file that cannot be read, or does not hold what a replay needs."""


class StorageError(DeskError):
    """The database cannot serve: missing, locked, of another version, or full."""
