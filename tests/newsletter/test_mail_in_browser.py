"""The mail as a browser shows it: it fits, it fetches nothing, and nothing in it runs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, sync_playwright

from core.edition import ExportFormat
from newsletter.exporters import write_export
from tests.newsletter.samples import make_document
from tests.newsletter.test_hostile import ALL, everywhere

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium on the PATH: the mail is not looked at"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [320, 375, 600, 1200])
def test_mail_any_width_needs_no_sideways_scrolling(
    browser: Browser, width: int, tmp_path: Path
) -> None:
    path = write_export(make_document(), ExportFormat.HTML, tmp_path)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(253, 252, 248)"), ("dark", "rgb(23, 22, 19)")]
)
def test_mail_colour_scheme_is_followed(
    browser: Browser, scheme: str, paper: str, tmp_path: Path
) -> None:
    path = write_export(make_document(), ExportFormat.HTML, tmp_path)
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.close()


def test_mail_hostile_text_runs_nothing_and_asks_for_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    dialogs: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", note_dialog)
    path = write_export(everywhere("\n\n".join(ALL.values())), ExportFormat.HTML, tmp_path)
    page.goto(path.as_uri())
    page.wait_for_timeout(300)
    assert asked == [path.as_uri()]
    assert dialogs == []
    assert page.title()
    page.close()
