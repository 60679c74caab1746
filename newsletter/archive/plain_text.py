"""A plain text file → its blocks."""

import re
from collections.abc import Iterator

from core.text import strip_invisible
from newsletter.archive.blocks import Block, Page, make_block

_WRAPPED_MOST = 110
"""Lines up to here were broken by a program; longer ones are paragraphs."""
_RULE = re.compile(r"^\s*[-=_*~·—–#]{3,}\s*$")


def read_plain_text(text: str) -> Page:
    lines = strip_invisible(text).split("\n")
    chunks = [[line] for line in lines] if _is_unspaced(lines) else _chunks(lines)
    blocks = (make_block(chunk) for chunk in chunks)
    return Page(blocks=tuple(block for block in blocks if isinstance(block, Block)))


def _is_unspaced(lines: list[str]) -> bool:
    """Whether each line is a paragraph: long lines, and hardly a blank one between."""
    filled = sum(bool(line.strip()) for line in lines)
    return (
        max((len(line) for line in lines), default=0) > _WRAPPED_MOST
        and (len(lines) - filled) * 4 < filled
    )


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines between blank ones; a bullet begins one of its own."""
    chunk: list[str] = []
    for line in lines:
        if not line.strip() or _RULE.match(line):
            yield chunk
            chunk = []
            continue
        if chunk and re.match(r"\s*[-*•‣▪]\s", line):
            yield chunk
            chunk = []
        chunk.append(line)
    yield chunk
