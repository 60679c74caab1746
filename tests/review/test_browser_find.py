"""A find in a real browser: the proof by keys, writing that is kept, two people, no script."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from core.clock import FixedClock
from core.crawl import Dropped
from core.find import Draft, Revision
from core.run import Job, RunState
from core.source import BY_HAND
from review.web.assets import has_htmx
from storage.database import Database
from tests.review.browsing import NewPage, enter
from tests.review.seed import NOW, Seeded

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]


def current(database: Database, find_id: int) -> Revision:
    with database.read() as unit:
        return unit.finds.get(find_id).revision


def offered(database: Database, find_id: int) -> None:
    with database.unit() as unit:
        now = unit.finds.get(find_id).revision
        first = replace(now.sentences[0], text=now.sentences[0].text.replace("expand", "enlarge"))
        draft = Draft(
            headline=now.headline, sentences=(first, *now.sentences[1:]), author=now.author
        )
        unit.offers.add(find_id, draft, seen=now.number, instruction="shorter", now=NOW)


def field(page: Page) -> str:
    return page.get_by_role("textbox", name="Text", exact=True).input_value()


def test_proof_is_read_and_mended_by_keys_alone(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{find_id}")
    page.keyboard.press("n")
    expect(page.locator("#s-0")).to_be_focused()
    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(page.locator("#s-0")).to_have_attribute("aria-current", "true")
    page.keyboard.press("]")
    page.keyboard.press("n")
    page.keyboard.press("[")
    expect(page.locator("#s-2")).to_be_focused()
    expect(page.locator("#line-2 .around").first).to_be_visible()
    expect(page.locator("#line-0 .around").last).to_be_hidden()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-mend]')"):
            break
    page.keyboard.press("Enter")
    box = page.locator("#mend-2")
    expect(box).to_be_focused()
    box.fill(box.input_value().replace("$450", "$400"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("The sentence is mended.")
    expect(page.locator("#s-2")).to_have_attribute("aria-current", "true")
    expect(page.locator("#s-2")).to_contain_text("$400")
    assert "$400" in current(database, find_id).sentences[2].text


def test_full_texts_open_beside_the_proof_at_the_passage(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{seeded.find('Sixty')}")
    page.locator("#s-4").click()
    page.locator("[data-does=read]").click()
    passage = page.locator("[data-reader] mark.is-on")
    expect(passage).to_contain_text("guarantees the batteries for ten years")
    expect(passage).to_be_in_viewport()
    expect(page.locator("[data-does=original]")).to_have_count(1)
    page.locator("#s-2").click()
    expect(passage).to_contain_text("will pay the district $400")
    page.get_by_role("link", name="Close").click()
    expect(page.locator("[data-reader]")).to_have_count(0)
    expect(page.locator("#s-2")).to_be_focused()


def test_typed_text_survives_reload_and_a_closed_window(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{find_id}/edit")
    page.get_by_role("textbox", name="Text", exact=True).fill("A groundbreaking plan of Utr")
    expect(page.locator("[data-kept]")).to_contain_text("Kept for you")
    expect(page.locator(".mirror .flagged").first).to_have_text("groundbreaking")
    expect(page.locator("#words")).to_contain_text("5 words")
    page.reload()
    assert field(page) == "A groundbreaking plan of Utr"
    page.get_by_role("textbox", name="Text", exact=True).press_sequentially("echt")
    page.context.close()
    again = enter(new_page(), address)
    again.goto(f"{address}/finds/{find_id}")
    expect(again.get_by_text("You have a text here that is not saved yet")).to_be_visible()
    again.get_by_role("link", name="Go on writing").click()
    again.wait_for_url("**/edit")
    assert "A groundbreaking plan of Utr" in field(again)
    assert current(database, find_id).number == 1


def test_text_typed_before_the_scripts_have_come_is_kept_all_the_same(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    page = enter(new_page(), address)
    text = page.get_by_role("textbox", name="Text", exact=True)

    def type_first(script: Route) -> None:
        text.fill("A plan for the early hours.")
        script.continue_()

    page.route("**/static/js/writing.js", type_first, times=1)
    page.goto(f"{address}/finds/{find_id}/edit")
    expect(page.locator("[data-kept]")).to_contain_text("Kept for you")
    expect(page.locator("#words")).to_contain_text("6 words")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"{address}/finds/{find_id}")
    assert current(database, find_id).text == "A plan for the early hours."


def test_editing_in_place_and_back(address: str, new_page: NewPage, seeded: Seeded) -> None:
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{seeded.find('Utrecht')}")
    page.keyboard.press("e")
    page.wait_for_url("**/edit")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_visible()
    expect(page.locator(".mirror")).not_to_be_empty()
    page.go_back()
    expect(page.locator("[data-proof]")).to_be_visible()


def test_two_who_write_see_one_another_and_choose_place_by_place(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ann, ben = enter(new_page(), address, "Ann"), enter(new_page(), address)
    ann.goto(f"{address}/finds/{find_id}/edit")
    ben.goto(f"{address}/finds/{find_id}")
    expect(ben.locator("#presence")).to_contain_text("Ann is editing this")
    text = field(ann)
    ben.goto(f"{address}/finds/{find_id}/edit")
    ann.get_by_role("textbox", name="Text", exact=True).fill(text.replace("from 50", "from 60"))
    ann.get_by_role("button", name="Save revision 2").click()
    ann.wait_for_url(f"{address}/finds/{find_id}")
    ben.get_by_role("textbox", name="Text", exact=True).fill(text.replace("from 50", "from 40"))
    with ben.expect_response(lambda answer: answer.status == 409):
        ben.get_by_role("button", name="Save revision 2").click()
    place = ben.get_by_role("group", name="Both of you changed this")
    expect(place.get_by_role("radio", name="Both")).to_be_checked()
    place.get_by_role("radio", name="Yours").check()
    ben.get_by_role("button", name="Save this as revision 3").click()
    ben.wait_for_url(f"{address}/finds/{find_id}")
    assert current(database, find_id).text == text.replace("from 50", "from 40")


def test_draft_asked_for_comes_to_the_open_page_and_is_taken_in_part(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{find_id}")
    page.locator("[data-does=redraft]").click()
    page.get_by_label("What should be different?").fill("shorter")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#offer")).to_contain_text("Another draft is asked for")
    offered(database, find_id)
    expect(page.locator("#offer-title")).to_contain_text("Another draft: “shorter”")
    page.get_by_role("checkbox", name="enlarge").check()
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.locator("[data-toast]")).to_contain_text("Taken in part")
    assert "will enlarge" in current(database, find_id).text


def test_find_is_worked_without_script(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    offered(database, find_id)
    page = enter(new_page(java_script_enabled=False), address)
    page.goto(f"{address}/finds/{find_id}")
    page.locator("#s-2").click()
    expect(page.locator("#s-2")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Full texts").click()
    expect(page.locator("[data-reader] mark.is-on").first).to_be_visible()
    page.get_by_role("checkbox", name="enlarge").check()
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.locator("[data-toast]")).to_contain_text("Taken in part")
    page.goto(f"{address}/finds/{find_id}/edit")
    page.get_by_role("textbox", name="Text", exact=True).fill("For later.")
    page.get_by_role("button", name="Keep for later").click()
    assert field(page) == "For later."
    page.get_by_role("button", name="Drop it").click()
    assert "will enlarge" in field(page)
    page.goto(f"{address}/finds/{find_id}")
    page.get_by_role("button", name="Show what changed").click()
    expect(page.locator(".difference ins")).to_have_text("enlarge")
    page.get_by_role("button", name="Restore revision 1").click()
    expect(page.locator("[data-toast]")).to_contain_text("Revision 1 is back, as revision 3.")


@pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["script", "no script"]
)
def test_stories_are_merged_split_and_led(
    address: str, new_page: NewPage, database: Database, seeded: Seeded, options: dict[str, bool]
) -> None:
    find_id = seeded.find("Sixty")
    page = enter(new_page(**options), address)
    page.goto(f"{address}/finds/{find_id}/story")
    page.get_by_role("searchbox").fill("Utrecht")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name=re.compile("Merge into this.*: Utrecht")).click()
    expect(page.locator("[data-toast]")).to_contain_text("Merged: this story has 5 articles now.")
    page.get_by_role("button", name="Take it apart again").click()
    expect(page.locator("[data-toast]")).to_contain_text("Taken apart again.")
    page.get_by_role("button", name=re.compile("Let it lead.*: School board")).click()
    expect(page.locator("[data-toast]")).to_contain_text("It leads now.")
    page.get_by_role("checkbox", name="Choose: School buses to support").check()
    page.get_by_role("button", name="Split the ticked ones off").click()
    expect(page.locator("[data-toast]")).to_contain_text("Split off")
    with database.read() as unit:
        story = unit.stories.get(unit.finds.get(find_id).story_id)
        lead = unit.articles.get(story.lead_id)
    assert (len(story.members), lead.title) == (2, "School board votes 7-2 for bus power deal")


def test_address_is_confirmed_and_its_fate_comes_to_the_open_page(
    address: str, new_page: NewPage, database: Database, clock: FixedClock
) -> None:
    page = enter(new_page(), address)
    page.goto(f"{address}/add?url=https%3A%2F%2Fgridpost.example%2Fv2g")
    bookmark = page.get_by_role("link", name="To the desk")
    expect(bookmark).to_have_attribute(
        "href",
        f"javascript:void(location.href='{address}/add?url='+encodeURIComponent(location.href))",
    )
    bookmark.click()
    expect(page.locator("#live")).to_contain_text("Drag it")
    page.get_by_role("button", name="Fetch it").click()
    expect(page.locator("#fate")).to_contain_text("Waits for its turn")
    with database.unit() as unit:
        (run,) = unit.runs.about(Job.COLLECT, BY_HAND)
        unit.runs.claim([Job.COLLECT], now=NOW, lease_seconds=9, holder="t", only=run.run_id)
        unit.runs.finish(run.run_id, RunState.DONE, now=NOW)
        unit.articles.add_dropped(
            Dropped(source=BY_HAND, url=run.argument, title="", code="http_404",
                    reason="The page answered 404: it is not there.", at=NOW)
        )  # fmt: skip
    expect(page.locator("#fate")).to_contain_text("The page answered 404: it is not there.")


AXE = Path(__file__).parents[1] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.mark.skipif(not AXE.is_file(), reason="AXE IS NOT INSTALLED: PAGES WERE NOT LOOKED THROUGH")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_find_are_in_order_and_never_scroll_sideways(
    address: str, new_page: NewPage, database: Database, seeded: Seeded, scheme: str
) -> None:
    find_id = seeded.find("Utrecht")
    offered(database, find_id)
    page = enter(new_page(color_scheme=scheme), address)
    find = f"/finds/{find_id}"
    wrong: list[str] = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in (
            find, f"{find}?at=1&read=1", f"{find}/edit", f"{find}/story?q=Harbor",
            f"{find}/history", "/add?url=x",
        ):  # fmt: skip
            page.goto(address + path)
            page.evaluate(AXE.read_text(encoding="utf8"))
            found = page.evaluate(f"axe.run(document.querySelector('#page'), {json.dumps(RULES)})")
            wrong += [
                f"{width} {path}: {one['id']} {one['nodes'][0]['html'][:200]}"
                for one in found["violations"]
            ]
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if page.evaluate(wide):
                wrong.append(f"{width} {path} scrolls sideways")
    assert not wrong, "\n".join(wrong)
