"""The edition as a Word document: real headings, styles and links; the same bytes each time."""

import io
import zipfile
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt, RGBColor

from core.clock import print_date, spell_date
from core.edition import EditionDocument, EditionFind, ExportFormat, Feature
from core.text import clean_line
from newsletter.addresses import print_address
from newsletter.colours import readable
from newsletter.exporters.base import file_stem
from newsletter.exporters.corrections import correction_lines
from newsletter.exporters.prose_word import ProseWriter, add_link, add_text
from newsletter.merge_tags import disarm
from newsletter.source_link import link_source

_PAPER = "#ffffff"
_LONGEST_PROPERTY = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)


class WordExporter:
    format = ExportFormat.WORD
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.docx"

    def render(self, document: EditionDocument) -> bytes:
        word = Document()
        _dress(word, document)
        _write(word, document)
        out = io.BytesIO()
        word.save(out)
        return _without_clock(out.getvalue())


def _dress(word: WordDocument, document: EditionDocument) -> None:
    accent = RGBColor.from_string(readable(document.accent, _PAPER).removeprefix("#"))
    styles = word.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 14), ("Heading 3", 12)):
        styles[name].font.name, styles[name].font.size = "Georgia", Pt(size)
        styles[name].font.color.rgb = accent
    about = word.core_properties
    noon = datetime.combine(document.dated, time(12), UTC)
    about.created = about.modified = about.last_printed = noon
    name = disarm(clean_line(document.newsletter))[:_LONGEST_PROPERTY]
    about.title = f"{name}, {document.number}"
    about.author = about.last_modified_by = name
    about.comments, about.language = "", "en-US"


def _write(word: WordDocument, document: EditionDocument) -> None:
    prose = ProseWriter(word)
    _headed(word, document.number, 0)
    _quiet(word, spell_date(document.dated))
    prose.write(document.introduction, top=2)
    for feature in document.features:
        _write_feature(word, prose, feature)
    for section in document.sections:
        finds = document.section(section.region)
        if finds:
            _headed(word, clean_line(section.title), 1)
        for find in finds:
            _write_find(word, find)
    for line in correction_lines(document.corrections):
        _quiet(word, line)
    prose.write(document.closing, top=2)


def _write_feature(word: WordDocument, prose: ProseWriter, feature: Feature) -> None:
    _headed(word, clean_line(feature.kind), 1)
    title, address = clean_line(feature.title), print_address(feature.url)
    heading = word.add_heading(level=2)
    if address:
        add_link(heading, title, address)
    else:
        add_text(heading, title)
    _quiet(word, spell_date(feature.dated))
    prose.write(feature.body, top=3)


def _write_find(word: WordDocument, find: EditionFind) -> None:
    for pieces in link_source(find):
        paragraph = word.add_paragraph()
        for piece in pieces:
            if piece.url:
                add_link(paragraph, piece.text, piece.url)
            else:
                add_text(paragraph, piece.text)
    _quiet(word, print_date(find.printed_on))
    for line in correction_lines(find.corrections):
        _quiet(word, line)


def _headed(word: WordDocument, text: str, level: int) -> None:
    add_text(word.add_heading(level=level), text)


def _quiet(word: WordDocument, text: str) -> None:
    add_text(word.add_paragraph(), text, emphasis=True)


def _without_clock(data: bytes) -> bytes:
    """The parts in their order, none with the hour of its writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
