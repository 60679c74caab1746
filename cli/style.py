"""`desk style …`: what editors change in drafts, and the rules that follow from it."""

from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from core.house import RuleState
from core.people import COMMAND_LINE
from core.wire import to_data
from scheduler.red_pen import how_much_changes, propose_rules

app = typer.Typer(help="What editors change, and the rules from it.", no_args_is_help=True)


@app.command("changes")
def changes(context: typer.Context, as_json: AsJson = False) -> None:
    """How many drafts editors let through unchanged, lightly edited, and rewritten.

    Example: `desk style changes`
    """
    session = session_of(context)
    rows = how_much_changes(session.context)
    if as_json:
        session.json_lines(rows)
        return
    session.table(
        ("by", "name", "unchanged", "light edit", "rewritten"),
        ((row.by, row.name, row.unchanged, row.light, row.rewritten) for row in rows),
    )


@app.command("rules")
def rules(
    context: typer.Context,
    state: Annotated[RuleState | None, typer.Option(help="Only in this state.")] = None,
    as_json: AsJson = False,
) -> None:
    """List words that editors replaced again and again, looking for new ones first.

    Example: `desk style rules --state proposed`
    """
    session = session_of(context)
    propose_rules(session.context)
    with session.database.read() as unit:
        found = unit.drafting.rules(state)
    if as_json:
        session.json([to_data(rule) for rule in found])
        return
    session.table(
        ("id", "state", "drafts say", "editors write", "finds"),
        (
            (rule.rule_id, rule.state, rule.wrong, rule.right or "(nothing)", len(rule.find_ids))
            for rule in found
        ),
    )


@app.command("accept")
def accept(context: typer.Context, rule_id: int) -> None:
    """Make a rule part of the house style: drafts are told of it, and checked by it.

    Example: `desk style accept 3`
    """
    _decide(context, rule_id, RuleState.ACCEPTED)


@app.command("decline")
def decline(context: typer.Context, rule_id: int) -> None:
    """Decline a rule: it is not proposed again.

    Example: `desk style decline 3`
    """
    _decide(context, rule_id, RuleState.DECLINED)


def _decide(context: typer.Context, rule_id: int, state: RuleState) -> None:
    session = session_of(context)
    with session.database.unit() as unit:
        unit.drafting.decide_rule(rule_id, state, COMMAND_LINE, session.clock.now())
    session.say(f"Rule {rule_id} is {state}.")
