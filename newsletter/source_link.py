"""Where the links of a find stand: inside the text, as the newsletter prints it.

When the text names the outlet, the first mention carries the link to the source; otherwise the last
paragraph ends with "Source:" and the outlet's name. A past edition that the text names is a link to
it, where its address is known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.edition import EditionFind
from core.text import clean_line
from newsletter.addresses import print_address

_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of plain text; a link when `url` is set."""

    text: str
    url: str = ""


def link_source(find: EditionFind) -> tuple[tuple[Piece, ...], ...]:
    """The paragraphs in pieces, exactly one of which links to the source."""
    paragraphs = [clean_line(paragraph) for paragraph in find.paragraphs]
    url, name = print_address(find.source_url), clean_line(find.source_name)
    if not url:
        return tuple(tuple(_with_references([Piece(text)], find)) for text in paragraphs)
    linked = [[Piece(text)] for text in paragraphs] or [[Piece("")]]
    for number, text in enumerate(paragraphs):
        match = _mention(name, text)
        if match:
            before, after = text[: match.start()], text[match.end() :]
            linked[number] = [Piece(before), Piece(match[0], url), Piece(after)]
            break
    else:
        last = linked[-1][0].text
        linked[-1] = [Piece(f"{last} Source: ".lstrip()), Piece(name or url, url), Piece(".")]
    return tuple(tuple(_with_references(pieces, find)) for pieces in linked)


def _with_references(pieces: list[Piece], find: EditionFind) -> Iterator[Piece]:
    """The plain runs taken apart where they name a past edition."""
    addresses = {link.text: print_address(link.url) for link in find.references}
    names = "|".join(re.escape(name) for name, url in addresses.items() if url)
    for piece in pieces:
        if piece.url or not names:
            yield from [piece] if piece.text else []
            continue
        for part in re.split(f"({names})", piece.text):
            if part:
                yield Piece(part, addresses.get(part, ""))


def _mention(name: str, text: str) -> re.Match[str] | None:
    if len(name) < _SHORTEST_NAME:
        return None
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
