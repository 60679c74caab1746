"""What every format is read into before it is understood: a page as a row of blocks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from core.archive import ArchiveLink
from core.text import clean_line
from newsletter.addresses import print_address

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•‣▪·–]\s+|\(?\d{1,2}[.)]\s+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a heading or a list item. `level` is a heading's, 0 for none; `item` marks a
    list item; `lines` are its lines as they stood, of which `text` is the whole."""

    text: str
    lines: tuple[str, ...] = ()
    links: tuple[ArchiveLink, ...] = ()
    level: int = 0
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document that may hold an edition, with what its container says of it."""

    blocks: tuple[Block, ...]
    title: str = ""
    url: str = ""
    dated: date | None = None


def make_block(
    lines: Iterable[str],
    links: Iterable[ArchiveLink] = (),
    *,
    level: int = 0,
    item: bool = False,
) -> Block | None:
    """None when there is nothing to read. A bullet or a number before the text marks an item;
    addresses written out become links."""
    cleaned = [line for line in (clean_line(line) for line in lines) if line]
    if not cleaned:
        return None
    bulleted = _BULLET.sub("", cleaned[0])
    if bulleted and bulleted != cleaned[0] and not level:
        cleaned[0], item = bulleted, True
    text = " ".join(cleaned)
    return Block(
        text=text,
        lines=tuple(cleaned),
        links=(*links, *_written_out(text, links)),
        level=level,
        item=item,
    )


def make_link(text: str, url: str) -> ArchiveLink | None:
    """None when the address may not be printed: it is not kept either."""
    address = print_address(url)
    return ArchiveLink(text=clean_line(text) or address, url=address) if address else None


def part_of(block: Block, lines: Iterable[str]) -> Block:
    """A block of some of the lines, with the links whose words stand in them."""
    text = " ".join(lines)
    kept = tuple(link for link in block.links if link.text in text or link.url in text)
    return replace(block, text=text, lines=tuple(lines), links=kept)


def _written_out(text: str, links: Iterable[ArchiveLink]) -> Iterator[ArchiveLink]:
    known = {link.url for link in links}
    for match in _ADDRESS.finditer(text):
        link = make_link("", match[0].rstrip(".,;:!?"))
        if link and link.url not in known:
            known.add(link.url)
            yield link
