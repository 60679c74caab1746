"""learn: what editors decided → rules on regions → a version of the model → the queue's order."""

from core.learning import Decided, LearnedModel
from core.log import Log
from core.run import Job
from scheduler.context import Context, Progress, silent
from scheduler.locks import alone
from stories.flips import rules_from
from stories.learning import reordered
from stories.training import NEW_DECISIONS, is_better, lessons_of, train

log = Log(__name__)


def learn(context: Context, *, anyway: bool = False, progress: Progress = silent) -> dict[str, int]:
    """Counts by name: rules, decisions, models, in_use, reordered.

    A model is trained when there are `NEW_DECISIONS` more lessons than the newest one had, or
    `anyway`. It comes into use only when its order was better than the sum alone, and not while
    a person has switched the learned order off.
    """
    with alone(context, Job.LEARN):
        with context.database.read() as unit:
            decided, flips = unit.learning.decided(), unit.learning.flips()
        with context.database.unit() as unit:
            rules = unit.learning.add_rules(rules_from(flips, decided))
        counts = {"rules": rules, "decisions": len(lessons_of(decided))}
        made = _train(context, decided, anyway=anyway)
        counts |= {"models": int(made is not None), "in_use": int(made is not None and made.in_use)}
        return counts | {"reordered": order_anew(context, progress)}


def _train(context: Context, decided: tuple[Decided, ...], *, anyway: bool) -> LearnedModel | None:
    with context.database.read() as unit:
        known = unit.learning.models()
    there = known[0].decisions if known else 0
    if not anyway and len(lessons_of(decided)) < there + NEW_DECISIONS:
        return None
    model = train(decided, now=context.clock.now())
    if model is None:
        return None
    # A better one is in use from the day it is made: none in use means that a person ended it.
    switched_off = not any(one.in_use for one in known) and any(map(is_better, known))
    use = is_better(model) and not switched_off
    with context.database.unit() as unit:
        stored = unit.learning.add_model(model, use=use)
        action = "trained and put in use" if use else "trained, not in use"
        unit.audit.note(f"model {stored.version}", action, "learning", context.clock.now())
    log.info("model trained", version=stored.version, in_use=stored.in_use, auc=stored.auc)
    return stored


def order_anew(context: Context, progress: Progress = silent) -> int:
    """Gives waiting stories the learned part of their rank, or takes it away; returns how many
    moved. Off by setting or by hand, no story keeps one."""
    with context.database.read() as unit:
        wanted = context.configuration.settings.learned_order
        model = unit.learning.model_in_use() if wanted else None
        waiting = unit.learning.waiting_stories()
    moved = reordered(waiting, model)
    for done, (story_id, rank, reasons) in enumerate(moved, 1):
        with context.database.unit() as unit:
            unit.learning.set_rank(story_id, rank, reasons)
        progress("stories reordered", done, len(moved))
    return len(moved)
