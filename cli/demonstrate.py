"""`desk demo`: the whole job on the built-in sample web, then the desk."""

import socket
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.session import Session, session_of
from cli.start import open_desk
from config.load import Configuration
from config.prices import Price
from core.errors import Refused
from core.place import Region
from core.relevance import Relevance
from core.source import Scope, Source, SourceKind
from sampleweb.model import MODEL, serve_model
from sampleweb.server import SampleSource, SampleWeb
from sampleweb.server import serve as serve_sample_web
from scheduler.context import Progress
from scheduler.jobs.collect import collect
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.worker import Worker
from scheduler.writers import writer_for

SAMPLE_PORT = 8391
PORT_FILE = "sample-web-port"
DROPPED = {
    "no term": "no term of the beat in it",
    "false friend": "of another trade (radio between vehicles and the like)",
    "named in passing": "the beat only named in passing",
}


class DemoWriter(StrEnum):
    EXTRACT = "extract"
    RECORDED = "recorded"
    OPENAI = "openai"


def demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option(help="Run the job, print the summary, and end.")] = False,
    port: Annotated[int, typer.Option(help="Port of the desk.", min=1, max=65535)] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the desk in the browser.")] = True,
    writer: Annotated[
        DemoWriter,
        typer.Option(
            help="Who drafts: the embedded extract; answers written by hand, replayed by a model "
            "server on this machine, as a model would give them; or your own model."
        ),
    ] = DemoWriter.EXTRACT,
) -> None:
    """Run the whole job on a built-in sample web: no key, no network; then open the desk.

    Each day has a workspace of its own below `demo-workspace/`; running it again continues there.

    Example: `desk demo --once --writer recorded`
    """
    session = demo_session(session_of(context))
    context.call_on_close(session.close)
    today = session.clock.now().date()
    with (
        serve_sample_web(today=today, port=_sample_port(session.workspace)) as web,
        serve_model() as model_port,
    ):
        session.configuration = demo_configuration(session.configuration, web, port)
        session.configuration = with_writer(session.configuration, writer, model_port)
        with session.progress() as report:
            counts = run_once(session, report)
        print_summary(session, counts)
        if once:
            return
        _serve(session, browser=browser and sys.stdout.isatty())


def demo_session(session: Session) -> Session:
    """The given workspace, or one of today's when none was named."""
    workspace = session.workspace
    if not session.is_named:
        workspace = Path("demo-workspace") / f"{session.clock.now():%Y-%m-%d}"
    workspace.mkdir(parents=True, exist_ok=True)
    return Session(workspace, clock=session.clock, out=session.out)


def run_once(session: Session, report: Progress) -> dict[str, int]:
    """collect → group → draft, and the counts of all three."""
    context = session.context
    with context.database.unit() as unit:
        unit.sources.sync(context.configuration.sources, context.clock.now())
    counts = collect(context, progress=report)
    counts |= group(context, progress=report)
    return counts | draft(context, writer_for(context), progress=report)


def with_writer(configuration: Configuration, writer: DemoWriter, model_port: int) -> Configuration:
    """The configuration with who drafts. Raises `Refused` when that is a model and none is set."""
    settings = configuration.settings
    model = settings.model
    if writer is DemoWriter.OPENAI:
        if not model.api_key and not model.base_url:
            what = "No model is configured."
            raise Refused(what, ["Set DESK_OPENAI_API_KEY or DESK_BASE_URL, or drop --writer."])
        return configuration
    chosen = replace(model, api_key="", base_url="")
    policy, prices = settings.policy, configuration.prices
    if writer is DemoWriter.RECORDED:
        chosen = replace(chosen, base_url=f"http://127.0.0.1:{model_port}/v1", model=MODEL)
        policy = replace(policy, ports=(*policy.ports, model_port))
        free = Price(
            model=MODEL, input=0, cached=0, output=0, checked=date(2026, 11, 22), source="ours"
        )
        prices = replace(prices, models=(*prices.models, free))
    return replace(
        configuration, settings=replace(settings, model=chosen, policy=policy), prices=prices
    )


