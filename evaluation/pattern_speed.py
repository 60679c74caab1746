"""What the project's own patterns cost on hostile text of 50 kB: `patterns`, `worst_ms`,
`over_100_ms`, and `slowest_ms` by the pattern's place."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.hostile_texts import hostile_texts
from evaluation.measure import Measurement

ROOMS = (
    "core", "config", "crawler", "stories", "summarizer", "newsletter", "storage", "scheduler",
    "review", "cli",
)  # fmt: skip
SIZE = 50_000
ENOUGH_SECONDS = 0.1
# A pattern that goes with the square of the length, or worse, shows it long before the whole; one
# that doubles with each letter, on a few.
_SHORT = 24
_PARTS = (100, 30, 10, 3, 1)
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OurPattern:
    """`place` is its module, and its name or line. `anchored` says that it is only ever tried at
    the beginning of a text."""

    place: str
    pattern: re.Pattern[Any]
    anchored: bool


@lru_cache(maxsize=1)
def our_patterns() -> tuple[OurPattern, ...]:
    """Those that modules, their classes and their tables hold, and those written inside a call."""
    found: dict[tuple[Any, int], OurPattern] = {}
    for module in _modules():
        for ours in [*_held(module), *_written(module)]:
            found.setdefault((ours.pattern.pattern, ours.pattern.flags), ours)
    return tuple(found.values())


def seconds(ours: OurPattern, text: str) -> float:
    """Seconds of this process to find every match in the text; at least so many, where beginnings
    of it took so long that the whole was not tried."""
    pattern = ours.pattern
    whole: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    for length in sorted({min(_SHORT, len(whole)), *(len(whole) // part for part in _PARTS)}):
        beginning = whole[: length - 1] + whole[-1:]
        begun = time.process_time()
        if ours.anchored:
            pattern.match(beginning)
            pattern.fullmatch(beginning)
        else:
            for _ in pattern.finditer(beginning):
                pass
        took = time.process_time() - begun
        if took > ENOUGH_SECONDS:
            break
    return took * len(whole) / length


def worst(ours: OurPattern, size: int = SIZE) -> tuple[float, str]:
    """The most seconds, and the beginning of the text that took them."""
    timed = ((seconds(ours, text), text[:60]) for text in hostile_texts(ours.pattern, size))
    return max(timed, key=lambda pair: pair[0])


def measure(*, size: int = SIZE) -> Measurement:
    ours = our_patterns()
    timed = {one.place: worst(one, size)[0] * 1000 for one in ours}
    slowest = sorted(timed.items(), key=lambda pair: -pair[1])
    return Measurement(
        name="patterns",
        data=f"{size} characters of hostile text",
        records=len(ours),
        figures={
            "patterns": len(ours),
            "worst_ms": round(slowest[0][1], 1),
            "over_100_ms": sum(ms > 100 for ms in timed.values()),
            "slowest_ms": {place: round(ms, 1) for place, ms in slowest[:SHOWN]},
        },
    )


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            # A program, or a change of tables, does its work when it is imported.
            if not found.name.endswith("__main__") and ".migrations." not in found.name:
                yield importlib.import_module(found.name)


_USE = re.compile(r"\b(\w+)\.(match|fullmatch|search|sub|subn|finditer|findall|split)\(")
_AT_THE_BEGINNING = {"match", "fullmatch"}


def _held(module: ModuleType) -> Iterator[OurPattern]:
    uses: dict[str, set[str]] = {}
    for name, use in _USE.findall(_source(module)):
        uses.setdefault(name, set()).add(use)
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ != module.__name__:
            continue
        anchored = name in uses and uses[name] <= _AT_THE_BEGINNING
        for pattern in _patterns_in(value):
            yield OurPattern(place=f"{module.__name__}.{name}", pattern=pattern, anchored=anchored)


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    inner: Iterable[object] = ()
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = value
    elif isinstance(value, type):
        inner = list(vars(value).values())
    elif is_dataclass(value):
        inner = [getattr(value, field.name) for field in fields(value)]
    elif type(value).__module__.partition(".")[0] in ROOMS and hasattr(value, "__dict__"):
        inner = list(vars(value).values())
    for part in inner if depth < 4 else ():
        yield from _patterns_in(part, depth + 1)


def _written(module: ModuleType) -> Iterator[OurPattern]:
    """`re.sub("...", ...)` and its like, with the pattern written out in place."""
    for node in ast.walk(ast.parse(_source(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=use),
                args=[ast.Constant(value=str() | bytes() as written), *_],
            ) if use != "compile":
                flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
                yield OurPattern(
                    place=f"{module.__name__}:{node.lineno}",
                    pattern=re.compile(written, flags),
                    anchored=use in _AT_THE_BEGINNING,
                )


def _source(module: ModuleType) -> str:
    return Path(module.__file__ or "").read_text("utf8")
