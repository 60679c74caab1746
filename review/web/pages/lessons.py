"""Rules and lessons: what editors' flips and decisions taught, and the way to take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.errors import Refused
from core.learning import LearnedFeature, LearnedModel
from core.people import Role
from core.place import RegionRule
from core.story import Story
from review.actions import lessons
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import TakeBack, Toast
from storage.unit import Unit
from stories.learning import LEARNED
from stories.training import LEAST_DECISIONS

router = APIRouter(prefix="/lessons")

FEATURES, MOVED, LOOKED_AT = 8, 10, 500
"""So many traits and stories are shown, of so many that changed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """`finds` counts those of the latest in whose region the rule had a say."""

    rule: RegionRule
    finds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A waiting story that what was learned moved by so many points."""

    title: str
    find_id: int
    """0 while it has no draft."""
    points: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsView:
    rules: tuple[RuleRow, ...]
    revoked: tuple[RegionRule, ...]
    model: LearnedModel | None
    """The version in use, else the newest; none before anything is learned."""
    features: tuple[LearnedFeature, ...]
    moved: tuple[Moved, ...]
    decisions: int
    least: int
    may_change: bool
    allowed: bool
    """Whether the configuration lets a version order the queue."""


@router.get("")
@needs(Role.VIEWER)
def lessons_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    with desk.database.read() as unit:
        rules = unit.learning.rules(with_revoked=True)
        placed = unit.learning.placed_by_rules() if rules else {}
        models = sorted(unit.learning.models(), key=lambda model: not model.in_use)
        waiting = [story for _, story in unit.learning.waiting_stories(limit=LOOKED_AT)]
        moved = tuple(_moved(unit, *one) for one in _most_moved(waiting))
        decisions = unit.learning.count_decided()
    in_force = [rule for rule in rules if rule.revoked_at is None]
    model = models[0] if models else None
    view = LessonsView(
        rules=tuple(RuleRow(rule=r, finds=placed.get(r.subject.lower(), 0)) for r in in_force),
        revoked=tuple(rule for rule in rules if rule.revoked_at is not None),
        model=model,
        features=model.features[:FEATURES] if model else (),
        moved=moved,
        decisions=decisions,
        least=LEAST_DECISIONS,
        may_change=user.role.may(Role.CHIEF),
        allowed=desk.learned_order,
    )
    return show(request, "lessons.html", view)


@router.post("/rules/{rule_id}")
@needs(Role.CHIEF)
def change_rule(
    desk: TheDesk, user: TheUser, rule_id: int, in_force: Annotated[bool, Form()]
) -> Response:
    change = lessons.restore_rule if in_force else lessons.revoke_rule
    with desk.database.unit() as unit:
        rule = change(unit, user, rule_id, desk.clock.now())
    done = "is a rule again" if in_force else "is no rule any more"
    toast = Toast(
        text=f"“{rule.subject}” {done}. What nobody has decided on is judged again.",
        take_back=TakeBack(
            address=f"/lessons/rules/{rule_id}", name="in_force", value=str(not in_force).lower()
        ),
    )
    return see_other("/lessons", toast)


@router.post("/order")
@needs(Role.CHIEF)
def change_order(desk: TheDesk, user: TheUser, version: Annotated[int, Form(ge=0)]) -> Response:
    if version and not desk.learned_order:
        ways = ["Set DESK_LEARNED_ORDER to yes and start the desk again."]
        raise Refused("The configuration switches the learned order off.", ways)
    with desk.database.unit() as unit:
        before = unit.learning.model_in_use()
        moved = lessons.use_model(unit, user, version or None, desk.clock.now())
    stories = "1 story" if moved == 1 else f"{moved} stories"
    done = f"Version {version} orders the queue" if version else "The learned order is off"
    back = TakeBack(
        address="/lessons/order", name="version", value=str(before.version if before else 0)
    )
    return see_other("/lessons", Toast(text=f"{done}: {stories} moved.", take_back=back))


def _moved(unit: Unit, story: Story, points: float, why: str) -> Moved:
    find = unit.finds.of_story(story.story_id)
    return Moved(title=story.title, find_id=find.find_id if find else 0, points=points, why=why)


def _most_moved(waiting: Sequence[Story]) -> list[tuple[Story, float, str]]:
    found = [
        (story, reason.weight, reason.text)
        for story in waiting
        for reason in story.rank_reasons
        if reason.code == LEARNED and reason.weight
    ]
    return sorted(found, key=lambda one: (-abs(one[1]), one[0].story_id))[:MOVED]
