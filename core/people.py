"""Who works at the desk."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

COMMAND_LINE = "command line"
"""The actor in the records of what was done by a command instead of at the desk."""


class Role(StrEnum):
    VIEWER = "viewer"
    EDITOR = "editor"
    CHIEF = "chief editor"

    def may(self, needed: "Role") -> bool:
        """Whether this role includes the needed one."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    user_id: int
    name: str
    role: Role
    created_at: datetime
    disabled: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    """Keys of their own by the action's name, where they differ from the desk's; empty: off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One thing a person or a job did. `before` and `after` are short texts, never secrets."""

    at: datetime
    actor: str
    action: str
    subject: str
    before: str = ""
    after: str = ""
    reason: str = ""
