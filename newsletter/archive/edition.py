"""A row of blocks → an edition: number, introduction, features, finds by section, closing words.

The shape is read from what all newsletters share: a heading opens a section, a date stands alone
above or below what it dates, and a feature is a title with a date under it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from config.newsletter import Newsletter
from core.archive import ArchiveEdition, ArchiveFeature, ArchiveFind
from core.clock import print_date
from core.place import Region
from newsletter.archive.blocks import Block, Page
from newsletter.archive.dates import date_alone, date_inside
from newsletter.archive.peeling import peel
from newsletter.archive.placing import place_finds
from newsletter.archive.sections import RawFind, closing_at, read_finds
from newsletter.archive.signs import (
    Number,
    can_be_title,
    find_number,
    is_closing,
    is_short,
    kind_of_heading,
    number_alone,
    reads_on,
    region_of_heading,
)
from newsletter.archive.window import outside_window
from newsletter.calendar import issue_on, window

Place = Callable[[str], Region]
"""Where the thing told in a text happens; `UNCLEAR` when it does not say."""

_HEAD_BLOCKS = 8
_MASTHEAD_WORDS = 40
_FIND_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRead:
    """An edition as it was understood, and what an editor should look at."""

    edition: ArchiveEdition
    warnings: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        finds = self.edition.finds
        return {
            "introduction": int(bool(self.edition.introduction)),
            "features": len(self.edition.features),
            **{str(region): sum(f.region is region for f in finds) for region in Region},
            "undated": sum(find.printed_on is None for find in finds),
        }


@dataclass(slots=True)
class _Parts:
    introduction: list[Block] = field(default_factory=list)
    features: list[ArchiveFeature] = field(default_factory=list)
    sections: list[tuple[Region, list[Block]]] = field(default_factory=list)
    closing: list[Block] = field(default_factory=list)


def read_edition(
    page: Page, newsletter: Newsletter, *, place: Place, name: str = ""
) -> EditionRead | None:
    """None when the page is no edition: it bears no number, or holds no finds and no features.
    `name` is the file's, which may hold the number too."""
    blocks = [
        peeled
        for block in page.blocks
        for peeled in peel(block, newsletter)
        if peeled.text != newsletter.name
    ]
    number, blocks = _take_number(blocks, page, name)
    dated, blocks = _take_date(blocks)
    parts = _divide(blocks, newsletter)
    raw = [(region, find) for region, section in parts.sections for find in read_finds(section)]
    if number is None or not (raw or parts.features):
        return None
    dated = dated or page.dated or _date_of_features(parts.features)
    volume = number.volume or _volume_of(dated, newsletter)
    placed, doubts = place_finds([f.text for _, f in raw], [r for r, _ in raw], place)
    finds = tuple(
        _find(found, region, volume, number.issue, position)
        for position, ((_, found), region) in enumerate(zip(raw, placed, strict=True))
    )
    edition = ArchiveEdition(
        volume=volume,
        issue=number.issue,
        dated=dated,
        introduction=_joined(parts.introduction),
        features=tuple(parts.features),
        finds=tuple(replace(find, dated=dated) for find in finds),
        closing=_joined(parts.closing),
        url=page.url,
        origin=name,
    )
    return EditionRead(
        edition=edition,
        warnings=(*doubts, *_unclaimed(parts.closing), *doubts_of(edition, newsletter)),
    )


def _take_number(
    blocks: Sequence[Block], page: Page, name: str
) -> tuple[Number | None, list[Block]]:
    """The number and what comes after it; a masthead above it says nothing more."""
    for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
        number = number_alone(block.text)
        if number is None or (number.volume == 0 and not _is_masthead(blocks[:index])):
            continue
        above = blocks[:index] if not _is_masthead(blocks[:index]) else ()
        day = date_inside(block.text)
        rest = [Block(text=print_date(day))] if day else []
        return number, [*above, *rest, *blocks[index + 1 :]]
    return find_number(page.title) or find_number(re.sub(r"[_-]+", " ", name)), list(blocks)


def _is_masthead(blocks: Sequence[Block]) -> bool:
    return sum(len(block.text.split()) for block in blocks) <= _MASTHEAD_WORDS


def _take_date(blocks: Sequence[Block]) -> tuple[date | None, list[Block]]:
    """A date before the first words is the edition's own."""
    for index, block in enumerate(blocks[:3]):
        day = date_alone(block.text)
        if day:
            return day, [*blocks[:index], *blocks[index + 1 :]]
        if not is_short(block.text):
            break
    return None, list(blocks)


def _divide(blocks: Sequence[Block], newsletter: Newsletter) -> _Parts:
    parts, index = _Parts(), 0
    while index < len(blocks):
        block = blocks[index]
        region = region_of_heading(block.text, newsletter)
        if region is not None:
            parts.sections.append((region, []))
            index += 1
            continue
        taken, feature = _feature_at(blocks, index, newsletter, inside=bool(parts.sections))
        if feature:
            body = list(_body(blocks[index + taken :], newsletter))
            parts.features.append(_with_body(feature, body))
            # A feature after the finds closes their section.
            index += taken + len(body)
            continue
        if parts.sections:
            parts.sections[-1][1].append(block)
        else:
            parts.introduction.append(block)
        index += 1
    _take_closing(parts)
    return parts


