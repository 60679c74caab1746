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
from config.rules import source_faults
from core.errors import ConfigError, ExportError, Problem
from core.guard import AddressPolicy
from core.source import BY_HAND, Source, SourceKind
from core.text import clean_line
from core.wire import to_data

MAX_BYTES = 5 * 1024 * 1024
MAX_SOURCES = 10_000


def import_sources(
    file: Path, policy: AddressPolicy = AddressPolicy(), *, taken: Collection[str] = ()
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The sources of a file, and a line for each that was refused. Slugs made from names avoid
    the `taken` ones. Raises `ConfigError`."""
    if file.suffix in (".yaml", ".yml"):
        listed: Sequence[Source] = load_sources(_text(file), str(file))
    else:
        pairs = _from_json(file) if file.suffix == ".json" else _from_opml(file)
        listed = _as_sources(pairs, taken)
    sources: list[Source] = []
    refused: list[str] = []
    for source in listed[:MAX_SOURCES]:
        faults = [text for _, text in source_faults(source, policy)]
        if faults:
            refused.append(f"{source.name}: {source.url}: {' '.join(faults)}")
        else:
            sources.append(source)
    if len(listed) > MAX_SOURCES:
        refused.append(f"Only the first {MAX_SOURCES} of {len(listed)} were read.")
    return tuple(sources), tuple(refused)


def export_sources(sources: Sequence[Source], file: Path) -> None:
    """OPML when the file's name ends so, our YAML otherwise. Raises `ExportError`."""
    opml = file.suffix in (".opml", ".xml")
    content = _opml(sources) if opml else _yaml(sources).encode("utf8")
    try:
        file.write_bytes(content)
    except OSError as error:
        text = f"{file} cannot be written: {error.strerror}. Make its folder, or name another."
        raise ExportError(text) from error


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        text = f"The file cannot be read: {error.strerror}."
        raise ConfigError([Problem(str(file), 1, text)]) from error
    if len(content) > MAX_BYTES:
        raise ConfigError([Problem(str(file), 1, f"The file is over {MAX_BYTES} bytes.")])
    return content


def _text(file: Path) -> str:
    content = _bytes(file)
    try:
        return content.decode("utf8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = "This is not UTF-8. Save the file in that encoding."
        raise ConfigError([Problem(str(file), line, text)]) from error


def _as_sources(pairs: Sequence[tuple[str, str]], taken: Collection[str]) -> list[Source]:
    """One source for each pair of name and address, under slugs that nobody has yet."""
    sources: dict[str, Source] = {}
    for name, url in pairs:
        slug = free_slug(name, {BY_HAND, *taken, *sources})
        sources[slug] = Source(slug=slug, name=name, kind=SourceKind.FEED, url=url)
    return list(sources.values())


def _from_json(file: Path) -> list[tuple[str, str]]:
    content = _bytes(file)
    try:
        data = json.loads(content)
        return [(clean_line(str(entry["name"])), str(entry["url"])) for entry in data]
    except (ValueError, KeyError, TypeError) as error:
        text = "This is no JSON list of objects with “name” and “url”."
        raise ConfigError([Problem(str(file), 1, text)]) from error


def _from_opml(file: Path) -> list[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    content = _bytes(file)
    try:
        root = etree.fromstring(content, parser)
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


def free_slug(name: str, taken: Collection[str]) -> str:
    """A slug made from a name that nobody has yet."""
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
