"""What every page is handed: the database, the configuration, the clock, the templates."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from config.beat import Beat
from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.clock import Clock
from core.delivery import Target
from core.people import User
from core.spend import Caps
from review.actions.passwords import Passwords
from review.actions.provider import Provider
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    database: Database
    beat: Beat
    newsletter: Newsletter
    settings: DeskSettings
    clock: Clock
    caps: Caps
    passwords: Passwords
    targets: tuple[Target, ...] = ()
    """The platforms that are set up."""
    provider: Provider | None = None
    """Whom people may also sign in with."""
    learned_order: bool = True
    """Whether the configuration lets what was learned order the queue."""


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def user_of(request: Request) -> User:
    """The person who is signed in; `review.web.access` has let nobody else through."""
    user: User = request.state.user
    return user


# What is not async is sent to a thread, which takes longer than these.
async def _given_desk(request: Request) -> Desk:
    return desk_of(request)


async def _given_user(request: Request) -> User:
    return user_of(request)


TheDesk = Annotated[Desk, Depends(_given_desk)]
TheUser = Annotated[User, Depends(_given_user)]
