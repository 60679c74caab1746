"""The edition as Markdown, for a content system or a text editor."""

from collections.abc import Iterator

from core.clock import print_date, spell_date
from core.edition import EditionDocument, EditionFind, ExportFormat, Feature
from core.text import clean_line
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.corrections import correction_lines
from newsletter.exporters.prose_markdown import (
    escape_block,
    escape_markdown,
    markdown_link,
    prose_markdown,
)
from newsletter.merge_tags import disarm
from newsletter.source_link import Piece, link_source


class MarkdownExporter:
    format = ExportFormat.MARKDOWN
    media_type = "text/markdown; charset=utf-8"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.md"

    def render(self, document: EditionDocument) -> bytes:
        blocks = [block for block in _blocks(document) if block]
        # Once more as a whole: emphasis may have brought two harmless signs together.
        return (disarm("\n\n".join(blocks)) + "\n").encode("utf-8", "replace")


def _blocks(document: EditionDocument) -> Iterator[str]:
    yield f"# {document.number}"
    yield prose_markdown(document.introduction)
    for feature in document.features:
        yield from _feature(feature)
    for section in document.sections:
        finds = document.section(section.region)
        if finds:
            yield f"## {escape_block(clean_line(section.title))}"
        for find in finds:
            yield from _find(find)
    yield from map(_correction, correction_lines(document.corrections))
    yield prose_markdown(document.closing)


def _feature(feature: Feature) -> Iterator[str]:
    yield f"## {escape_block(clean_line(feature.kind))}"
    title, address = clean_line(feature.title), print_address(feature.url)
    yield f"### {markdown_link(title, address) if address else escape_block(title)}"
    yield spell_date(feature.dated)
    yield prose_markdown(feature.body, top=4)


def _find(find: EditionFind) -> Iterator[str]:
    for pieces in link_source(find):
        first, *rest = pieces
        yield "".join([_piece(first, start=True), *(_piece(piece) for piece in rest)])
    yield print_date(find.printed_on)
    yield from map(_correction, correction_lines(find.corrections))


def _correction(line: str) -> str:
    return f"*{escape_block(line)}*"


def _piece(piece: Piece, *, start: bool = False) -> str:
    if piece.url:
        return markdown_link(piece.text, piece.url)
    return escape_block(piece.text) if start else escape_markdown(disarm(piece.text))
