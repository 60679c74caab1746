"""The edition as plain text, in the newsletter's own shape, every address in full."""

from collections.abc import Iterator

from core.clock import print_date, spell_date
from core.edition import EditionDocument, EditionFind, ExportFormat, Feature
from core.text import clean_line
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.corrections import correction_lines
from newsletter.exporters.prose_text import prose_text
from newsletter.merge_tags import disarm


class PlainTextExporter:
    format = ExportFormat.TEXT
    media_type = "text/plain; charset=utf-8"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.txt"

    def render(self, document: EditionDocument) -> bytes:
        blocks = [block for block in _blocks(document) if block]
        return (disarm("\n\n".join(blocks)) + "\n").encode("utf-8", "replace")


def _blocks(document: EditionDocument) -> Iterator[str]:
    yield document.number
    yield prose_text(document.introduction)
    for feature in document.features:
        yield from _feature(feature)
    for section in document.sections:
        finds = document.section(section.region)
        if finds:
            yield clean_line(section.title)
        for find in finds:
            yield from _find(find)
    yield from correction_lines(document.corrections)
    yield prose_text(document.closing)


def _feature(feature: Feature) -> Iterator[str]:
    yield clean_line(feature.kind)
    yield clean_line(feature.title)
    yield spell_date(feature.dated)
    yield prose_text(feature.body)
    yield print_address(feature.url)


def _find(find: EditionFind) -> Iterator[str]:
    *paragraphs, last = [clean_line(paragraph) for paragraph in find.paragraphs] or [""]
    yield from paragraphs
    name, address = clean_line(find.source_name), print_address(find.source_url)
    named = f"{name}: {address}" if name and address else address
    yield "\n".join(line for line in (last, named) if line)
    yield print_date(find.printed_on)
    yield from correction_lines(find.corrections)
