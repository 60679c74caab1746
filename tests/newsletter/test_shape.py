"""An exported edition, laid beside a real one, has its shape."""

import os
from pathlib import Path

import pytest

from core.edition import ExportFormat
from newsletter.exporters import EXPORTERS
from tests.newsletter.archive.shapes import text_edition
from tests.newsletter.samples import NEWSLETTER, make_document
from tests.newsletter.shape import SHAPE, shape_of


def exported() -> str:
    return EXPORTERS[ExportFormat.TEXT].render(make_document()).decode()


def test_exported_edition_has_the_shape() -> None:
    letters = shape_of(exported(), NEWSLETTER)
    assert SHAPE.fullmatch(letters), letters


def test_edition_written_by_hand_has_the_shape() -> None:
    assert shape_of(text_edition(), NEWSLETTER) == "NPPKTDPKTDPSPdPdSPdPdP"


@pytest.mark.parametrize(
    ("old", "new"),
    [("2/2/2026\n\n", ""), ("V2G Insights\n\n", ""), ("Volume 2 | Issue 3\n\n", "")],
    ids=["date", "series", "number"],
)
def test_shape_sees_what_is_missing(old: str, new: str) -> None:
    text = exported()
    assert old in text
    assert not SHAPE.fullmatch(shape_of(text.replace(old, new, 1), NEWSLETTER))


@pytest.mark.corpora
def test_real_edition_has_the_same_shape() -> None:
    corpora = os.environ.get("DESK_CORPORA", "")
    path = Path(corpora, "..", "editions", "volume-2-issue-3.txt")
    if not corpora or not path.exists():
        pytest.skip("DESK_CORPORA names no folder beside the real edition: shapes are not compared")
    letters = shape_of(path.read_text("utf8"), NEWSLETTER)
    assert SHAPE.fullmatch(letters), letters
