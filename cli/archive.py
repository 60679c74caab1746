"""`desk archive …`: past editions, read from files, searched and shown."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.options import AsJson, Limit
from cli.session import WITH_FINDINGS, Session, session_of
from core.archive import ArchiveEdition
from core.clock import print_date
from core.people import COMMAND_LINE
from core.wire import to_data
from newsletter.archive.edition import EditionRead
from newsletter.archive.reading import SUFFIXES, FileRead, read_file
from stories.region import RegionJudge

app = typer.Typer(help="Past editions: what ran, and where.", no_args_is_help=True)

_SHOWN = 90


@app.command("import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", exists=True)],
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is in them; keep nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read past editions: plain text, Markdown, HTML, a WordPress export (.xml), a beehiiv export
    of posts (.csv or .html), and this desk's own exports. An edition that is there already is
    replaced. Exits with 3 when a file could not be read or something in it looks wrong.

    Example: `desk archive import old-editions/`
    """
    session = session_of(context)
    reads = []
    for path in _files(paths):
        found = _read(session, path)
        reads.append(_report(found, [] if check else _keep(session, found)))
        if not as_json:
            _say(session, reads[-1], found)
    if as_json:
        session.json(reads)
    elif not reads:
        session.say(f"No files of past editions there (looked for {', '.join(sorted(SUFFIXES))}).")
    if any(_has_findings(read) for read in reads):
        raise typer.Exit(WITH_FINDINGS)


@app.command("list")
def list_editions(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List the past editions, the newest first.

    Example: `desk archive list`
    """
    session = session_of(context)
    with session.database.read() as unit:
        editions = unit.archive.editions(limit)
    if as_json:
        session.json([_summary(edition) for edition in editions])
        return
    session.table(
        ("number", "date", "features", "finds", "from"),
        ((e.number, e.dated, len(e.features), len(e.finds), e.origin) for e in editions),
    )


@app.command("show")
def show(context: typer.Context, volume: int, issue: int, as_json: AsJson = False) -> None:
    """Show one past edition.

    Example: `desk archive show 1 6`
    """
    session = session_of(context)
    with session.database.read() as unit:
        edition = unit.archive.edition(volume, issue)
    if as_json:
        session.json(edition)
        return
    for line in _printed(edition):
        session.say(line)


@app.command("search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Every one must occur; beginnings count.")],
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Search introductions, features and finds of past editions.

    Example: `desk archive search massachusetts v2x`
    """
    session = session_of(context)
    with session.database.read() as unit:
        hits = unit.archive.search_texts(" ".join(words), limit)
    if as_json:
        session.json_lines(hits)
        return
    session.table(
        ("edition", "part", "text"),
        ((hit.number, hit.part, _shortened(hit.title or hit.text)) for hit in hits),
    )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in folders those of a known kind that are not hidden."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
            if found.is_file() and found.suffix.lower() in SUFFIXES and not hidden:
                yield found


def _read(session: Session, path: Path) -> FileRead:
    configuration = session.configuration
    judge = RegionJudge(configuration.regions)
    try:
        data = path.read_bytes()
    except OSError as error:
        return FileRead(name=path.name, problem=f"It cannot be opened: {error.strerror}.")
    return read_file(
        path.name,
        data,
        configuration.newsletter,
        place=lambda text: judge.judge_text("", text).region,
    )


def _keep(session: Session, found: FileRead) -> list[str]:
    """Stores a file's editions, all or none; returns which of them are new."""
    new = []
    with session.database.unit() as unit:
        for read in found.editions:
            edition = read.edition
            is_new = unit.archive.replace_edition(edition)
            subject, action = f"archive {edition.volume}.{edition.issue}", "imported"
            unit.audit.note(subject, action, COMMAND_LINE, session.clock.now(), after=found.name)
            new += [edition.number] if is_new else []
    return new


def _report(found: FileRead, new: list[str]) -> dict[str, Any]:
    return {
        "file": found.name,
        "problem": found.problem,
        "passed_over": list(found.passed_over),
        "editions": [
            _summary(read.edition)
            | {"new": read.edition.number in new, "counts": read.counts()}
            | {"warnings": list(read.warnings)}
            for read in found.editions
        ],
    }


def _summary(edition: ArchiveEdition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "volume": edition.volume,
        "issue": edition.issue,
        "dated": to_data(edition.dated),
        "features": len(edition.features),
        "finds": len(edition.finds),
        "url": edition.url,
        "origin": edition.origin,
    }


def _has_findings(read: dict[str, Any]) -> bool:
    return bool(read["problem"]) or any(edition["warnings"] for edition in read["editions"])


def _say(session: Session, report: dict[str, Any], found: FileRead) -> None:
    if found.problem:
        session.say(f"{found.name}: not read. {found.problem}")
    for read in found.editions:
        session.say(f"{found.name}: {_described(read)}")
        for warning in read.warnings:
            session.say(f"  look at: {warning}")
    for passed in report["passed_over"]:
        session.say(f"{found.name}: passed over: {passed}")


def _described(read: EditionRead) -> str:
    counts = read.counts()
    named = (f"{count} {name}" for name, count in counts.items() if count or name != "unclear")
    return f"{read.edition.number}: {', '.join(named)}"


def _printed(edition: ArchiveEdition) -> Iterator[str]:
    yield f"{edition.number}{f' · {edition.dated}' if edition.dated else ''}"
    yield edition.url
    yield edition.introduction
    for feature in edition.features:
        yield f"\n{feature.kind}: {feature.title} {feature.url}"
        yield feature.text
    for find in edition.finds:
        printed = print_date(find.printed_on) if find.printed_on else "no date"
        yield f"\n[{find.region}] {printed} {find.source_url}"
        yield find.text


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"
