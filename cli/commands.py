"""The commands by name, each loaded when it is asked for: together they need every library."""

from collections import UserDict
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

MARKUP: Final = "markdown"
# The module; and of it the function that is the command, where its `app` is not.
_PLACES: dict[str, tuple[str, str]] = {
    "demo": ("demonstrate", "demo"),
    "start": ("start", "start"),
    "collect": ("jobs", "collect"),
    "group": ("jobs", "group"),
    "draft": ("jobs", "draft"),
    "status": ("status", "status"),
    "doctor": ("doctor", "doctor"),
    "eval": ("evaluate", "evaluate"),
    "bench": ("benchmarks", "bench"),
    **{
        name: (name, "")
        for name in (
            "sources", "articles", "stories", "finds", "editions", "archive", "lessons",
            "regions", "style", "users", "db",
        )
    },
}  # fmt: skip


class Commands(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Loaded(_PLACES)


class _Loaded(UserDict[str, Any]):
    """By name a command of Typer, or the place that it is in."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if isinstance(found, tuple):
            found = self.data[name] = _load(name, *found)
        return found


def _load(name: str, place: str, function: str) -> Any:
    module = import_module(f"cli.{place}")
    alone = typer.Typer(rich_markup_mode=MARKUP, add_completion=False)
    if function:
        alone.command(name)(getattr(module, function))
    else:
        alone.add_typer(module.app, name=name)
    return get_group(alone).commands[name]
