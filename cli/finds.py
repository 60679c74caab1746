"""`desk finds …`: the drafts, their evidence, their checks."""

from typing import Annotated

import typer

from cli.options import AsJson, Limit
from cli.session import WITH_FINDINGS, session_of
from core.find import CheckLevel
from core.place import Region
from core.wire import to_data
from core.workflow import FindState
from scheduler.jobs.redraft import redraft as run_redraft
from scheduler.writers import writer_for
from storage.read_models import QueueFilter
from summarizer.checks import check_find

app = typer.Typer(help="The drafts, their evidence, their checks.", no_args_is_help=True)


@app.command("list")
def list_finds(
    context: typer.Context,
    state: Annotated[FindState | None, typer.Option(help="Only in this state.")] = None,
    region: Annotated[Region | None, typer.Option(help="Only of this region.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List finds, best rank first.

    Example: `desk finds list --state drafted --region Global`
    """
    session = session_of(context)
    states = (state,) if state else tuple(FindState)
    with session.database.read() as unit:
        rows = unit.desk.queue(QueueFilter(states=states, region=region), limit=limit)
    if as_json:
        session.json_lines(rows)
        return
    session.table(
        ("id", "state", "region", "date", "flags", "headline"),
        (
            (r.find_id, r.state, r.region, r.printed_on, r.flags + r.blocks or "", r.headline)
            for r in rows
        ),
    )


@app.command("show")
def show(context: typer.Context, find_id: int, as_json: AsJson = False) -> None:
    """Show one find with the passage under each sentence.

    Example: `desk finds show 7 --json`
    """
    session = session_of(context)
    with session.database.read() as unit:
        find = unit.finds.get(find_id)
        revisions = unit.finds.revisions(find_id)
    if as_json:
        session.json({"find": to_data(find), "revisions": [to_data(one) for one in revisions]})
        return
    session.say(f"{find.revision.headline}  ({find.state}, {find.region}, {find.printed_on})\n")
    for sentence in find.revision.sentences:
        session.say(sentence.text)
        for evidence in sentence.evidence:
            session.say(f"    ← {evidence.article_id} “{evidence.quote}”")
    for check in find.revision.checks:
        session.say(f"{check.level}: {check.reason}")


@app.command("check")
def check(context: typer.Context, find_id: int, as_json: AsJson = False) -> None:
    """Run every check on a find again; exits with 3 when one flags or blocks.

    Example: `desk finds check 7`
    """
    session = session_of(context)
    with session.database.read() as unit:
        find = unit.finds.get(find_id)
        articles = unit.articles.many(unit.stories.get(find.story_id).article_ids)
        past = unit.coverage.of_story(find.story_id)
    now, style = find.revision, session.configuration.beat.style
    checks = check_find(now.sentences, articles, style, verbatim=now.verbatim, past=past)
    if as_json:
        session.json_lines(checks)
    else:
        session.table(
            ("level", "rule", "sentence", "reason"),
            ((c.level, c.rule, c.sentence, c.reason) for c in checks),
        )
    if any(one.level is not CheckLevel.OK for one in checks):
        raise typer.Exit(WITH_FINDINGS)


@app.command("redraft")
def redraft(
    context: typer.Context,
    find_id: int,
    instruction: Annotated[str, typer.Option("--ask", help="What should change.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draft a find anew and offer it at the desk beside its text, which stays as it is.

    Example: `desk finds redraft 7 --ask "shorter"`
    """
    session = session_of(context)
    counts = run_redraft(
        session.context,
        writer_for(session.context),
        find_id,
        instruction=instruction,
        run_id=None,
    )
    if as_json:
        session.json(counts)
    else:
        session.say(", ".join(f"{name}: {count}" for name, count in counts.items()))
