"""What editors' decisions taught, taken back or put in force again."""

from datetime import datetime

from core.learning import LearnedModel
from core.people import Role, User
from core.place import RegionRule
from core.run import Job
from review.actions.permissions import require
from storage.unit import Unit
from stories.learning import reordered


def revoke_rule(unit: Unit, user: User, rule_id: int, now: datetime) -> RegionRule:
    """What nobody has decided on is judged again without it. Raises `NotFound`."""
    require(user, Role.CHIEF, "revoke rules")
    rule = unit.learning.revoke_rule(rule_id, user.name, now)
    _note(unit, user, f"rule {rule_id}", "revoked", now)
    _judge_again(unit, now, f"{user.name} revoked a rule")
    return rule


def restore_rule(unit: Unit, user: User, rule_id: int, now: datetime) -> RegionRule:
    """A revoked rule is in force again. Raises `NotFound`."""
    require(user, Role.CHIEF, "restore rules")
    rule = unit.learning.restore_rule(rule_id)
    _note(unit, user, f"rule {rule_id}", "restored", now)
    _judge_again(unit, now, f"{user.name} restored a rule")
    return rule


def use_model(unit: Unit, user: User, version: int | None, now: datetime) -> int:
    """This version orders the queue from now on, or none; returns how many stories moved.
    Raises `NotFound`."""
    require(user, Role.CHIEF, "change the learned order")
    unit.learning.use_model(version)
    subject = f"model {version}" if version else "learned order"
    _note(unit, user, subject, "put in use" if version else "switched off", now)
    model: LearnedModel | None = unit.learning.model_in_use()
    moved = reordered(unit.learning.waiting_stories(), model)
    for story_id, rank, reasons in moved:
        unit.learning.set_rank(story_id, rank, reasons)
    return len(moved)


def _note(unit: Unit, user: User, subject: str, action: str, now: datetime) -> None:
    unit.audit.note(subject, action, user.name, now)


def _judge_again(unit: Unit, now: datetime, why: str) -> None:
    """One run serves for what is changed within a minute."""
    unit.runs.request(Job.GROUP, slot=f"rules {now:%Y-%m-%dT%H:%M}", why=why, now=now)
