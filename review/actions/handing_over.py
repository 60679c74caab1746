"""Handing an edition to a platform: the desk asks for a run, the scheduler sends the draft."""

from datetime import datetime

from core.delivery import Target
from core.errors import Refused
from core.people import Role, User
from core.run import Job, Run
from review.actions.permissions import require
from storage.unit import Unit


def ask_for_draft_at(
    unit: Unit,
    user: User,
    edition_id: int,
    target: Target,
    *,
    ready: tuple[Target, ...],
    now: datetime,
) -> Run:
    """One draft at one platform, as soon as the scheduler gets to it. Raises `Refused` when the
    platform is not set up, or was asked for a moment ago."""
    require(user, Role.EDITOR, "hand editions over")
    edition = unit.editions.get(edition_id)
    if target not in ready:
        what = f"{target.label} is not set up."
        raise Refused(what, ["Whoever runs the desk adds its key to the settings."])
    run = unit.runs.request(
        Job.PUBLISH,
        # A minute's slot: pressing twice asks once.
        slot=f"desk {now:%Y-%m-%dT%H:%M} {target}",
        why=f"{user.name} asked for a draft",
        subject=str(edition.edition_id),
        argument=f"{target} {user.name}",
        now=now,
    )
    if run is None:
        raise Refused("This was asked for a moment ago.", ["It waits for its turn: see Runs."])
    action = f"asked for a draft at {target}"
    unit.audit.note(f"edition {edition_id}", action, user.name, now)
    return run
