"""Where the link to a find's source stands: inside the text, as the newsletter prints it.

When the text names the outlet, the first mention carries the link; otherwise the last paragraph
ends with "Source:" and the outlet's name.
"""

import re
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
        return tuple((Piece(text),) for text in paragraphs)
    for number, text in enumerate(paragraphs):
        match = _mention(name, text)
        if match:
            before, after = text[: match.start()], text[match.end() :]
            linked = tuple(p for p in (Piece(before), Piece(match[0], url), Piece(after)) if p.text)
            return tuple(
                linked if index == number else (Piece(text),)
                for index, text in enumerate(paragraphs)
            )
    *rest, last = paragraphs or [""]
    closing = (Piece(f"{last} Source: ".lstrip()), Piece(name or url, url), Piece("."))
    return (*((Piece(text),) for text in rest), closing)


def _mention(name: str, text: str) -> re.Match[str] | None:
    if len(name) < _SHORTEST_NAME:
        return None
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
