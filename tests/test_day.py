"""An editor's day on the demonstration, in a real browser: triage, proof, a second editor, stories,
an address, the edition, its lint, its files and its drafts; then without script, then by keys."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.delivery import Target
from newsletter.exporters import EXPORTERS
from review.web.assets import has_htmx
from tests.platform_server import Platforms, serve_platforms
from tests.review.browsing import NewPage, launched, windows

PASSWORD = "kept in a good place"
PATIENCE_MS = 20_000
SECTIONS = ("V2G Finds—US", "V2G Finds—Global")
FOUND = "/stories/hunter-coast-two-way-solar-pricing"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]


@pytest.fixture(scope="module")
def platforms() -> Iterator[Platforms]:
    with serve_platforms() as running:
        yield running


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(workspace: Path, platforms: Platforms) -> Iterator[str]:
    """`desk demo` with recorded drafts and all platforms set up; gives the desk's address, without
    a slash at its end. One for all days: it takes as long as they do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    desk = [sys.executable, "-m", "cli.main", "--workspace", str(workspace)]
    process = subprocess.Popen(
        [*desk, "demo", "--writer", "recorded", "--port", str(port), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | platforms.environment(),
    )
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    expect.set_options(timeout=PATIENCE_MS)
    with windows(chromium) as make:
        yield make
    expect.set_options(timeout=5_000)


def test_day_with_mouse_and_keys_ends_in_files_and_six_drafts(
    demo: str, new_page: NewPage, platforms: Platforms, workspace: Path, tmp_path: Path
) -> None:
    page = come_in(new_page(), demo, "anna")
    let_in(page, demo, "ben")
    triage_twelve_by_keys(page, demo)
    mend_a_flagged_sentence(page, demo)
    save_against_a_second_editor(page, come_in(new_page(), demo, "ben"), demo)
    merge_two_stories(page, demo)
    add_an_address(page, demo, (workspace / "sample-web-port").read_text())
    number = build_edition(page, demo)
    fix_three_points(page)
    document = export_all(page, tmp_path)
    assert [piece["title"] for piece in document["features"]] == ["First piece", "Second piece"]
    ask_for_all_drafts(page, f"{demo}/editions/{number}/hand-over")
    assert sorted(post.target for post in platforms.posts) == sorted(Target)
    assert all(post.is_draft for post in platforms.posts)


def test_day_without_script_goes_the_main_way(
    demo: str, new_page: NewPage, platforms: Platforms, tmp_path: Path
) -> None:
    page = come_in(new_page(java_script_enabled=False), demo, "anna")
    for section in SECTIONS:
        page.goto(demo)
        column = page.locator("section").filter(has_text=section).first
        column.get_by_role("button", name="Approve").first.click()
        expect(page.locator("[data-toast]")).to_contain_text("pproved")
    new_edition(page, demo)
    place_all(page)
    document = export_all(page, tmp_path)
    assert [len(section["finds"]) for section in document["sections"]] == [1, 1]
    before = len(platforms.posts)
    ask_for_all_drafts(page, f"{page.url}/hand-over")
    assert len(platforms.posts) == before + len(Target)
    assert platforms.published() == []


def test_day_by_keys_alone_goes_from_the_queue_to_a_file(
    demo: str, new_page: NewPage, tmp_path: Path
) -> None:
    page = come_in(new_page(), demo, "anna")
    for section in SECTIONS:
        ready = approvable(page, demo, section)
        go_to(page, ready)
        page.keyboard.press("a")
        expect(page.locator("[data-toast]")).to_contain_text("Approved")
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Editions")
    listening(page)
    tab_to(page, "form[action='/editions'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Volume")
    for left in (1, 0):
        listening(page)
        tab_to(page, "form[action$='/place'] button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Place: ")).to_have_count(left)
    tab_to(page, "form.exports button")
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    file = tmp_path / caught.value.suggested_filename
    caught.value.save_as(file)
    assert all(section in file.read_text("utf8") for section in SECTIONS)


