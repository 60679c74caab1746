"""From a page's context to HTML: whole, or only the block that a script asked for."""

import re
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2_fragments.fastapi import Jinja2Blocks
from markupsafe import Markup

from core.people import Role, User
from review.web import wording
from review.web.assets import has_htmx
from review.web.desk import Desk
from review.web.keys import Scope, keyboard_of
from review.web.toasts import Toast, clear_toast, put_toast, read_toast

TEMPLATES = Path(__file__).parent / "templates"
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
THEME_COOKIE = "desk_theme"
THEMES = ("auto", "light", "dark")


class WithoutIndent(Extension):
    """Leaves out how the lines of a template are indented: up to an eighth of a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return _INDENT.sub("", source)


@cache
def make_templates() -> Jinja2Blocks:
    """The templates, compiled once for every application of this process."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[WithoutIndent],
    )
    environment.filters.update(wording.FILTERS)
    environment.globals.update(key_scopes=tuple(Scope))
    return Jinja2Blocks(env=environment)


def show(request: Request, template: str, view: object, *, status: int = 200) -> Response:
    """The page, `view` being its context. A request by htmx that names a block of the template
    as its target gets that block alone."""
    desk: Desk = request.app.state.desk
    toast = read_toast(request)
    user: User | None = getattr(request.state, "user", None)
    own = user.keys if user else {}
    keyboard = keyboard_of(own)
    context: dict[str, Any] = {
        "view": view,
        "toast": toast,
        "user": user,
        "dialogs": partial(_dialogs, tuple(own.items()), user.role) if user else None,
        "shortcut": cache(keyboard.shortcut),
        "last_event": getattr(request.state, "last_event", 0),
        "newsletter": desk.newsletter,
        "now": desk.clock.now(),
        "theme": theme_of(request),
        "here": request.url.path,
        "address": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "htmx": has_htmx(),
    }
    templates: Jinja2Blocks = request.app.state.templates
    response = templates.TemplateResponse(
        request,
        template,
        context,
        status_code=status,
        block_name=_asked_block(request, templates, template),
    )
    response.headers["Vary"] = "HX-Request, HX-Target"
    if toast is not None:
        clear_toast(response)
    return response


@lru_cache(maxsize=256)
def _dialogs(own_keys: tuple[tuple[str, str], ...], role: Role) -> Markup:
    """The sheet of keys and the palette, alike on every page of a person: a large part of what a
    small page takes to write."""
    keyboard = keyboard_of(dict(own_keys))
    template = make_templates().get_template("parts/dialogs.html")
    return Markup(template.render(keyboard=keyboard, role=role))  # noqa: S704  escaped by then


def see_other(address: str, toast: Toast | None = None) -> Response:
    """The answer to every form that was acted on: 303, so that a reload repeats nothing."""
    response = RedirectResponse(address, status_code=303)
    if toast is not None:
        put_toast(response, toast)
    return response


def theme_of(request: Request) -> str:
    theme = request.cookies.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def _asked_block(request: Request, templates: Jinja2Blocks, template: str) -> str | None:
    if request.headers.get("hx-request") != "true":
        return None
    target = request.headers.get("hx-target", "").partition("#")[2]
    return target if target in templates.get_template(template).blocks else None
