"""What goes wrong, as pages in the house's own style."""

from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from core.errors import DeskError, NotAllowed, NotFound, Refused, StaleRevision, StorageError
from core.log import Log
from core.people import User
from review.web.access import SignInFirst
from review.web.desk import desk_of
from review.web.rendering import see_other, show
from review.web.security import add_security_headers, safe_next
from review.web.sessions import session_user

log = Log("review.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    status: int
    title: str
    lines: tuple[str, ...]
    back: str = "/"
    back_label: str = "To the queue"


def add_error_pages(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(DeskError, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)


def _sign_in_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInFirst)  # noqa: S101
    response = see_other(error.address)
    if request.headers.get("hx-request") == "true":
        # A script asked: the whole page has to go to the sign-in, not a part of it.
        response = Response(status_code=401, headers={"HX-Redirect": error.address})
    return response


def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, NotFound):
        return _page(request, 404, str(error), "It may have been merged or removed.")
    if isinstance(error, NotAllowed):
        return _page(request, 403, error.what, *error.reasons)
    if isinstance(error, StaleRevision):
        line = "Look at the text as it stands now, then decide again."
        back = f"/finds/{error.find_id}"
        return _page(request, 409, error.what, *error.reasons, line, back=back, label="Open it")
    if isinstance(error, Refused):
        return _page(request, 409, error.what, *error.reasons, back=_came_from(request))
    if isinstance(error, StorageError):
        log.error("storage failed", path=request.url.path, error=str(error))
        return _page(request, 503, "The desk cannot reach its records.", str(error))
    log.error("page failed", path=request.url.path, error=str(error))
    return _page(request, 500, "This did not work.", str(error))


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    if any(problem["loc"][0] == "path" for problem in error.errors()):
        return _page(request, 404, "There is no such page.", "The address names nothing here.")
    names = ", ".join(str(problem["loc"][-1]) for problem in error.errors())
    line = f"These fields are missing or cannot be read: {names}."
    return _page(request, 422, "This form is not complete.", line, back=_came_from(request))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 404:
        return _page(request, 404, "There is no such page.", "The address names nothing here.")
    if error.status_code == 405:
        response = _page(
            request, 405, "Not this way.", "This address takes another kind of request."
        )
        response.headers.update(error.headers or {})
        return response
    return _page(request, error.status_code, "This did not work.", str(error.detail))


def _broken(request: Request, error: Exception) -> Response:
    log.error("page broke", path=request.url.path, kind=type(error).__name__, exc_info=True)
    response = _page(
        request, 500, "Something is broken.",
        "Nothing was saved. The log of the desk says what happened.",
    )  # fmt: skip
    # This answer is made outside the middlewares, so it brings the headers itself.
    add_security_headers(response.headers)
    return response


def _page(
    request: Request, status: int, title: str, *lines: str, back: str = "/", label: str = ""
) -> Response:
    if not hasattr(request.state, "user"):
        request.state.user = _who(request)
    if not label:
        label = "To the queue" if back == "/" else "Back"
    view = ErrorView(status=status, title=title, lines=lines, back=back, back_label=label)
    return show(request, "error.html", view, status=status)


def _who(request: Request) -> User | None:
    """Who asks for a page that is not there: the way on is shown to those who may take it."""
    try:
        return session_user(request, desk_of(request))[0]
    except DeskError:
        return None


def _came_from(request: Request) -> str:
    """The page that a refused form was on, when it was one of ours."""
    referer = request.headers.get("referer", "")
    base = str(request.base_url)
    return safe_next("/" + referer.removeprefix(base)) if referer.startswith(base) else "/"
