"""The mail as a reader sees it, wide and narrow, light and dark.

`DESK_WRITE_PICTURES=1 python -m pytest tests/newsletter/test_pictures.py` writes the pictures of
`docs/images/` anew.
"""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from core.edition import ExportFormat
from newsletter.exporters import write_export
from tests.newsletter.samples import make_document
from tests.newsletter.test_mail_in_browser import browser as browser
from tests.newsletter.test_mail_in_browser import pytestmark as pytestmark

IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 375])
def test_picture_of_the_mail_is_readable_to_its_end(
    browser: Browser, width: int, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    path = write_export(make_document(), ExportFormat.HTML, tmp_path)
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    picture = page.screenshot(full_page=True)
    assert page.get_by_text("Did this help?").is_visible()
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('p, a, li, h1, h2, h3')]"
        ".filter(e => e.offsetHeight).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 14
    page.close()
    if os.environ.get("DESK_WRITE_PICTURES") == "1":
        (IMAGES / f"mail-{width}-{scheme}.png").write_bytes(picture)
