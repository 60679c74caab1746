"""`desk regions …`: what editors' flips of the region taught."""

from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import session_of
from core.clock import print_date
from core.people import COMMAND_LINE
from core.place import RegionRule

_THEN = "Stories that nobody has decided on are judged again with the next `desk group`."

app = typer.Typer(help="Rules on regions that editors' flips made.", no_args_is_help=True)


@app.command("rules")
def rules(
    context: typer.Context,
    revoked: Annotated[bool, typer.Option("--all", help="Revoked ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the rules, and what each rests on.

    Example: `desk regions rules --all`
    """
    session = session_of(context)
    with session.database.read() as unit:
        found = unit.learning.rules(with_revoked=revoked)
        placed = unit.learning.placed_by_rules() if found else {}
    if as_json:
        session.json_lines(found)
        return
    if not found:
        session.say("No flip has made a rule yet.")
        return
    columns = ("id", "subject", "belongs to", "rests on", "finds", "revoked")
    session.table(columns, (_row(rule, placed.get(rule.subject.lower(), 0)) for rule in found))


@app.command("revoke")
def revoke(context: typer.Context, rule_id: int, as_json: AsJson = False) -> None:
    """Take a rule back; the same flips do not make it again.

    Example: `desk regions revoke 4`
    """
    session = session_of(context)
    now = session.clock.now()
    with session.database.unit() as unit:
        rule = unit.learning.revoke_rule(rule_id, COMMAND_LINE, now)
        unit.audit.note(f"rule {rule_id}", "revoked", COMMAND_LINE, now)
    if as_json:
        session.json(rule)
        return
    session.say(f"“{rule.subject}” is no rule any more. {_THEN}")


@app.command("restore")
def restore(context: typer.Context, rule_id: int, as_json: AsJson = False) -> None:
    """Put a revoked rule in force again.

    Example: `desk regions restore 4`
    """
    session = session_of(context)
    with session.database.unit() as unit:
        rule = unit.learning.restore_rule(rule_id)
        unit.audit.note(f"rule {rule_id}", "restored", COMMAND_LINE, session.clock.now())
    if as_json:
        session.json(rule)
        return
    session.say(f"“{rule.subject}” is a rule again. {_THEN}")


def _row(rule: RegionRule, placed: int) -> tuple[object, ...]:
    day = print_date(rule.decided_at.date())
    rests = f"{rule.flips} stories, as decided by {rule.decided_by} on {day}"
    gone = ""
    if rule.revoked_at is not None:
        gone = f"by {rule.revoked_by} on {print_date(rule.revoked_at.date())}"
    return (
        rule.rule_id,
        f"{rule.kind.value} {rule.subject}",
        rule.region.value,
        rests,
        placed,
        gone,
    )
