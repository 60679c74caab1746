"""The whole way, as an editor goes it: the demonstration, a real browser, a downloaded edition."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path(os.environ.get("DESK_CHROMIUM", "/usr/bin/chromium"))
PASSWORD = "kept in a good place"
SECTIONS = ("V2G Finds—US", "V2G Finds—Global")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is not there"),
]

# What an editor would write over an extract: our own words, of a Find's length.
REWRITTEN = (
    "A new project shows how parked vehicles are moving from an idea to a resource that a grid "
    "operator can plan with. The partners named in the report have agreed on who pays, who "
    "operates, and who carries the risk when a vehicle is not plugged in. Drivers keep the last "
    "word on how full the battery has to be in the morning. The first results are expected once a "
    "full season has been measured, and the partners say they will publish them. For the market, "
    "the lesson lies in the contract rather than in the hardware: the rules for settlement were "
    "what took longest, and they are what others can copy. That is the kind of groundwork on "
    "which vehicle-to-grid programs can grow beyond single pilots."
)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """`desk demo` as a process of its own; gives the desk's address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [sys.executable, "-m", "cli.main", "--workspace", str(tmp_path / "demo")]
    process = subprocess.Popen(
        [*command, "demo", "--port", str(port), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert not faults


def test_editor_approves_five_finds_places_them_and_downloads_the_edition(
    demo: str, page: Page, tmp_path: Path
) -> None:
    make_first_account_and_sign_in_again(demo, page)
    headlines = [rewrite_and_approve(demo, page, number) for number in range(5)]
    place_in_next_edition(demo, page)
    files = {label: download(page, label, tmp_path) for label in ("Markdown", "JSON")}
    markdown = files["Markdown"].read_text(encoding="utf8")
    assert re.search(r"Volume \d+ \| Issue \d+", markdown)
    assert all(section in markdown for section in SECTIONS)
    assert markdown.count("lesson lies in the contract") == 5
    assert len(set(headlines)) == 5


def make_first_account_and_sign_in_again(demo: str, page: Page) -> None:
    page.goto(demo)
    page.get_by_label("Your name").fill("anna")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Open the desk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wait")
    page.context.clear_cookies()
    page.goto(demo)
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wait")


def rewrite_and_approve(demo: str, page: Page, number: int) -> str:
    """An extract cannot be approved; rewritten it can. Takes one from each region in turn."""
    page.goto(demo)
    section = page.locator("section").filter(has_text=SECTIONS[number % 2]).first
    section.locator("a[href^='/finds/']").first.click()
    headline = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_text("Not ready to approve.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    page.get_by_role("link", name="Rewrite").click()
    whole = page.locator("textarea[name=text]")
    expect(whole).to_have_count(1, timeout=20_000)
    whole.fill(REWRITTEN)
    page.get_by_role("button", name="Save revision 2").click()
    page.get_by_role("button", name="Approve").first.click()
    expect(page.get_by_role("status").first).to_contain_text("pproved")
    return headline


def place_in_next_edition(demo: str, page: Page) -> None:
    page.goto(f"{demo}editions")
    page.locator("form[action='/editions'] button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Volume")
    for left in range(5, 0, -1):
        expect(page.get_by_role("button", name="Place: ")).to_have_count(left)
        page.get_by_role("button", name="Place: ").first.click()
    expect(page.get_by_role("button", name="Place: ")).to_have_count(0)
    expect(page.locator("li.slot")).to_have_count(5)


def download(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name=label, exact=True).click()
    file = folder / caught.value.suggested_filename
    caught.value.save_as(file)
    return file


def _address(process: "subprocess.Popen[str]") -> str:
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"The desk is open at (http://\S+?/?)\s", line):
            return found[1].rstrip("/") + "/"
    raise AssertionError("the demonstration ended: " + "".join(said))
