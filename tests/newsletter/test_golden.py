"""The files of the sample edition, byte for byte.

After a wanted change: `DESK_WRITE_GOLDEN=1 python -m pytest tests/newsletter/test_golden.py`
writes them anew; look at the difference before it is committed.
"""

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from core.edition import ExportFormat
from newsletter.exporters import EXPORTERS
from tests.newsletter.samples import make_document

GOLDEN = Path(__file__).parent / "golden"
SHAPE = [
    r"Volume 2 \| Issue 3",
    r"The depots .*",
    r"From Utrecht .*",
    r"V2G Insights",
    r"“The Bus .*",
    r"February 3, 2026",
    r"Marta .*",
    r"What changed first\?",
    r"The contract .*",
    r"- a charger .*",
    r"> We .*",
    r"The figures .*",
    r"https://v2gnews\.example/.*",
    r"V2G Intelligence",
    r"Why Tariffs.*",
    r"February 3, 2026",
    r"Bidirectional .*",
    r"Three .*",
    r"V2G Finds—US",
    r"Harbor .*",
    r"What makes .*",
    r"2/2/2026",
    r"Regulators .*",
    r"1/29/2026",
    r"Northfield .*",
    r"1/22/2026",
    r"V2G Finds—Global",
    r"A housing .*",
    r"1/30/2026",
    r"Kansai .*",
    r"1/27/2026",
    r"Did this .*",
]


@pytest.mark.parametrize("format", ExportFormat)
def test_render_sample_edition_equals_the_golden_file(
    format: ExportFormat,  # noqa: A002
) -> None:
    exporter, document = EXPORTERS[format], make_document()
    name, rendered = exporter.filename(document), exporter.render(document)
    if format is ExportFormat.WORD:
        # A compressed file differs from one version of the compressor to the next: its text counts.
        name, rendered = f"{name}.xml", word_text(rendered)
    if os.environ.get("DESK_WRITE_GOLDEN") == "1":
        (GOLDEN / name).write_bytes(rendered)
    assert rendered == (GOLDEN / name).read_bytes()


def word_text(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = parts.read("word/document.xml")
    return text.replace(b"><w:p>", b">\n<w:p>") + b"\n"


def test_render_plain_text_has_the_shape_of_a_printed_edition() -> None:
    text = EXPORTERS[ExportFormat.TEXT].render(make_document()).decode()
    blocks = text.rstrip("\n").split("\n\n")
    assert len(blocks) == len(SHAPE)
    for pattern, block in zip(SHAPE, blocks, strict=True):
        assert re.fullmatch(pattern, block, re.DOTALL), (pattern, block)


@pytest.mark.parametrize("format", ExportFormat)
def test_render_twice_gives_the_same_bytes(format: ExportFormat) -> None:  # noqa: A002
    assert EXPORTERS[format].render(make_document()) == EXPORTERS[format].render(make_document())