def _take_closing(parts: _Parts) -> None:
    """Words after the last find, or after the last feature, that belong to neither."""
    if parts.sections:
        region, section = parts.sections[-1]
        end = closing_at(section)
        parts.closing = section[end:]
        parts.sections[-1] = (region, section[:end])


def _feature_at(
    blocks: Sequence[Block], index: int, newsletter: Newsletter, *, inside: bool
) -> tuple[int, ArchiveFeature | None]:
    """How many blocks head a feature here, and the feature without its text. Among the finds only
    a known series heads one: a find may have a title of its own."""
    named = kind_of_heading(blocks[index].text, newsletter)
    if named:
        kind, title = named
        return _titled(blocks, index, kind, title)
    if inside or not can_be_title(blocks[index].text):
        return 0, None
    one, two, three = (list(blocks[index : index + 3]) + [None] * 3)[:3]
    if two and three and can_be_title(two.text) and date_alone(three.text):
        return 3, _headed(one.text if one else "", two, date_alone(three.text))
    if one and two and date_alone(two.text):
        return 2, _headed("", one, date_alone(two.text))
    return 0, None


def _titled(
    blocks: Sequence[Block], index: int, kind: str, title: str
) -> tuple[int, ArchiveFeature | None]:
    """A feature under a known series: title and date follow in either order, the date may lack."""
    taken, head, dated = 1, blocks[index], None
    for block in blocks[index + 1 : index + 3]:
        day = date_alone(block.text)
        if day and dated is None:
            dated = day
        elif not title and can_be_title(block.text):
            title, head = block.text, block
        else:
            break
        taken += 1
    return (taken, _headed(kind, replace(head, text=title), dated)) if title else (0, None)


def _headed(kind: str, head: Block, dated: date | None) -> ArchiveFeature:
    url = head.links[0].url if head.links else ""
    return ArchiveFeature(kind=kind, title=head.text, dated=dated, url=url)


def _body(blocks: Sequence[Block], newsletter: Newsletter) -> Iterator[Block]:
    """What belongs to a feature: until the next feature, section, or closing words."""
    for index, block in enumerate(blocks):
        if region_of_heading(block.text, newsletter) is not None:
            return
        if _feature_at(blocks, index, newsletter, inside=False)[1]:
            return
        yield block


def _with_body(feature: ArchiveFeature, body: Sequence[Block]) -> ArchiveFeature:
    ways = [block for block in body if reads_on(block.text) and block.links]
    told = [block for block in body if block not in ways and not _is_address(block)]
    addresses = [block for block in body if _is_address(block)]
    urls = [block.links[0].url for block in (*ways, *addresses)]
    return replace(
        feature,
        text=_joined(told),
        links=tuple(link for block in told for link in block.links),
        url=feature.url or next(iter(urls), ""),
    )


def _is_address(block: Block) -> bool:
    return len(block.links) == 1 and block.text == block.links[0].url


def _find(found: RawFind, region: Region, volume: int, issue: int, position: int) -> ArchiveFind:
    return ArchiveFind(
        volume=volume,
        issue=issue,
        position=position,
        text=found.text,
        region=region,
        printed_on=found.printed_on,
        source_url=found.source_url,
        links=found.links,
    )


def _date_of_features(features: Sequence[ArchiveFeature]) -> date | None:
    """The day most of the long pieces bear, the later one when two are as frequent."""
    days = Counter(feature.dated for feature in features if feature.dated)
    return max(days, key=lambda day: (days[day], day)) if days else None


def _volume_of(dated: date | None, newsletter: Newsletter) -> int:
    return issue_on(newsletter, dated).volume if dated else newsletter.first_volume


def _joined(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def doubts_of(edition: ArchiveEdition, newsletter: Newsletter) -> Iterator[str]:
    """What an editor should look at, in sentences."""
    if edition.dated is None:
        yield "The edition has no date."
    if not edition.introduction:
        yield "There is no introduction."
    for number, find in enumerate(edition.finds, 1):
        opening = f"Find {number} (“{_opening(find.text)}”)"
        if find.printed_on is None:
            yield f"{opening} has no date."
        elif edition.dated and outside_window(find, edition, newsletter):
            day = print_date(find.printed_on)
            days = window(newsletter, edition.dated)
            span = f"{print_date(days.first)} to {print_date(days.last)}"
            yield f"{opening} is dated {day}, outside this edition's window ({span})."
        if is_closing(find.text) and len(find.text.split()) < _MASTHEAD_WORDS:
            yield f"{opening} reads like closing words."


def _unclaimed(closing: Sequence[Block]) -> tuple[str, ...]:
    """Long words after the last date may be a find whose date was forgotten."""
    long = [b for b in closing if len(b.text.split()) >= _FIND_WORDS and not is_closing(b.text)]
    return tuple(
        f"“{_opening(block.text)}” follows the last date: it was taken for closing words."
        for block in long
    )


def _opening(text: str) -> str:
    return " ".join(text.split()[:5]) + " …"
