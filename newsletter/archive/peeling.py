"""Blocks that hold more than one thing, taken apart: a heading, a date or a number on a line of
its own inside a paragraph."""

from collections.abc import Iterator

from config.newsletter import Newsletter
from newsletter.archive.blocks import Block, part_of
from newsletter.archive.dates import date_alone
from newsletter.archive.signs import kind_of_heading, region_of_heading


def peel(block: Block, newsletter: Newsletter) -> Iterator[Block]:
    if len(block.lines) < 2 or block.level:
        yield block
        return
    lines = list(block.lines)
    ends: list[str] = []
    while lines and _stands_alone(lines[0], newsletter):
        yield part_of(block, [lines.pop(0)])
    while lines and date_alone(lines[-1]):
        ends.append(lines.pop())
    if lines:
        yield part_of(block, lines)
    for line in reversed(ends):
        yield part_of(block, [line])


def _stands_alone(line: str, newsletter: Newsletter) -> bool:
    return (
        date_alone(line) is not None
        or region_of_heading(line, newsletter) is not None
        or kind_of_heading(line, newsletter) is not None
    )
