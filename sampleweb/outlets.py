"""The invented outlets: what each offers, how it writes dates, what its pages look like."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from sampleweb.calendar_text import DateStyle
from sampleweb.errors import SampleContentError

SourceKind = Literal["feed", "sitemap", "listing"]
RegionHint = Literal["US", "Global"]

_FILE = "outlets.yaml"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = frozenset(
    (
        "slug",
        "name",
        "tagline",
        "language",
        "country",
        "region_hint",
        "weight",
        "offers",
        "date_style",
        "template",
        "article_path",
        "title_suffix",
        "validators",
        "utc_offset",
        "accent",
        "nav",
        "about",
        "promo",
        "footer",
    )
)
_OPTIONAL = frozenset(["tracking", "disallow", "feed_text", "fault"])


class Offer(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSONFEED = "jsonfeed"
    SITEMAP = "sitemap"
    SITEMAP_GZ = "sitemap_gz"
    LISTING = "listing"

    @property
    def source_kind(self) -> SourceKind:
        if self in (Offer.SITEMAP, Offer.SITEMAP_GZ):
            return "sitemap"
        return "listing" if self is Offer.LISTING else "feed"


class PageTemplate(StrEnum):
    JSONLD = "jsonld"
    OPENGRAPH = "opengraph"
    TIMETAG = "timetag"
    BYLINE = "byline"
    PRESS = "press"


class Validators(StrEnum):
    ETAG = "etag"
    LAST_MODIFIED = "last_modified"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """`offers` pairs a format with its path; the first is the one a desk would watch."""

    slug: str
    name: str
    tagline: str
    language: str
    country: str
    region_hint: RegionHint | None
    weight: float
    offers: tuple[tuple[Offer, str], ...]
    date_style: DateStyle
    template: PageTemplate
    article_path: str
    title_suffix: str
    tracking: str
    validators: Validators
    utc_offset: timezone
    disallow: tuple[str, ...]
    full_text: bool
    fault: int | None
    accent: str
    nav: tuple[str, ...]
    about: str
    promo: str
    footer: str

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost"


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Raises SampleContentError naming every faulty entry of outlets.yaml."""
    text = files("sampleweb").joinpath(_FILE).read_text(encoding="utf-8")
    return parse_outlets(yaml.safe_load(text))


def parse_outlets(entries: object) -> tuple[Outlet, ...]:
    if not isinstance(entries, list):
        raise SampleContentError([f"{_FILE}: a list of outlets is expected"])
    outlets: list[Outlet] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, start=1):
        try:
            outlets.append(_outlet(entry))
        except (ValueError, TypeError, AttributeError) as error:
            slug = entry.get("slug") if isinstance(entry, Mapping) else None
            problems.append(f"{_FILE}: {slug or f'entry {number}'}: {error}")
    problems += [f"{_FILE}: {slug}: occurs twice" for slug in _repeated(o.slug for o in outlets)]
    if problems:
        raise SampleContentError(problems)
    return tuple(outlets)


def _outlet(entry: Mapping[str, Any]) -> Outlet:
    _check_keys(frozenset(entry))
    slug = str(entry["slug"])
    if not _SLUG.fullmatch(slug):
        raise ValueError("the slug must be lower-case words joined by hyphens")
    if entry["region_hint"] not in ("US", "Global", None):
        raise ValueError("region_hint must be US, Global or empty")
    return Outlet(
        slug=slug,
        name=str(entry["name"]),
        tagline=str(entry["tagline"]),
        language=str(entry["language"]),
        country=str(entry["country"]),
        region_hint=entry["region_hint"],
        weight=float(entry["weight"]),
        offers=_offers(entry["offers"]),
        date_style=DateStyle(entry["date_style"]),
        template=PageTemplate(entry["template"]),
        article_path=str(entry["article_path"]),
        title_suffix=str(entry["title_suffix"]),
        tracking=str(entry.get("tracking", "")),
        validators=Validators(entry["validators"]),
        utc_offset=timezone(timedelta(hours=float(entry["utc_offset"]))),
        disallow=tuple(entry.get("disallow", ())),
        full_text=entry.get("feed_text", "teaser") == "full",
        fault=entry.get("fault"),
        accent=str(entry["accent"]),
        nav=tuple(entry["nav"]),
        about=str(entry["about"]),
        promo=str(entry["promo"]),
        footer=str(entry["footer"]),
    )


def _check_keys(keys: frozenset[str]) -> None:
    if missing := _REQUIRED - keys:
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    if unknown := keys - _REQUIRED - _OPTIONAL:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")


def _offers(value: Mapping[str, str]) -> tuple[tuple[Offer, str], ...]:
    offers = tuple((Offer(kind), path) for kind, path in value.items())
    if not offers:
        raise ValueError("an outlet offers at least one way in")
    for _, path in offers:
        if not path.startswith("/"):
            raise ValueError(f"the path {path!r} must begin with a slash")
    return offers


def _repeated(names: Iterable[str]) -> list[str]:
    seen = list(names)
    return sorted({name for name in seen if seen.count(name) > 1})