def come_in(page: Page, demo: str, name: str) -> Page:
    """Signs in; whoever comes first makes the first account."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(demo)
    first = page.get_by_label("Your name").count() > 0
    page.get_by_label("Your name" if first else "Name").fill(name)
    page.get_by_label("A password" if first else "Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the desk" if first else "Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wait")
    return page


def let_in(page: Page, demo: str, name: str) -> None:
    page.goto(f"{demo}/people")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("First password").fill(PASSWORD)
    page.get_by_role("button", name="Let them in").click()
    expect(page.locator("[data-toast]")).to_contain_text(f"{name} may come in as editor")


def triage_twelve_by_keys(page: Page, demo: str) -> None:
    """Four rejected, three held and one of them back, four approved: each looked at by its key."""
    open_queue(page, demo)
    before = {tab: number_of(page, tab) for tab in ("Approved", "Held", "Rejected")}
    extracts = [
        row.get_attribute("id") or ""
        for row in page.locator("[data-row]", has_text="verbatim extract").all()
    ]
    for number, row in enumerate(extracts[:4], start=1):
        go_to(page, row)
        page.keyboard.press("x")
        page.keyboard.press(str(number))
        expect(page.locator("[data-toast]")).to_contain_text("Rejected")
        expect(page.locator(f"#{row}")).to_have_count(0)
    for row in extracts[4:8]:
        go_to(page, row)
        page.keyboard.press("h")
        expect(page.locator("[data-toast]")).to_contain_text("Held")
        expect(page.locator(f"#{row}")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    for section in (*SECTIONS, *SECTIONS):
        row = approvable(page, demo, section)
        go_to(page, row)
        page.keyboard.press("a")
        expect(page.locator("[data-toast]")).to_contain_text("Approved")
        expect(page.locator(f"#{row}")).to_have_count(0)
    open_queue(page, demo)
    after = {tab: number_of(page, tab) - before[tab] for tab in before}
    assert after == {"Approved": 4, "Held": 3, "Rejected": 4}


def open_queue(page: Page, demo: str) -> None:
    page.goto(demo)
    listening(page)


def listening(page: Page) -> None:
    """The scripts of the page have come: from here on keys do something."""
    expect(page.locator("[data-open-sheet]")).to_be_visible()


def number_of(page: Page, tab: str) -> int:
    label = page.get_by_label("State").get_by_role("link", name=re.compile(rf"^{tab}"))
    return int(label.locator(".num").inner_text())


def approvable(page: Page, demo: str, section: str) -> str:
    """The row of a find of this section that can be approved and has no flag."""
    open_queue(page, demo)
    rows = page.locator("section").filter(has_text=section).first.locator("[data-row]")
    ready = rows.filter(has=page.locator("[data-does=approve]"))
    clean = ready.filter(has_not=page.locator(".tag.flag")).first
    return clean.get_attribute("id") or ""


def go_to(page: Page, row: str) -> None:
    """With `j`, as far as it takes."""
    at = page.locator(f"#{row} h3 a:focus")
    for _ in range(page.locator("[data-row]").count() + 1):
        if at.count():
            return
        page.keyboard.press("j")
    raise AssertionError(f"`j` never came to {row}")


def mend_a_flagged_sentence(page: Page, demo: str) -> None:
    """The first draft with a flag: the flag is gone to by its key, its sentence
    rewritten, and what nothing proves in it accepted with a reason."""
    open_queue(page, demo)
    ready = page.locator("[data-row]", has=page.locator("[data-does=approve]"))
    ready.filter(has=page.locator(".tag.flag", has_text="flag")).first.locator("h3 a").click()
    expect(page.locator("[data-page=find]")).to_be_visible()
    listening(page)
    page.keyboard.press("]")
    line = page.locator("[data-line].is-on")
    expect(line.locator(".note")).not_to_have_count(0)
    sentence = line.get_attribute("data-line")
    line.locator("[data-mend]").click()
    line.get_by_label(re.compile("Sentence")).fill("The partners have signed.")
    line.get_by_role("button", name="Save the sentence").click()
    expect(page.locator("[data-toast]")).to_contain_text("The sentence is mended.")
    expect(page.locator(f"#s-{sentence}")).to_contain_text("The partners have signed.")
    line = page.locator(f"#line-{sentence}")
    line.locator("[data-accept]").click()
    line.get_by_label("Why may it stand?").fill("Read in the contract.")
    line.get_by_role("button", name="Let it stand").click()
    expect(page.locator("[data-toast]")).to_contain_text("may stand.")
    expect(line).to_contain_text("Stands, says the editor: Read in the contract.")


def save_against_a_second_editor(page: Page, other: Page, demo: str) -> None:
    """Both open one text; the second to save gets both versions, and what both kept is one."""
    find = approvable(page, demo, SECTIONS[1]).removeprefix("find-")
    for window in (page, other):
        window.goto(f"{demo}/finds/{find}/edit")
        listening(window)
    text = page.locator("textarea[name=text]").input_value()
    other.locator("textarea[name=text]").fill(f"{text} The second editor adds this.")
    other.get_by_role("button", name="Save revision 2").click()
    expect(other.locator("[data-toast]")).to_contain_text("Saved as revision 2")
    page.locator("textarea[name=text]").fill(f"The first editor begins with this. {text}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#conflict-title")).to_contain_text("Someone saved in between.")
    page.get_by_role("button", name="Save this as revision 3").click()
    expect(page.locator("[data-toast]")).to_contain_text("Saved as revision 3")
    galley = page.locator("[data-galley]")
    expect(galley).to_contain_text("The first editor begins with this.")
    expect(galley).to_contain_text("The second editor adds this.")


def merge_two_stories(page: Page, demo: str) -> None:
    find = approvable(page, demo, SECTIONS[0]).removeprefix("find-")
    page.goto(f"{demo}/finds/{find}/story")
    page.get_by_role("searchbox").fill("Helsinki")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name=re.compile("Merge into this.*Helsinki")).first.click()
    expect(page.locator("[data-toast]")).to_contain_text("Merged: this story has")
    expect(page.locator("main")).to_contain_text("Merged by hand")


def add_an_address(page: Page, demo: str, port: str) -> None:
    """One that no feed brought, and whose fate comes to the open page."""
    page.goto(f"{demo}/add")
    address = page.get_by_label("Address of the article")
    address.fill(f"http://southern-current.localhost:{port}{FOUND}")
    page.get_by_role("button", name="Fetch it").click()
    fate = page.locator("#fate")
    expect(fate).to_contain_text("Off the beat: no find", timeout=60_000)
    expect(fate).to_contain_text("Hunter Coast wants 1.6 cents for midday solar.")


def new_edition(page: Page, demo: str) -> str:
    page.goto(f"{demo}/editions")
    page.locator("form[action='/editions'] button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Volume")
    return page.url.rpartition("/")[2]


def place_all(page: Page) -> None:
    buttons = page.get_by_role("button", name="Place: ")
    while left := buttons.count():
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)


def build_edition(page: Page, demo: str) -> str:
    """An edition with all that is approved and two features; gives its number in addresses."""
    number = new_edition(page, demo)
    place_all(page)
    for title in ("First piece", "Second piece"):
        page.get_by_text("Add a feature", exact=True).click()
        form = page.locator(".feature-form").last
        form.get_by_label("Title").fill(title)
        form.get_by_label("Lead text").fill("What v2g needs next.")
        form.get_by_label("Link to the whole piece").fill("https://v2g.test/a?utm_source=desk")
        form.get_by_role("button", name="Save the feature").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    return number


def fix_three_points(page: Page) -> None:
    """No introduction, a misspelt acronym, a link with tracking: each at its place."""
    findings = page.locator(".findings")
    for text in ("no introduction yet", "“v2g” is spelled “V2G”", "carries tracking"):
        expect(findings.get_by_text(text).first).to_be_visible()
    findings.locator("li", has_text="no introduction yet").get_by_role("link").click()
    page.locator("form[action$='/introduction'] textarea").fill("What continues, what is new.")
    page.get_by_role("button", name="Save the introduction").click()
    expect(findings.get_by_text("no introduction yet")).to_have_count(0)
    for title in ("Second piece", "First piece"):
        piece = page.locator("article.feature", has_text=title)
        piece.locator("summary").first.click()
        piece.get_by_label("Lead text").fill("What V2G needs next.")
        piece.get_by_label("Link to the whole piece").fill("https://v2g.test/a")
        piece.get_by_role("button", name="Save the feature").click()
        expect(page.locator("[data-toast]")).to_contain_text(f"“{title}” is saved")
    for text in ("is spelled", "carries tracking"):
        expect(findings.get_by_text(text)).to_have_count(0)


def export_all(page: Page, folder: Path) -> dict[str, Any]:
    """The edition as JSON, once every format is a file that is not empty."""
    files = []
    for label in page.locator("form.exports button").all_inner_texts():
        with page.expect_download() as caught:
            page.get_by_role("button", name=label, exact=True).click()
        files.append(folder / caught.value.suggested_filename)
        caught.value.save_as(files[-1])
    assert len({file.name for file in files}) == len(EXPORTERS)
    assert all(file.stat().st_size for file in files)
    (document,) = (json.loads(f.read_text("utf8")) for f in files if f.suffix == ".json")
    assert [section["title"] for section in document["sections"]] == list(SECTIONS)
    return dict(document)


def ask_for_all_drafts(page: Page, address: str) -> None:
    """Asks at each platform, then looks again until all six are there."""
    page.goto(address)
    for target in Target:
        page.get_by_role("button", name=f"Make a draft at {target.label}").click()
        expect(page.locator("[data-toast]")).to_contain_text(f"A draft at {target.label}")
    there = page.locator(".health.good")
    for _ in range(60):
        page.goto(address)
        if there.count() == len(Target):
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("table.cards").inner_text())


def tab_to(page: Page, selector: str) -> None:
    """With the tabulator, as far as it takes."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the tabulator never came to {selector}")


def _address(process: "subprocess.Popen[str]") -> str:
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"The desk is open at (http://\S+?)/?\s", line):
            return found[1]
    raise AssertionError("the demonstration ended: " + "".join(said))
