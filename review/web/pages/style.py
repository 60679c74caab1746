"""The house style: how much editors change in drafts, and the rules that follow from it."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.house import PenRow, RuleState, StyleRule
from core.people import Role
from core.source import BY_HAND, BY_HAND_SOURCE
from review.actions.style import decide_rule
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from summarizer.redpen import tally

router = APIRouter(prefix="/style")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleView:
    rows: tuple[PenRow, ...]
    rules: tuple[StyleRule, ...]
    may_decide: bool


@router.get("")
@needs(Role.VIEWER)
def style_page(request: Request, desk: TheDesk, user: TheUser) -> Response:
    with desk.database.read() as unit:
        rows, rules = tally(unit.drafting.edited()), unit.drafting.rules()
        names = unit.sources.names()
    open_first = sorted(rules, key=lambda rule: rule.state is not RuleState.PROPOSED)
    named = with_names(rows, names)
    view = StyleView(rows=named, rules=tuple(open_first), may_decide=user.role.may(Role.CHIEF))
    return show(request, "style.html", view)


def with_names(rows: tuple[PenRow, ...], names: dict[str, str]) -> tuple[PenRow, ...]:
    """The rows with sources by their names; what editors added by hand has no source of its own."""
    names = {BY_HAND: BY_HAND_SOURCE.name} | names
    return tuple(
        replace(row, name=names.get(row.name, row.name)) if row.by == "source" else row
        for row in rows
    )


@router.post("/{rule_id}")
@needs(Role.CHIEF)
def decide(
    desk: TheDesk, user: TheUser, rule_id: int, state: Annotated[RuleState, Form()]
) -> Response:
    with desk.database.unit() as unit:
        decide_rule(unit, user, rule_id, state, desk.clock.now())
    return see_other("/style", Toast(text=f"The rule is {state}."))
