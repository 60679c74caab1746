"""The steps of an editor's day, the same for every manner; each waits for what it brought about."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from core.delivery import Target
from newsletter.exporters import EXPORTERS
from tests.day.hands import Hands, look_until
from tests.newsletter.samples import NEWSLETTER
from tests.newsletter.shape import SHAPE, shape_of

Pause = Callable[[], None]

PASSWORD = "kept in a good place"
SECTIONS = ("V2G Finds—US", "V2G Finds—Global")


def come_in(hands: Hands, address: str, name: str) -> None:
    """Signs in; whoever comes first makes the first account."""
    page = hands.page
    page.goto(address)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    first = page.get_by_label("Your name").count() > 0
    hands.write(name, page.get_by_label("Your name" if first else "Name"))
    hands.write(PASSWORD, page.get_by_label("A password" if first else "Password"))
    hands.press(page.get_by_role("button", name="Open the desk" if first else "Sign in"))
    expect(heading).to_contain_text("wait")


def let_in(hands: Hands, name: str) -> None:
    page = hands.page
    hands.go("People")
    hands.write(name, page.get_by_label("Name", exact=True))
    hands.write(PASSWORD, page.get_by_label("First password"))
    hands.press(page.get_by_role("button", name="Let them in"))
    said(page, f"{name} may come in as editor")


def triage_twelve(hands: Hands) -> None:
    """Four rejected, each for another reason, four held and one of them back, four approved."""
    hands.go("Queue")
    page = hands.page
    before = {tab: number_of(page, tab) for tab in ("Approved", "Held", "Rejected")}
    extracts = ids(page.locator("[data-row]", has_text="verbatim extract"))
    for number, row in enumerate(extracts[:4], start=1):
        hands.reject(row, number)
        gone(page, row, "Rejected")
    for row in extracts[4:8]:
        hands.hold(row)
        gone(page, row, "Held")
    hands.undo()
    said(page, "Undone")
    for row in clean(page, SECTIONS[0])[:2] + clean(page, SECTIONS[1])[:2]:
        hands.approve(row)
        gone(page, row, "Approved")
    hands.go("Queue")
    after = {tab: number_of(page, tab) - before[tab] for tab in before}
    assert after == {"Approved": 4, "Held": 3, "Rejected": 4}


def mend_a_flagged_sentence(hands: Hands) -> None:
    """The first draft with a flag: its sentence is rewritten, and what nothing proves in it
    accepted with a reason."""
    open_a_flagged_find(hands)
    page = hands.page
    hands.find_flag()
    line = page.locator("[data-line].is-on")
    expect(line.locator(".note")).not_to_have_count(0)
    sentence = line.get_attribute("data-line")
    line = page.locator(f"#line-{sentence}")
    hands.press(line.locator("[data-mend]"))
    hands.write("The partners have signed.", line.get_by_label(re.compile("Sentence")))
    hands.press(line.get_by_role("button", name="Save the sentence"))
    said(page, "The sentence is mended.")
    expect(page.locator(f"#s-{sentence}")).to_contain_text("The partners have signed.")
    hands.press(line.locator("[data-accept]"))
    hands.write("Read in the contract.", line.get_by_label("Why may it stand?"))
    hands.press(line.get_by_role("button", name="Let it stand"))
    said(page, "may stand.")
    expect(line).to_contain_text("Stands, says the editor: Read in the contract.")


def open_a_flagged_find(hands: Hands) -> None:
    hands.go("Queue")
    page = hands.page
    ready = page.locator("[data-row]", has=page.locator("[data-does=approve]"))
    hands.open_row(ids(ready.filter(has=page.locator(".tag.flag", has_text="flag")))[0])


def save_against_a_second_editor(
    hands: Hands, other: Hands, *, before_choosing: Pause = lambda: None
) -> None:
    """Both open one text; the second to save gets both versions, and what both kept is one."""
    hands.go("Queue")
    row = clean(hands.page, SECTIONS[1])[0]
    for editor in (hands, other):
        editor.go("Queue")
        editor.open_row(row)
        editor.edit()
    field = hands.page.locator("textarea[name=text]")
    text = field.input_value()
    other.write(f"{text} The second editor adds this.", other.page.locator("textarea[name=text]"))
    other.save(other.page.get_by_role("button", name="Save revision 2"))
    said(other.page, "Saved as revision 2")
    hands.write(f"The first editor begins with this. {text}", field)
    hands.save(hands.page.get_by_role("button", name=re.compile("Save revision")))
    expect(hands.page.locator("#conflict-title")).to_contain_text("Someone saved in between.")
    before_choosing()
    hands.press(hands.page.get_by_role("button", name="Save this as revision 3"))
    said(hands.page, "Saved as revision 3")
    galley = hands.page.locator("[data-galley]")
    expect(galley).to_contain_text("The first editor begins with this.")
    expect(galley).to_contain_text("The second editor adds this.")


def merge_two_stories(hands: Hands) -> None:
    hands.go("Queue")
    page = hands.page
    hands.open_row(clean(page, SECTIONS[0])[0])
    hands.press(page.get_by_role("link", name="Merge, split, choose the lead"))
    expect(page.locator("[data-page=story]")).to_be_visible()
    hands.write("Helsinki", page.get_by_role("searchbox"))
    hands.press(page.get_by_role("button", name="Search"))
    hands.press(page.get_by_role("button", name=re.compile("Merge into this.*Helsinki")))
    said(page, "Merged: this story has")
    expect(page.locator("main")).to_contain_text("Merged by hand")


def add_an_address(hands: Hands, url: str, *, before_opening: Pause = lambda: None) -> None:
    """One that no feed brought: it is fetched, judged, grouped, drafted, and approved."""
    hands.go("Articles")
    page = hands.page
    hands.press(page.get_by_role("link", name="Add one by its address"))
    hands.write(url, page.get_by_label("Address of the article"))
    hands.press(page.get_by_role("button", name="Fetch it"))
    expect(page.locator("#fate")).to_be_visible()
    drafted = page.get_by_role("link", name="Open the find")
    hands.wait_for(drafted)
    expect(page.locator("#fate")).to_contain_text("Petersburg's spare ambulance")
    before_opening()
    hands.press(drafted)
    expect(page.locator("[data-page=find]")).to_be_visible()
    approve = page.locator(".find-head [data-does=approve]")
    hands.press(approve)
    said(page, "Approved: Illinois ambulance district")


def build_edition(hands: Hands) -> str:
    """An edition with all that is approved and two features; gives its address."""
    hands.go("Editions")
    page = hands.page
    hands.press(page.get_by_role("button", name="Make this edition"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Volume")
    address = page.url
    buttons = page.get_by_role("button", name="Place: ")
    while left := buttons.count():
        hands.press(buttons)
        expect(buttons).to_have_count(left - 1)
    for title in ("First piece", "Second piece"):
        hands.press(page.locator("summary", has_text="Add a feature"))
        form = page.locator("details[open] .feature-form")
        hands.write(title, form.get_by_label("Title"))
        hands.write("What v2g needs next.", form.get_by_label("Lead text"))
        hands.write("https://v2g.test/a?utm_source=desk", form.get_by_label("Link to the whole"))
        hands.press(form.get_by_role("button", name="Save the feature"))
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    return address


def fix_three_points(hands: Hands) -> None:
    """No introduction, a misspelt acronym, a link with tracking: each at its place."""
    page = hands.page
    findings = page.locator(".findings")
    for text in ("no introduction yet", "“v2g” is spelled “V2G”", "carries tracking"):
        expect(findings.get_by_text(text).first).to_be_visible()
    hands.press(findings.locator("li", has_text="no introduction yet").get_by_role("link"))
    hands.write("What is new.", page.locator("form[action$='/introduction'] textarea"))
    hands.press(page.get_by_role("button", name="Save the introduction"))
    expect(findings.get_by_text("no introduction yet")).to_have_count(0)
    for title in ("Second piece", "First piece"):
        piece = page.locator("article.feature", has_text=title)
        hands.press(piece.locator("summary"))
        hands.write("What V2G needs next.", piece.get_by_label("Lead text"))
        hands.write("https://v2g.test/a", piece.get_by_label("Link to the whole piece"))
        hands.press(piece.get_by_role("button", name="Save the feature"))
        said(page, f"“{title}” is saved")
    for text in ("is spelled", "carries tracking"):
        expect(findings.get_by_text(text)).to_have_count(0)


def export_all(hands: Hands, folder: Path) -> dict[str, Any]:
    """The edition as JSON, once every format is a file that is not empty and its text has the
    shape of the editions that ran: number, introduction, features, sections of dated finds."""
    buttons = hands.page.locator("form.exports button")
    files = [
        hands.download(hands.page.get_by_role("button", name=label, exact=True), folder)
        for label in buttons.all_inner_texts()
    ]
    assert len({file.name for file in files}) == len(EXPORTERS)
    assert all(file.stat().st_size for file in files)
    (document,) = (json.loads(f.read_text("utf8")) for f in files if f.suffix == ".json")
    (text,) = (file.read_text("utf8") for file in files if file.suffix == ".txt")
    letters = shape_of(text, NEWSLETTER)
    assert SHAPE.fullmatch(letters), letters
    return dict(document)


def ask_for_all_drafts(hands: Hands, edition: str) -> None:
    """Asks at each platform, then looks until all six are there. The page has been exported from:
    what it shows is from before, so it is opened anew."""
    page = hands.page
    page.goto(edition)
    hands.press(page.get_by_role("link", name="Make drafts at platforms"))
    for target in Target:
        hands.press(page.get_by_role("button", name=f"Make a draft at {target.label}"))
        said(page, f"A draft at {target.label}")
    look_until(page, page.locator(".health.good"), len(Target))


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-toast]")).to_contain_text(text)


def gone(page: Page, row: str, what: str) -> None:
    said(page, what)
    expect(page.locator(f"#{row}")).to_have_count(0)


def ids(rows: Locator) -> list[str]:
    return [row.get_attribute("id") or "" for row in rows.all()]


def clean(page: Page, section: str) -> list[str]:
    """The rows of this section that can be approved and have no flag."""
    rows = page.locator("section").filter(has_text=section).first.locator("[data-row]")
    ready = rows.filter(has=page.locator("[data-does=approve]"))
    return ids(ready.filter(has_not=page.locator(".tag.flag")))


def number_of(page: Page, tab: str) -> int:
    label = page.get_by_label("State").get_by_role("link", name=re.compile(rf"^{tab}"))
    return int(label.locator(".num").inner_text())
