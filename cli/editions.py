"""`desk editions …`: numbered issues, and what leaves the house."""

from pathlib import Path
from typing import Annotated

import typer

from cli.jobs import recorded
from cli.options import AsJson
from cli.session import WITH_FINDINGS, session_of
from core.clock import as_utc
from core.delivery import DeliveryState, Target
from core.edition import Edition, ExportFormat
from core.find import CheckLevel
from core.people import COMMAND_LINE
from core.run import Job
from newsletter.calendar import next_issue
from newsletter.exporters import EXPORTERS
from newsletter.exporters.feeds import FeedFormat, render_feed
from newsletter.exporters.write import write_file
from review.actions.feeds import read_feed
from scheduler.jobs.check_links import check_links
from scheduler.jobs.deliver import deliver
from scheduler.jobs.publish import edition_findings, publish

app = typer.Typer(help="Numbered issues, and what leaves the house.", no_args_is_help=True)


@app.command("list")
def list_editions(context: typer.Context, as_json: AsJson = False) -> None:
    """List the editions.

    Example: `desk editions list`
    """
    session = session_of(context)
    with session.database.read() as unit:
        editions = unit.editions.all()
    if as_json:
        session.json_lines(editions)
        return
    session.table(
        ("id", "number", "date", "state", "finds"),
        ((e.edition_id, e.number, e.dated, e.state, len(e.find_ids)) for e in editions),
    )


@app.command("new")
def new(
    context: typer.Context,
    volume: Annotated[int | None, typer.Option(help="Instead of the calendar's.")] = None,
    issue: Annotated[int | None, typer.Option(help="Instead of the calendar's.")] = None,
) -> None:
    """Open the next edition of the calendar.

    Example: `desk editions new`
    """
    session = session_of(context)
    now = session.clock.now()
    with session.database.unit() as unit:
        number = next_issue(
            session.configuration.newsletter, unit.editions.all(), as_utc(now).date()
        )
        edition_id = unit.editions.create(
            volume or number.volume, issue or number.issue, number.dated, now
        )
        edition = unit.editions.get(edition_id)
    session.say(f"{edition.number}, {edition.dated}, is edition {edition_id}.")


@app.command("show")
def show(context: typer.Context, edition_id: int, as_json: AsJson = False) -> None:
    """Show what is in an edition.

    Example: `desk editions show 1`
    """
    session = session_of(context)
    with session.database.read() as unit:
        edition: Edition = unit.editions.get(edition_id)
        finds = [unit.finds.get(find_id) for find_id in edition.find_ids]
    if as_json:
        session.json(edition)
        return
    session.say(f"{edition.number} · {edition.dated} · {edition.state}")
    session.table(
        ("find", "region", "date", "headline"),
        ((f.find_id, f.region, f.printed_on, f.revision.headline) for f in finds),
    )


@app.command("lint")
def lint(
    context: typer.Context,
    edition_id: int,
    ask: Annotated[bool, typer.Option(help="First ask each link whether it answers.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check an edition before it leaves; exits with 3 when something was found.

    Example: `desk editions lint 1 --ask`
    """
    session = session_of(context)
    if ask:
        with session.progress() as report:
            check_links(session.context, edition_id, progress=report)
    findings = edition_findings(session.context, edition_id)
    if as_json:
        session.json_lines(findings)
    else:
        session.table(
            ("level", "find", "rule", "what"),
            ((f.level, f.find_id, f.rule, f.text) for f in findings),
        )
    if any(finding.level is not CheckLevel.OK for finding in findings):
        raise typer.Exit(WITH_FINDINGS)


@app.command("export")
def export(
    context: typer.Context,
    edition_id: int,
    format_: Annotated[
        list[ExportFormat] | None, typer.Option("--format", help="None: every format.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Folder; the workspace's exports/.")] = None,
) -> None:
    """Write an edition to files, and freeze it. Nothing unapproved and no unedited extract can
    leave.

    Example: `desk editions export 1 --format markdown --format html`
    """
    session = session_of(context)
    written = publish(session.context, edition_id, formats=tuple(format_ or EXPORTERS), folder=to)
    for path in written:
        session.say(str(path))


@app.command("feed")
def feed(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="The file to write.")],
    format_: Annotated[FeedFormat, typer.Option("--format")] = FeedFormat.RSS,
) -> None:
    """Write a feed of the editions that have left, the latest first.

    Example: `desk editions feed editions.xml --format atom`
    """
    session = session_of(context)
    with session.database.read() as unit:
        found = read_feed(unit, session.configuration.newsletter)
    path = write_file(to.parent, to.name, render_feed(found, format_))
    session.say(f"{path}: {len(found.entries)} editions")


@app.command("publish")
def publish_edition(
    context: typer.Context,
    edition_id: int,
    to: Annotated[list[Target], typer.Option("--to", help="The platforms that get a draft.")],
    as_json: AsJson = False,
) -> None:
    """Hand an edition to platforms as a draft, one each; nothing is published or mailed. Pressed
    again it makes no second draft; exits with 1 when one of the drafts is not there.

    Example: `desk editions publish 1 --to wordpress --to beehiiv`
    """
    session = session_of(context)
    deliveries = []
    for target in dict.fromkeys(to):
        with recorded(session, Job.PUBLISH) as counts:
            done = deliver(session.context, edition_id, target, actor=COMMAND_LINE)
            counts[f"{done.target} {done.state}"] = 1
        deliveries.append(done)
        if not as_json:
            session.say(" ".join(part for part in (done.note, done.url) if part))
    if as_json:
        session.json_lines(deliveries)
    if any(done.state is not DeliveryState.DRAFTED for done in deliveries):
        raise typer.Exit(1)