def print_summary(session: Session, counts: dict[str, int]) -> None:
    """Sources, articles kept and dropped with the reasons, stories, and finds per region."""
    with session.database.read() as unit:
        overview = unit.desk.overview()
        off = unit.articles.off_codes()
        finds = unit.finds.counts()
        authors = Counter(find.revision.author.name for find in unit.finds.page(limit=500))
    articles, levels = overview.articles, overview.articles.levels
    kept = levels.get(Relevance.CORE, 0) + levels.get(Relevance.ADJACENT, 0)
    new = counts.get("articles", 0)
    rows: list[tuple[str, object]] = [
        ("sources polled", counts.get("sources", 0)),
        *((f"  {name.removeprefix('polls:')}", n) for name, n in _named(counts, "polls:")),
        ("articles collected", f"{articles.total} ({new} new)"),
        *((f"  partial: {_spaced(code)}", n) for code, n in sorted(articles.partial.items())),
        *((f"items dropped: {_spaced(code)}", n) for code, n in sorted(articles.dropped.items())),
        ("kept", kept),
        *((f"  {level}", levels.get(level, 0)) for level in (Relevance.CORE, Relevance.ADJACENT)),
        ("dropped", levels.get(Relevance.OFF, 0)),
        *((f"  {DROPPED.get(code, code)}", n) for code, n in sorted(off.items())),
        ("stories", overview.stories.total),
        ("finds", sum(finds.values())),
        *(
            (f"  {region}", sum(n for (_, where), n in finds.items() if where is region))
            for region in Region
        ),
        *((f"  drafted by {name}", n) for name, n in authors.most_common()),
    ]
    session.say("")
    session.table(("", ""), rows)


def _named(counts: dict[str, int], prefix: str) -> list[tuple[str, int]]:
    return sorted((name, count) for name, count in counts.items() if name.startswith(prefix))


def _spaced(code: str) -> str:
    return code.replace("_", " ")


def as_source(sample: SampleSource) -> Source:
    return Source(
        slug=sample.slug,
        name=sample.name,
        kind=SourceKind(sample.kind),
        url=sample.url,
        region_hint=Region(sample.region_hint) if sample.region_hint else None,
        weight=sample.weight,
        language=sample.language,
        group="sample web",
        scope=Scope.BROAD,
    )


def demo_configuration(configuration: Configuration, web: SampleWeb, port: int) -> Configuration:
    """The shipped beat on the sample's sources; only this machine may be asked, guard on."""
    settings = configuration.settings
    return replace(
        configuration,
        sources=tuple(as_source(sample) for sample in web.sources()),
        settings=replace(
            settings,
            policy=replace(
                settings.policy,
                allow_private=("127.0.0.1/32",),
                ports=(*settings.policy.ports, web.port),
            ),
            limits=replace(settings.limits, delay_seconds=0.02, timeout_seconds=10.0),
            desk=replace(settings.desk, port=port),
        ),
    )


def _serve(session: Session, *, browser: bool) -> None:
    """The desk, and a worker for what editors ask of it while the sample web is up."""
    stop = threading.Event()
    worker = threading.Thread(target=Worker(session.context).run, args=[stop], daemon=True)
    worker.start()
    try:
        open_desk(session, browser=browser)
    finally:
        stop.set()


def _sample_port(workspace: Path) -> int:
    """The port this workspace's articles have in their addresses; a new one chooses freely."""
    file = workspace / PORT_FILE
    port = int(file.read_text()) if file.exists() else (SAMPLE_PORT if _is_free(SAMPLE_PORT) else 0)
    if port == 0:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = int(server.getsockname()[1])
    elif not _is_free(port):
        what = f"Port {port}, where this workspace's sample web lies, is taken."
        raise Refused(what, ["End the other demo, or name another folder with --workspace."])
    file.write_text(str(port))
    return port


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
