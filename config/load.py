"""Reads the whole configuration once: the operator's files where they exist, else the shipped."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from config.beat import Beat
from config.checking import T, check_value
from config.environment import read_settings
from config.located_yaml import KeyPath, Located, read_yaml
from config.newsletter import Newsletter
from config.prices import PriceTable
from config.regions import Regions
from config.rules import (
    beat_problems,
    newsletter_problems,
    price_problems,
    region_problems,
    source_problems,
)
from config.settings import Settings
from core.errors import ConfigError, Problem
from core.source import Source

FILES = ("sources.yaml", "beat.yaml", "regions.yaml", "newsletter.yaml", "prices.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    settings: Settings
    sources: tuple[Source, ...]
    beat: Beat
    regions: Regions
    newsletter: Newsletter
    prices: PriceTable


def load(workspace: Path, environ: Mapping[str, str] | None = None) -> Configuration:
    """Raises `ConfigError` with every problem of every file and setting at once."""
    settings, problems = read_settings(workspace, os.environ if environ is None else environ)
    sources = _checked(tuple[Source, ...], _read(workspace, "sources.yaml"), problems, ("sources",))
    beat = _checked(Beat, _read(workspace, "beat.yaml"), problems)
    regions = _checked(Regions, _read(workspace, "regions.yaml"), problems)
    newsletter = _checked(Newsletter, _read(workspace, "newsletter.yaml"), problems)
    prices = _checked(PriceTable, _read(workspace, "prices.yaml"), problems)
    if problems or settings is None:
        raise ConfigError(problems)
    if sources is None or beat is None or regions is None or newsletter is None or prices is None:
        raise ConfigError(problems)
    return Configuration(
        settings=settings,
        sources=sources,
        beat=beat,
        regions=regions,
        newsletter=newsletter,
        prices=prices,
    )


def load_sources(text: str, file: str) -> tuple[Source, ...]:
    """The sources of one file in the format of `sources.yaml`. Raises `ConfigError`."""
    problems: list[Problem] = []
    sources = _checked(tuple[Source, ...], read_yaml(text, file), problems, ("sources",))
    if problems or sources is None:
        raise ConfigError(problems)
    return sources


def shipped(name: str) -> str:
    """The text of a shipped configuration file."""
    return resources.files("config").joinpath(name).read_text(encoding="utf8")


def _read(workspace: Path, name: str) -> Located:
    own = workspace / "config" / name
    try:
        return read_yaml(own.read_text(encoding="utf8"), str(own))
    except FileNotFoundError:
        return read_yaml(shipped(name), f"config/{name}")
    except (OSError, UnicodeDecodeError) as error:
        return Located(str(own), None, {}, (Problem(str(own), 1, f"Cannot be read: {error}."),))


def _checked(
    kind: type[T], located: Located, problems: list[Problem], under: KeyPath = ()
) -> T | None:
    value, found = check_value(kind, located, under)
    problems.extend(found)
    if value is not None and not found:
        problems.extend(_rules(value, located))
    return value


def _rules(value: object, located: Located) -> list[Problem]:
    match value:
        case Beat():
            return beat_problems(value, located)
        case Regions():
            return region_problems(value, located)
        case Newsletter():
            return newsletter_problems(value, located)
        case PriceTable():
            return price_problems(value, located)
        case tuple():
            return source_problems(value, located)
        case _:
            return []
