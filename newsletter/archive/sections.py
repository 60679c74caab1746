"""The blocks of one section → its finds, each with the date that stands above or below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.archive import ArchiveLink
from newsletter.archive.blocks import Block
from newsletter.archive.dates import date_alone, split_date
from newsletter.archive.signs import is_closing, reads_on

# `Grid Post: https://…` or `Source: https://…` under a find says where it comes from.
_NAMED_LINE = re.compile(r"^[^.!?]{0,80}:\s*https?://\S+$|^https?://\S+$", re.IGNORECASE)


@dataclass(slots=True)
class RawFind:
    """A find as it stands in print: `paragraphs` without the line that names its source."""

    paragraphs: list[str] = field(default_factory=list)
    links: tuple[ArchiveLink, ...] = ()
    printed_on: date | None = None
    source_url: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def add(self, block: Block) -> None:
        lines = [line for line in block.lines if not _NAMED_LINE.match(line)] or (
            [] if block.lines else [block.text]
        )
        if lines and not (reads_on(block.text) and block.links):
            self.paragraphs.append(" ".join(lines))
        self.links += block.links
        self.source_url = self.source_url or next((link.url for link in block.links), "")


def read_finds(blocks: Sequence[Block]) -> tuple[RawFind, ...]:
    """Every find of a section in print order."""
    ready = [_with_own_date(block) for block in blocks]
    if any(date_alone(block.text) for block, _ in ready):
        return tuple(_dated_apart(ready))
    return tuple(_one_by_one(ready))


def closing_at(blocks: Sequence[Block]) -> int:
    """Where the closing words of the last section begin: what stands after the last date, or,
    where no date stands under a find, the first block that takes leave."""
    days = [date_alone(block.text) is not None for block in blocks]
    leave = next((i for i, block in enumerate(blocks) if _takes_leave(block)), len(blocks))
    if not any(days) or _dates_lead(days):
        return leave
    return max(index for index, is_day in enumerate(days) if is_day) + 1


def _takes_leave(block: Block) -> bool:
    return is_closing(block.text) and split_date(block.text)[1] is None


def _dates_lead(days: Sequence[bool]) -> bool:
    return bool(days) and days[0]


def _with_own_date(block: Block) -> tuple[Block, date | None]:
    if date_alone(block.text):
        return block, None
    text, day = split_date(block.text)
    if day is None:
        return block, None
    return Block(text=text, links=block.links, level=block.level, item=block.item), day


def _dated_apart(ready: Sequence[tuple[Block, date | None]]) -> Iterator[RawFind]:
    """Dates in lines of their own bound the finds; a heading begins one too."""
    leading = date_alone(ready[0][0].text) is not None
    find = RawFind()
    for block, own in ready:
        day = date_alone(block.text)
        if day is None:
            if find.paragraphs and (block.level or _is_next(find, leading=leading)):
                yield find
                find = RawFind()
            find.add(block)
            find.printed_on = own or find.printed_on
        elif leading:
            if find.paragraphs:
                yield find
            find = RawFind(printed_on=day)
        else:
            find.printed_on = day
    if find.paragraphs:
        yield find


def _is_next(find: RawFind, *, leading: bool) -> bool:
    """Behind a date that closes a find, the next words are another find."""
    return not leading and find.printed_on is not None


def _one_by_one(ready: Sequence[tuple[Block, date | None]]) -> Iterator[RawFind]:
    """Without dates in lines of their own each paragraph is a find; a heading goes with what
    follows it, and a list item begins the next."""
    items = any(block.item for block, _ in ready)
    headed = any(block.level for block, _ in ready)
    find = RawFind()
    for block, day in ready:
        begins = block.item or block.level if items or headed else True
        if find.paragraphs and (find.printed_on is not None or begins):
            yield find
            find = RawFind()
        find.add(block)
        find.printed_on = day
    if find.paragraphs:
        yield find
