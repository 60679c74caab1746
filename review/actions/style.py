"""The chief editor's word on a rule of style."""

from datetime import datetime

from core.house import RuleState
from core.people import User
from storage.unit import Unit


def decide_rule(unit: Unit, user: User, rule_id: int, state: RuleState, now: datetime) -> None:
    """Accept it, decline it, or put it back. Raises `NotFound`."""
    unit.drafting.decide_rule(rule_id, state, user.name, now)
    unit.audit.note(f"style rule {rule_id}", f"{state}", user.name, now)
