"""`desk sources …`: the places the desk polls."""

from pathlib import Path
from typing import Annotated

import typer

from cli.jobs import show_counts
from cli.options import AsJson
from cli.session import WITH_FINDINGS, Session, session_of
from config.exchange import export_sources, import_sources
from config.rules import refuse_source
from core.discovery import Discovery, Offer
from core.health import health_of
from core.place import Region
from core.source import PollOutcome, Render, Source, SourceKind
from core.url import url_key
from review.actions.asking import readable_address
from scheduler.jobs.check_sources import check_sources
from scheduler.jobs.discover_sources import discover_sources

app = typer.Typer(help="The places the desk polls.", no_args_is_help=True)


@app.command("list")
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources with how they are.

    Example: `desk sources list`
    """
    session = session_of(context)
    now = session.clock.now()
    with session.database.read() as unit:
        rows = unit.desk.source_rows()
    if as_json:
        session.json_lines(rows)
        return
    session.table(
        ("slug", "kind", "region", "weight", "articles", "last success", "state"),
        (
            (
                row.source.slug,
                row.source.kind,
                row.source.region_hint or "",
                row.source.weight,
                row.articles,
                row.state.last_success_at and f"{row.state.last_success_at:%Y-%m-%d %H:%M}",
                health_of(row.source, row.state, now).health,
            )
            for row in rows
        ),
    )


@app.command("add")
def add(
    context: typer.Context,
    slug: str,
    url: str,
    name: Annotated[str, typer.Option(help="As editors see it; the slug if left out.")] = "",
    kind: SourceKind = SourceKind.FEED,
    region: Annotated[Region | None, typer.Option(help="Where its news mostly happens.")] = None,
    selector: Annotated[str, typer.Option(help="Listing: CSS selector of its links.")] = "",
    digest: Annotated[
        bool, typer.Option(help="Feed or listing: letters that name pages of others.")
    ] = False,
    render: Annotated[
        Render, typer.Option(help="browser: its pages are written by script.")
    ] = Render.PLAIN,
) -> None:
    """Add a source by its address.

    Example: `desk sources add grid-post https://gridpost.example/feed.xml --region US`
    """
    session = session_of(context)
    source = Source(
        slug=slug,
        name=name or slug,
        kind=kind,
        url=url,
        region_hint=region,
        selector=selector,
        digest=digest,
        render=render,
    )
    _add(session, source)


@app.command("discover")
def discover(
    context: typer.Context,
    url: str,
    add: Annotated[
        str, typer.Option(metavar="SLUG", help="Add the best of what was found under this slug.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Find what could be polled at an address, with its newest items; exits with 3 when nothing.

    Example: `desk sources discover gridpost.example --add grid-post`
    """
    session = session_of(context)
    with session.progress() as report:
        found = discover_sources(session.context, readable_address(url), progress=report)
    best = next((offer for offer in found.offers if offer.usable), None)
    if as_json:
        session.json(found)
    else:
        _show_found(found)
    if best is None:
        raise typer.Exit(WITH_FINDINGS)
    if add:
        candidate = best.candidate
        source = Source(
            slug=add, name=best.title or add, kind=candidate.kind, url=candidate.url,
            language=best.look.language,
        )  # fmt: skip
        _add(session, source, quiet=as_json)


def _add(session: Session, source: Source, *, quiet: bool = False) -> None:
    with session.database.unit() as unit:
        refuse_source(source, unit.sources.all(), session.configuration.settings.policy)
        unit.sources.add(source, session.clock.now())
    if not quiet:
        session.say(f"{source.name} is polled from now on.")


def _show_found(found: Discovery) -> None:
    for offer in found.offers:
        candidate = offer.candidate
        typer.echo(f"{candidate.kind}  {candidate.url}")
        typer.echo(f"  {offer.title}  ({candidate.found_by}, {_count(offer)})")
        for link in offer.look.newest:
            typer.echo(
                f"  {link.dates[0].day if link.dates else 'no day':<10}  {link.title or link.url}"
            )
        if offer.problem:
            typer.echo(f"  {offer.problem}")
    if found.problem:
        typer.echo(found.problem)


