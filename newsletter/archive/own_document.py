"""Our own JSON export, read back."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from core.archive import ArchiveEdition, ArchiveFeature, ArchiveFind, ArchiveLink
from core.place import Region
from core.text import clean_line, clean_text
from newsletter.addresses import print_address
from newsletter.archive.blocks import make_link
from newsletter.exporters.json_document import SCHEMA
from newsletter.exporters.prose_text import prose_text
from newsletter.prose import prose_links


def read_own_document(text: str, name: str) -> ArchiveEdition:
    """Raises `ValueError` when it is not an edition as this program writes one."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("The JSON breaks off or is wrong.") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError("It is JSON, but no edition that this program wrote.")
    try:
        return _edition(data, name)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"A field of the edition is missing or wrong: {error}.") from error


def _edition(data: dict[str, Any], name: str) -> ArchiveEdition:
    volume, issue = int(data["volume"]), int(data["issue"])
    dated = date.fromisoformat(data["dated"])
    told = [
        (Region(section["region"]), find)
        for section in data["sections"]
        for find in section["finds"]
    ]
    return ArchiveEdition(
        volume=volume,
        issue=issue,
        dated=dated,
        introduction=prose_text(data["introduction"]),
        features=tuple(_feature(feature) for feature in data["features"]),
        finds=tuple(
            _find(find, region, volume=volume, issue=issue, position=position, dated=dated)
            for position, (region, find) in enumerate(told)
        ),
        closing=prose_text(data.get("closing", "")),
        origin=name,
    )


def _feature(data: dict[str, Any]) -> ArchiveFeature:
    return ArchiveFeature(
        kind=clean_line(data["kind"]),
        title=clean_line(data["title"]),
        dated=date.fromisoformat(data["dated"]),
        text=prose_text(data["body"]),
        url=print_address(data["url"]),
        links=tuple(_links(prose_links(data["body"]))),
    )


def _find(
    data: dict[str, Any], region: Region, *, volume: int, issue: int, position: int, dated: date
) -> ArchiveFind:
    source = make_link(data["source"]["name"], data["source"]["url"])
    return ArchiveFind(
        volume=volume,
        issue=issue,
        position=position,
        text=clean_text("\n\n".join(data["paragraphs"])),
        dated=dated,
        region=region,
        printed_on=date.fromisoformat(data["dated"]),
        source_url=source.url if source else "",
        links=(source,) if source else (),
    )


def _links(addresses: tuple[str, ...]) -> Iterator[ArchiveLink]:
    for address in addresses:
        link = make_link("", address)
        if link:
            yield link
