"""An edition handed to a publishing platform as a draft, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Target(StrEnum):
    """Where a draft can be sent; the values are the names that commands and pages use."""

    BEEHIIV = "beehiiv"
    BUTTONDOWN = "buttondown"
    GHOST = "ghost"
    LISTMONK = "listmonk"
    MAILCHIMP = "mailchimp"
    WORDPRESS = "wordpress"

    @property
    def label(self) -> str:
        return {"wordpress": "WordPress", "listmonk": "listmonk", "beehiiv": "beehiiv"}.get(
            self.value, self.value.title()
        )


class DeliveryState(StrEnum):
    SENDING = "sending"
    """The key is stored; whether the platform got anything is not known yet."""
    DRAFTED = "drafted"
    REFUSED = "refused"
    """The platform answered that it made nothing."""
    UNKNOWN = "unknown"
    """No clear answer: the next try looks before it sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`key` is stored before the first call and stands in what is sent, so that a draft can be
    found again; it changes with the edition's text. `remote_id` is the platform's name for the
    draft, `url` where an editor opens it, `note` a sentence for people."""

    delivery_id: int
    edition_id: int
    target: Target
    key: str
    state: DeliveryState
    actor: str
    remote_id: str = ""
    url: str = ""
    note: str = ""
    attempts: int = 0
    asked_at: datetime
    updated_at: datetime
