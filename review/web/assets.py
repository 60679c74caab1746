"""The files a browser fetches: our own, and htmx as npm installed it."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from core.log import Log
from review.web.access import open_to_everybody

log = Log("review.web")
router = APIRouter()

STATIC = Path(__file__).parent / "static"
DIST = Path(__file__).parent / "assets" / "node_modules" / "htmx.org" / "dist"
HTMX = DIST / "htmx.min.js"
SORTABLE = (
    Path(__file__).parent / "assets" / "node_modules" / "sortablejs" / "modular" / "sortable.esm.js"
)
STREAMS = DIST / "ext" / "hx-sse.min.js"


def has_htmx() -> bool:
    return HTMX.is_file()


def warn_without_htmx() -> None:
    """The desk works without it, each action then loads a page; the log says why it is slower."""
    if not has_htmx():
        log.warning("htmx not installed", expected=HTMX, remedy="./run.sh install")


@router.get("/assets/htmx.js")
@open_to_everybody
def htmx() -> Response:
    return _script(HTMX)


@router.get("/assets/hx-sse.js")
@open_to_everybody
def streams() -> Response:
    """htmx's extension for server-sent events."""
    return _script(STREAMS)


@router.get("/assets/sortable.js")
@open_to_everybody
def sortable() -> Response:
    """Ordering by drag, as a module."""
    return _script(SORTABLE)


def _script(file: Path) -> Response:
    if not file.is_file():
        return Response("/* not installed: ./run.sh install */", 404, media_type="text/javascript")
    return FileResponse(file, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
