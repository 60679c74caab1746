"""The edition as plain semantic HTML: for pasting, and as the body of a draft on a platform."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from core.clock import print_date, spell_date
from core.edition import EditionDocument, EditionFind, ExportFormat, Feature
from core.text import clean_line, strip_invisible
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.corrections import correction_lines
from newsletter.exporters.prose_html import plain_html
from newsletter.merge_tags import disarm
from newsletter.source_link import Piece, link_source


class PasteExporter:
    format = ExportFormat.PASTE
    media_type = "text/html; charset=utf-8"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}-paste.html"

    def render(self, document: EditionDocument) -> bytes:
        title = escape(clean_line(f"{document.newsletter}, {document.number}"))
        page = (
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{disarm(title)}</title>\n</head>\n<body>\n{edition_html(document)}"
            "</body>\n</html>\n"
        )
        return page.encode("utf-8", "replace")


def edition_html(document: EditionDocument) -> str:
    """The edition without its title, as headings, paragraphs, lists and links only; no style, no
    class, nothing to fetch."""
    blocks = [block for block in _blocks(document) if block]
    return disarm(strip_invisible("\n".join(blocks))) + "\n"


def _blocks(document: EditionDocument) -> Iterator[str]:
    yield plain_html(document.introduction, top=2).strip()
    for feature in document.features:
        yield from _feature(feature)
    for section in document.sections:
        finds = document.section(section.region)
        if finds:
            yield _tagged("h2", clean_line(section.title))
        for find in finds:
            yield from _find(find)
    for line in correction_lines(document.corrections):
        yield _tagged("p", Markup("<em>{}</em>").format(line))
    yield plain_html(document.closing, top=2).strip()


def _feature(feature: Feature) -> Iterator[str]:
    title, address = clean_line(feature.title), print_address(feature.url)
    yield _tagged("h2", clean_line(feature.kind))
    yield _tagged("h3", _linked(title, address))
    yield _tagged("p", Markup("<em>{}</em>").format(spell_date(feature.dated)))
    yield plain_html(feature.body, top=4).strip()


def _find(find: EditionFind) -> Iterator[str]:
    for pieces in link_source(find):
        yield _tagged("p", Markup("").join(_piece(piece) for piece in pieces))
    yield _tagged("p", Markup("<em>{}</em>").format(print_date(find.printed_on)))
    for line in correction_lines(find.corrections):
        yield _tagged("p", Markup("<em>{}</em>").format(line))


def _piece(piece: Piece) -> Markup:
    return _linked(piece.text, piece.url)


def _linked(text: str, address: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text) if address else escape(text)


def _tagged(tag: str, content: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), content)  # noqa: S704  a tag of ours
