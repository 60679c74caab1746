"""The red pen: what editors change in drafts, and what follows from it."""

from config.beat import HouseStyle
from core.house import PenRow, RuleState
from scheduler.context import Context
from summarizer.redpen import find_replacements, tally


def house_style(context: Context) -> HouseStyle:
    """The style of the configuration, with the rules that the chief editor took from the pen."""
    with context.database.read() as unit:
        rules = unit.drafting.rules(RuleState.ACCEPTED)
    return context.configuration.beat.style.with_rules([(rule.wrong, rule.right) for rule in rules])


def propose_rules(context: Context) -> int:
    """Puts what editors replaced again and again to the chief editor; how many are new."""
    with context.database.read() as unit:
        edited = unit.drafting.edited()
    found = find_replacements(edited)
    with context.database.unit() as unit:
        return unit.drafting.propose_rules(found, context.clock.now())


def how_much_changes(context: Context) -> tuple[PenRow, ...]:
    """How many finds went through unchanged, lightly edited and rewritten."""
    with context.database.read() as unit:
        return tally(unit.drafting.edited())
