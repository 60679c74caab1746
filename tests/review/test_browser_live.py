"""Selecting, the palette and live updates in a real browser."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from core.workflow import FindState, Move
from review.web.assets import has_htmx
from storage.database import Database
from tests.review.browsing import PATIENCE_MS, NewPage, enter
from tests.review.live import OneFileLate, Streams, served
from tests.review.seed import NOW, Seeded

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]

IN_BACKGROUND = 'Object.defineProperty(document, "hidden", { value: true })'


def _state(database: Database, find_id: int) -> FindState:
    with database.read() as unit:
        return unit.finds.get(find_id).state


def test_selected_finds_are_rejected_by_keys_and_taken_back_with_one(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.keyboard.press("s")
    page.keyboard.press("J")
    page.keyboard.press("J")
    expect(page.locator("[data-picked]")).to_have_text("2 selected")
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.locator("[data-toast]")).to_contain_text("Rejected (duplicate): 2 finds.")
    assert _state(database, seeded.find("Sixty")) is FindState.REJECTED
    assert _state(database, seeded.find("Colorado")) is FindState.REJECTED
    page.keyboard.press("z")
    expect(page.locator("[data-toast]")).to_contain_text("Undone: 2 finds.")
    assert _state(database, seeded.find("Sixty")) is FindState.DRAFTED


def test_changed_row_fetches_itself_and_new_finds_wait_without_moving_anything(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    utrecht, sixty = seeded.find("Utrecht"), seeded.find("Sixty")
    with database.unit() as unit:
        unit.finds.move(sixty, Move.HOLD, actor="Ann", now=NOW)
    page = enter(new_page(), address)
    link = page.get_by_role("link", name="Utrecht takes")
    link.focus()
    below = page.get_by_role("link", name="Osaka aggregator")
    top = below.bounding_box()
    with database.unit() as unit:
        unit.finds.move(utrecht, Move.APPROVE, actor="Ann", now=NOW)
        unit.finds.move(sixty, Move.RESTORE, actor="Ann", now=NOW)
    row = page.locator(f"#find-{utrecht}")
    expect(row).to_contain_text("Approved now, by Ann")
    expect(link).to_be_focused()
    news = page.locator("#news")
    expect(news).to_have_text("1 new")
    assert below.bounding_box() == top
    expect(page.get_by_role("link", name="Sixty North")).to_have_count(0)
    news.click()
    expect(page.get_by_role("link", name="Sixty North")).to_be_visible()


def test_tabs_opened_in_the_background_leave_the_connections_to_the_one_that_is_looked_at(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    # A browser keeps six connections to a host, and each stream would hold one.
    looked_at = enter(new_page(), address)
    for _ in range(8):
        tab = looked_at.context.new_page()
        tab.add_init_script(IN_BACKGROUND)
        tab.goto(address)
    looked_at.get_by_role("link", name="Utrecht takes").click()
    expect(looked_at).to_have_url(f"{address}/finds/{seeded.find('Utrecht')}")


@pytest.mark.parametrize(
    "late", ["/static/js/desk.js", "/static/js/live.js", "/assets/hx-sse.js", "/assets/htmx.js"]
)
def test_tab_in_the_background_gives_its_stream_back_whichever_script_comes_last(
    app: FastAPI, new_page: NewPage, late: str
) -> None:
    streams = Streams()
    app.add_middleware(OneFileLate, late=late, streams=streams)
    with served(app) as address:
        tab = new_page()
        tab.add_init_script(IN_BACKGROUND)
        enter(tab, address)
        for _ in range(PATIENCE_MS // 100):
            if streams == Streams(asked=1, open=0):
                break
            tab.wait_for_timeout(100)
        assert streams == Streams(asked=1, open=0)


def test_palette_goes_to_pages_does_actions_and_finds_finds(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="A page, an action")).to_be_focused()
    page.keyboard.type("utrecht")
    option = page.get_by_role("option", name="Utrecht takes")
    expect(option).to_be_visible()
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/finds/{seeded.find('Utrecht')}")
    page.keyboard.press("Control+k")
    page.keyboard.type("runs and")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/runs")


def test_key_that_begins_a_chord_waits_for_the_second(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    find = f"{address}/finds/{seeded.find('Sixty')}"
    page.goto(find)
    page.keyboard.press("g")
    field = page.locator("details[open] [data-does=region-global]")
    expect(field).to_be_visible()
    page.goto(find)
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(f"{address}/runs")


def test_keys_rest_while_an_input_method_composes(address: str, new_page: NewPage) -> None:
    page = enter(new_page(), address)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: '?', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator("#sheet")).not_to_be_visible()
    page.keyboard.press("g")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.keyboard.press("q")
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()


def test_bulk_works_without_script(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(java_script_enabled=False), address)
    for name in ("Sixty", "Utrecht"):
        page.get_by_role("checkbox", name=f"Select: {name}").check()
    page.get_by_role("form", name="With the selected finds").get_by_role(
        "button", name="Hold", exact=False
    ).first.click()
    expect(page.locator("[data-toast]")).to_contain_text("Held: 2 finds.")
    page.get_by_role("button", name="Undo").click()
    assert _state(database, seeded.find("Sixty")) is FindState.DRAFTED
