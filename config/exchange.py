"""Sources in and out: our YAML, OPML, and JSON lists of names and addresses."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from config.load import load_sources
from core.errors import ConfigError, Problem
from core.guard import AddressPolicy, check_url
from core.source import Source, SourceKind
from core.text import clean_line
from core.wire import to_data

MAX_BYTES = 5 * 1024 * 1024
MAX_SOURCES = 10_000


def import_sources(
    file: Path, policy: AddressPolicy = AddressPolicy(), *, taken: Collection[str] = ()
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The sources of a file, and a line for each that was refused. Slugs made from names avoid
    the `taken` ones. Raises `ConfigError`."""
    if file.stat().st_size > MAX_BYTES:
        raise ConfigError([Problem(str(file), 1, f"The file is over {MAX_BYTES} bytes.")])
    if file.suffix in (".yaml", ".yml"):
        return load_sources(file.read_text(encoding="utf8"), str(file)), ()
    listed = _from_json(file) if file.suffix == ".json" else _from_opml(file)
    sources: dict[str, Source] = {}
    refused: list[str] = []
    for name, url in listed[:MAX_SOURCES]:
        verdict = check_url(url, policy)
        if verdict.ok:
            slug = _free_slug(name, {*taken, *sources})
            sources[slug] = Source(slug=slug, name=name, kind=SourceKind.FEED, url=url)
        else:
            refused.append(f"{name}: {url}: {verdict.sentence()}")
    if len(listed) > MAX_SOURCES:
        refused.append(f"Only the first {MAX_SOURCES} of {len(listed)} were read.")
    return tuple(sources.values()), tuple(refused)


def export_sources(sources: Sequence[Source], file: Path) -> None:
    """OPML when the file's name ends so, our YAML otherwise."""
    opml = file.suffix in (".opml", ".xml")
    file.write_bytes(_opml(sources) if opml else _yaml(sources).encode("utf8"))


def _from_json(file: Path) -> list[tuple[str, str]]:
    try:
        data = json.loads(file.read_bytes())
        return [(clean_line(str(entry["name"])), str(entry["url"])) for entry in data]
    except (ValueError, KeyError, TypeError) as error:
        text = "This is no JSON list of objects with “name” and “url”."
        raise ConfigError([Problem(str(file), 1, text)]) from error


def _from_opml(file: Path) -> list[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(file.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ConfigError([Problem(str(file), line, f"This is not OPML: {error.msg}")]) from error
    return list(_outlines(root))


def _outlines(root: Any) -> Iterator[tuple[str, str]]:
    for outline in root.iter("outline"):
        url = outline.get("xmlUrl")
        if url:
            name = outline.get("title") or outline.get("text") or url
            yield clean_line(name), url.strip()


def _free_slug(name: str, taken: Collection[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "source"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _opml(sources: Sequence[Source]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Finds Desk sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        etree.SubElement(
            body, "outline", type="rss", text=source.name, title=source.name, xmlUrl=source.url
        )
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return out


def _yaml(sources: Sequence[Source]) -> str:
    defaults = {field.name: field.default for field in fields(Source)}
    rows = [
        {key: value for key, value in to_data(source).items() if value != defaults[key]}
        for source in sources
    ]
    return yaml.safe_dump({"sources": rows}, allow_unicode=True, sort_keys=False)
