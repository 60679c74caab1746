"""`desk status`: what there is, and what waits."""

from collections.abc import Iterator, Sequence

import typer

from cli.options import AsJson
from cli.session import session_of
from core.house import PenRow
from core.wire import to_data
from storage.read_models import Overview
from summarizer.redpen import tally


def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Say what there is and what waits: sources, articles, stories, finds, runs, spend.

    Example: `desk status --json`
    """
    session = session_of(context)
    with session.database.read() as unit:
        overview = unit.desk.overview()
        pen = tally(unit.drafting.edited())
    if as_json:
        session.json({**to_data(overview), "red_pen": [to_data(row) for row in pen]})
        return
    session.table(("what", "count"), [*overview_rows(overview), *pen_rows(pen)])


def overview_rows(overview: Overview) -> Iterator[tuple[str, object]]:
    """What there is, as lines of two columns."""
    sources, articles, stories = overview.sources, overview.articles, overview.stories
    yield "sources", sources.total
    yield "  failing", sources.failing
    yield "  not polled yet", sources.never_polled
    yield "articles", articles.total
    for level, count in sorted(articles.levels.items()):
        yield f"  {level}", count
    yield "  not judged yet", articles.unjudged
    for code, count in sorted(articles.partial.items()):
        yield f"  partial, {code}", count
    for code, count in sorted(articles.dropped.items()):
        yield f"items dropped, {code}", count
    yield "stories", stories.total
    yield "  with a find", stories.drafted
    for (state, region), count in sorted(overview.finds.items()):
        yield f"finds {state}, {region}", count
    yield "editions open", overview.editions_open
    yield "runs waiting", overview.waiting_runs
    for job, run in overview.last_runs.items():
        yield f"last {job}", f"{run.requested_at:%Y-%m-%d %H:%M} {run.state}"
    spend = overview.spend
    yield "model calls", spend.calls
    yield "spent, US dollars", f"{spend.microdollars / 1_000_000:.4f}"


def pen_rows(pen: Sequence[PenRow]) -> Iterator[tuple[str, object]]:
    """How much editors changed before they let drafts through, all together and by writer."""
    for row in pen:
        if row.by in ("all", "writer"):
            yield (
                f"  by {row.name}" if row.name else "drafts let through",
                f"{row.unchanged} unchanged, {row.light} lightly edited, {row.rewritten} rewritten",
            )