def _count(offer: Offer) -> str:
    if offer.look.children:
        return f"{offer.look.children} sitemaps"
    language = f" in {offer.look.language}" if offer.look.language else ""
    return f"{offer.look.items} items{language}"


@app.command("check")
def check(
    context: typer.Context,
    slug: Annotated[list[str] | None, typer.Argument(help="Slugs; none: all.")] = None,
    offline: Annotated[bool, typer.Option(help="Only the configuration; ask nobody.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask each address and say what it found; exits with 3 when one needs a look.

    Example: `desk sources check electrek`
    """
    session = session_of(context)
    with session.database.read() as unit:
        chosen = [unit.sources.get(one) for one in slug or ()] or list(unit.sources.all())
    with session.progress() as report:
        found = {} if offline else check_sources(session.context, chosen, progress=report)
    rows = [(source, found.get(source.slug)) for source in chosen]
    if as_json:
        session.json(
            [
                {
                    "slug": source.slug,
                    "url": source.url,
                    "unverified": source.unverified,
                    "outcome": poll.outcome if poll else None,
                    "items": poll.items_seen if poll else None,
                    "reason": poll.reason if poll else "",
                }
                for source, poll in rows
            ]
        )
    else:
        session.table(
            ("slug", "address", "found", "items", ""),
            (
                (
                    source.slug,
                    source.url,
                    poll.outcome if poll else "not asked",
                    poll.items_seen if poll else "",
                    ("unverified " if source.unverified else "") + (poll.reason if poll else ""),
                )
                for source, poll in rows
            ),
        )
    good = {PollOutcome.OK, PollOutcome.NOT_MODIFIED}
    if any(poll is not None and poll.outcome not in good for _, poll in rows):
        raise typer.Exit(WITH_FINDINGS)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, help="sources.yaml, OPML, or a JSON list.")],
    as_json: AsJson = False,
) -> None:
    """Add the sources of a file: our YAML, OPML, or a JSON list of names and addresses.

    Example: `desk sources import feeds.opml`
    """
    session = session_of(context)
    policy = session.configuration.settings.policy
    counts = {"added": 0, "known": 0}
    with session.database.unit() as unit:
        present = unit.sources.all()
        slugs, known = {one.slug for one in present}, {url_key(one.url) for one in present}
        sources, lines = import_sources(file, policy, taken=slugs)
        refused = list(lines)
        for source in sources:
            if url_key(source.url) in known:
                counts["known"] += 1
            elif source.slug in slugs:
                refused.append(f"{source.name}: There is another source {source.slug} already.")
            else:
                unit.sources.add(source, session.clock.now())
                counts["added"] += 1
                known.add(url_key(source.url))
    counts["refused"] = len(refused)
    show_counts(session, counts, as_json=as_json)
    for line in refused:
        typer.echo(line, err=True)
    if refused:
        raise typer.Exit(WITH_FINDINGS)


@app.command("export")
def export(context: typer.Context, file: Path) -> None:
    """Write the sources as OPML (`.opml`) or YAML.

    Example: `desk sources export sources.opml`
    """
    session = session_of(context)
    with session.database.read() as unit:
        sources = unit.sources.all()
    export_sources(sources, file)
    session.say(f"{len(sources)} sources written to {file}.")


@app.command("pause")
def pause(context: typer.Context, slug: str) -> None:
    """Stop polling a source, keeping what it brought.

    Example: `desk sources pause electrek`
    """
    _set_paused(context, slug, paused=True)


@app.command("resume")
def resume(context: typer.Context, slug: str) -> None:
    """Poll a paused source again.

    Example: `desk sources resume electrek`
    """
    _set_paused(context, slug, paused=False)


def _set_paused(context: typer.Context, slug: str, *, paused: bool) -> None:
    session = session_of(context)
    with session.database.unit() as unit:
        unit.sources.get(slug)
        unit.sources.set_paused(slug, paused)
    session.say(f"{slug} is {'paused' if paused else 'polled again'}.")
