"""Direct speech: what stands between quotation marks has to stand in an article."""

import re

from core.text import Span, find_span

_QUOTED = re.compile(r"[“„]([^“”„]{2,800})[”“]|«\s?([^«»]{2,800})\s?»|(?<!\w)\"([^\"]{2,800})\"")
_GAPS = re.compile(r"(?<!\s)\s*+(?:\.\.\.|…|\[[^\]]{0,80}\])\s*")
_EDGE = " \t\n.,;:!?'‘’\"“”-–—"


def quoted(text: str) -> tuple[Span, ...]:
    """What stands between double quotation marks, without the marks."""
    found = []
    for match in _QUOTED.finditer(text):
        group = next(index for index in (1, 2, 3) if match[index] is not None)
        found.append(Span(match.start(group), match.end(group), match[group]))
    return tuple(found)


def without_quoted(text: str) -> str:
    """The text with its direct speech blanked, so that offsets stay."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)


def is_said(quote: str, source: str) -> bool:
    """Whether a source holds the quote; what an ellipsis or a bracket leaves out may differ."""
    pieces = [piece.strip(_EDGE) for piece in _GAPS.split(quote)]
    return all(find_span(piece, source) is not None for piece in pieces if piece)
