"""One file per format. To add one: write its exporter, and name it here."""

from pathlib import Path

from core.edition import EditionDocument, ExportFormat
from newsletter.exporters.base import Exporter
from newsletter.exporters.html_mail import HtmlMailExporter
from newsletter.exporters.json_document import JsonExporter
from newsletter.exporters.mail_message import MailMessageExporter
from newsletter.exporters.markdown import MarkdownExporter
from newsletter.exporters.paste import PasteExporter
from newsletter.exporters.plain_text import PlainTextExporter
from newsletter.exporters.word import WordExporter
from newsletter.exporters.write import write_file

__all__ = ["EXPORTERS", "Exporter", "write_export"]

EXPORTERS: dict[ExportFormat, Exporter] = {
    exporter.format: exporter
    for exporter in (
        MarkdownExporter(),
        HtmlMailExporter(),
        PlainTextExporter(),
        JsonExporter(),
        WordExporter(),
        MailMessageExporter(),
        PasteExporter(),
    )
}


def write_export(document: EditionDocument, format: ExportFormat, folder: Path) -> Path:  # noqa: A002
    """The file written, whole or not at all; one of the same name is replaced.

    Raises `ExportError` when it cannot be written inside `folder`, which is made if need be.
    """
    exporter = EXPORTERS[format]
    return write_file(folder, exporter.filename(document), exporter.render(document))
