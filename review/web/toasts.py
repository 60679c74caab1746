"""The one line that a page shows after an action, carried over the redirect in a cookie."""

import json
from dataclasses import asdict, dataclass
from urllib.parse import quote, unquote

from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError

COOKIE = "desk_toast"
MAX_TEXT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """How to take a move back: the find, the state it should be in again, and the one it is in.
    `seen` is the revision that was moved."""

    find_id: int
    seen: int
    to: str
    back_from: str
    due_on: str = ""
    """Until when it was held before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextFind:
    """Where one goes on after a move made on a find's page."""

    find_id: int
    headline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """A form of one field that undoes what was done."""

    address: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    text: str
    bad: bool = False
    undo: Undo | None = None
    next_find: NextFind | None = None
    take_back: TakeBack | None = None
    batch_id: int | None = None
    """What moved together, to be taken back together."""


_TOAST = TypeAdapter(Toast)


def put_toast(response: Response, toast: Toast) -> None:
    data = asdict(toast) | {"text": toast.text[:MAX_TEXT]}
    value = quote(json.dumps(data, ensure_ascii=False), safe="")
    response.set_cookie(COOKIE, value, max_age=120, path="/", httponly=True, samesite="lax")


def read_toast(request: Request) -> Toast | None:
    """The toast that waits; a cookie that holds anything else counts as none."""
    value = request.cookies.get(COOKIE)
    if not value or len(value) > 4096:
        return None
    try:
        return _TOAST.validate_json(unquote(value))
    except ValidationError:
        return None


def clear_toast(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
