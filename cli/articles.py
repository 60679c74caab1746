"""`desk articles …`: what was collected, and why it was kept or not."""

from pathlib import Path
from typing import Annotated

import typer

from cli.jobs import show_counts
from cli.options import AsJson, Limit
from cli.session import WITH_FINDINGS, session_of
from core.clock import print_date
from core.crawl import OFF_BEAT, Dropped
from core.relevance import Relevance
from core.source import BY_HAND
from core.version import ArticleVersion
from evaluation.kept import compare
from review.web.differences import differences, texts_after
from scheduler.jobs.collect import CollectRequest, collect
from storage.read_models import ArticleRow
from storage.unit import Unit

app = typer.Typer(help="What was collected, and why it was kept or not.", no_args_is_help=True)


@app.command("list")
def list_articles(
    context: typer.Context,
    source: Annotated[str, typer.Option(help="Only from this source.")] = "",
    level: Annotated[Relevance | None, typer.Option(help="Only of this relevance.")] = None,
    query: Annotated[str, typer.Option("--search", help="Only with these words.")] = "",
    dropped: Annotated[
        bool, typer.Option(help="Only those off the beat, judged so or dropped unread.")
    ] = False,
    why: Annotated[bool, typer.Option(help="With the reasons of the verdict.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List articles, newest first.

    Example: `desk articles list --dropped --why`
    """
    session = session_of(context)
    with session.database.read() as unit:
        rows = unit.articles.page(
            source=source, level=Relevance.OFF if dropped else level, query=query, limit=limit
        )
        unread = _dropped_unread(unit, source, limit) if dropped and not query else ()
    if as_json:
        session.json_lines([*rows, *unread])
        return
    cells = [
        (row.article_id, row.source, row.level or "not judged", row.title, _why(row))
        for row in rows
    ]
    cells += [("", one.source, "not read", one.title or one.url, one.reason) for one in unread]
    heads = ("id", "source", "verdict", "title", "why")
    shown = len(heads) if why else len(heads) - 1
    session.table(heads[:shown], (line[:shown] for line in cells))


def _why(row: ArticleRow) -> str:
    return " ".join(reason.text for reason in row.reasons)


def _dropped_unread(unit: Unit, source: str, limit: int) -> tuple[Dropped, ...]:
    return unit.articles.dropped(source=source, code=OFF_BEAT, limit=limit)


@app.command("show")
def show(
    context: typer.Context,
    article_id: str,
    changes: Annotated[
        bool, typer.Option(help="With what each correction changed, word by word.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show one article with every verdict on it, and what it said before it was corrected.

    Example: `desk articles show 4666206adf5553b1 --changes`
    """
    session = session_of(context)
    with session.database.read() as unit:
        article = unit.articles.get(article_id)
        judged = unit.articles.judgement(article_id)
        versions = unit.articles.versions(article_id)
    if as_json:
        found = [value for value in (article, judged) if value is not None]
        session.json_lines([*found, *versions])
        return
    later = texts_after(article, versions)
    place = " · ".join(filter(None, (article.outlet, article.section, article.url)))
    session.say(f"{article.title}\n{place}\n")
    if article.partial_reason:
        session.say(f"Partial: {article.partial_reason}\n")
    if judged is not None:
        session.say(f"Relevance: {judged.relevance.level}. {judged.relevance.sentence()}")
        session.say(f"Region: {judged.region.region}. {judged.region.sentence()}")
        session.say(f"Date: {judged.date.day}. {judged.date.evidence_sentence()}")
        session.say(f"{judged.date.other_days()}\n")
    session.say(article.text)
    for version in versions:
        session.say(f"\n{_told(version)}")
        if changes:
            session.say("\n".join(differences(version.text, later[version.number])))


def _told(version: ArticleVersion) -> str:
    """Such as: Version 1, read 2/3/2026, until 2/5/2026: 1 paragraph changed."""
    read, until = print_date(version.fetched_at.date()), print_date(version.replaced_at.date())
    return f"Version {version.number}, read {read}, until {until}: {version.change.sentence()}"


@app.command("reread")
def reread(context: typer.Context, article_ids: list[str], as_json: AsJson = False) -> None:
    """Fetch the pages of articles once more; what was corrected since becomes a new version.

    Example: `desk articles reread 4666206adf5553b1`
    """
    session = session_of(context)
    with session.database.read() as unit:
        pages = tuple(unit.articles.get(article_id).url for article_id in article_ids)
    request = CollectRequest(pages=pages, polls=False, reread=True)
    with session.progress() as report:
        counts = collect(session.context, request, progress=report)
    show_counts(session, counts, as_json=as_json)


@app.command("add")
def add(context: typer.Context, url: list[str], as_json: AsJson = False) -> None:
    """Fetch pages by their addresses; exits with 3 when one became no article.

    They go the same way as found ones.

    Example: `desk articles add https://gridpost.example/2026/02/v2g-school-buses`
    """
    session = session_of(context)
    request = CollectRequest(pages=tuple(url), polls=False)
    with session.progress() as report:
        counts = collect(session.context, request, progress=report)
    show_counts(session, counts, as_json=as_json)
    codes = {name.removeprefix("dropped:") for name in counts if name.startswith("dropped:")}
    with session.database.read() as unit:
        dropped = unit.articles.dropped(source=BY_HAND, limit=1000)
    for item in dropped:
        if item.url in url and item.code in codes:
            typer.echo(f"{item.url}: {item.reason}", err=True)
    if codes:
        raise typer.Exit(WITH_FINDINGS)


@app.command("compare")
def compare_with_labels(
    context: typer.Context,
    labels: Annotated[Path, typer.Argument(exists=True, help="Labelled items, file or folder.")],
    as_json: AsJson = False,
) -> None:
    """Hold the verdicts on collected articles against labelled items of the beat.

    Example: `desk articles compare corpora/beat --json`
    """
    session = session_of(context)
    with session.database.read() as unit:
        found = compare(labels, unit.articles.judgement)
    if as_json:
        session.json(found)
        return
    session.say(f"{len(found.kept)} of {found.core} core items kept, {found.found} collected")
    session.table(
        ("verdict", "title", "why"),
        ((i.level or "missing", i.title, " ".join(i.reasons)) for i in (*found.lost, *found.kept)),
    )
