"""`desk lessons …`: what was learned from editors' decisions, and how it moves the queue."""

from typing import Annotated

import typer

from cli.jobs import recorded, show_counts
from cli.options import AsJson
from cli.session import Session, session_of
from core.clock import print_date
from core.errors import NotFound
from core.learning import LearnedModel
from core.people import COMMAND_LINE
from core.run import Job
from scheduler.jobs.learn import learn, order_anew
from stories.training import LEAST_DECISIONS, LEAST_OF_EACH

app = typer.Typer(help="What was learned from editors' decisions.", no_args_is_help=True)


@app.command("learn")
def learn_now(
    context: typer.Context,
    anyway: Annotated[bool, typer.Option(help="Also when hardly any decision is new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Learn from the decisions so far: rules on regions, and the order of the queue.

    Example: `desk lessons learn --anyway`
    """
    session = session_of(context)
    with recorded(session, Job.LEARN) as counts, session.progress() as report:
        counts |= learn(session.context, anyway=anyway, progress=report)
    show_counts(session, counts, as_json=as_json)


@app.command("list")
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List every version, with how well each ordered decisions it had not seen.

    Example: `desk lessons list`
    """
    session = session_of(context)
    with session.database.read() as unit:
        models, decided = unit.learning.models(), unit.learning.count_decided()
    if as_json:
        session.json_lines(models)
        return
    if not models:
        session.say(
            f"Nothing is learned yet: {decided} decisions, and {LEAST_DECISIONS} are needed, "
            f"{LEAST_OF_EACH} of them for and {LEAST_OF_EACH} against."
        )
        return
    columns = ("version", "in use", "trained", "decisions", "order with it", "order without")
    session.table(columns, (_row(model) for model in models))
    if not session.configuration.settings.learned_order:
        session.say("DESK_LEARNED_ORDER is off: none of them moves a story.")


@app.command("show")
def show(
    context: typer.Context,
    version: Annotated[int, typer.Argument(help="0: the one in use, else the newest.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show what a version counts for and against a story.

    Example: `desk lessons show 3`
    """
    session = session_of(context)
    model = _model(session, version)
    if as_json:
        session.json(model)
        return
    session.say(
        f"Version {model.version}, {'in use' if model.in_use else 'not in use'}: learned on "
        f"{print_date(model.trained_at.date())} from {model.decisions} decisions, of which "
        f"{model.wanted} wanted the story."
    )
    session.say(
        f"A wanted story came before an unwanted one in {model.auc:.0%} of pairs it had not "
        f"seen; by the sum alone in {model.auc_of_rank:.0%}.\n"
    )
    session.table(
        ("for (+) or against (−)", "what", "wanted", "of"),
        ((f"{f.weight:+.2f}", f.label, f.wanted, f.seen) for f in model.features),
    )


@app.command("use")
def use(context: typer.Context, version: int) -> None:
    """Let this version move the queue from now on.

    Example: `desk lessons use 2`
    """
    _switch(session_of(context), version)


@app.command("switch-off")
def switch_off(context: typer.Context) -> None:
    """Order by the plain sum again, until a version is put in use.

    Example: `desk lessons switch-off`
    """
    _switch(session_of(context), None)


def _switch(session: Session, version: int | None) -> None:
    with session.database.unit() as unit:
        unit.learning.use_model(version)
        subject = f"model {version}" if version else "learned order"
        action = "put in use" if version else "switched off"
        unit.audit.note(subject, action, COMMAND_LINE, session.clock.now())
    moved = order_anew(session.context)
    session.say(f"{subject.capitalize()} {action}; {moved} stories moved.")


def _model(session: Session, version: int) -> LearnedModel:
    with session.database.read() as unit:
        models = unit.learning.models()
    if version == 0:
        models = tuple(sorted(models, key=lambda model: not model.in_use))
    found = next((m for m in models if version in (0, m.version)), None)
    if found is None:
        raise NotFound("model", version)
    return found


def _row(model: LearnedModel) -> tuple[object, ...]:
    used = "yes" if model.in_use else ""
    day = print_date(model.trained_at.date())
    return (
        model.version,
        used,
        day,
        model.decisions,
        f"{model.auc:.3f}",
        f"{model.auc_of_rank:.3f}",
    )
