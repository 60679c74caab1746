"""What every exporter can do, and the name its file gets."""

import re
import unicodedata
from typing import Protocol

from core.edition import EditionDocument, ExportFormat

_LONGEST_NAME = 60


class Exporter(Protocol):
    """One format. `render` is pure: the same document gives the same bytes."""

    format: ExportFormat
    media_type: str

    def filename(self, document: EditionDocument) -> str:
        """A name without folders, safe on every file system: `v2g-news-volume-2-issue-3.md`."""
        ...

    def render(self, document: EditionDocument) -> bytes:
        """The file's bytes; text is UTF-8."""
        ...


def file_stem(document: EditionDocument) -> str:
    plain = unicodedata.normalize("NFKD", document.newsletter).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:_LONGEST_NAME].strip("-") or "newsletter"
    corrected = f"-revision-{document.revision}" if document.revision > 1 else ""
    return f"{name}-volume-{document.volume}-issue-{document.issue}{corrected}"
