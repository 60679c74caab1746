"""`desk doctor`: whether this installation can do its work."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import typer

from cli.options import AsJson
from cli.session import WITH_FINDINGS, Session, session_of
from core.errors import DeskError
from review.web.assets import has_htmx

PACKAGES = ("scrapy", "trafilatura", "openai", "sqlalchemy", "apscheduler", "fastapi")


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Look over the installation; exits with 3 when something needs a hand.

    Example: `desk doctor`
    """
    session = session_of(context)
    rows = list(_look(session))
    if as_json:
        session.json([{"what": what, "ok": ok, "note": note} for what, ok, note in rows])
    else:
        session.table(
            ("", "what", "note"), (("ok" if ok else "!!", what, note) for what, ok, note in rows)
        )
    if not all(ok for _, ok, _ in rows):
        raise typer.Exit(WITH_FINDINGS)


def _look(session: Session) -> Iterator[tuple[str, bool, str]]:
    for package in PACKAGES:
        try:
            yield package, True, version(package)
        except PackageNotFoundError:
            yield package, False, "not installed: run ./run.sh install"
    try:
        settings = session.configuration.settings
        yield "configuration", True, f"{len(session.configuration.sources)} sources"
        session.database.check()
        yield "database", True, "in order"
    except DeskError as error:
        yield "configuration and database", False, str(error)
        return
    writer = settings.model.model if settings.model.api_key else "embedded extract (no key given)"
    yield "writer", True, writer
    yield "scripts", has_htmx(), "htmx" if has_htmx() else "missing: run ./run.sh install"
