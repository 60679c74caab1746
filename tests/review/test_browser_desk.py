"""The desk in a real browser: keys, swaps, two editors, and nothing that fires."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from config.beat import Beat
from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.workflow import FindState
from review.web.assets import has_htmx
from storage.database import Database
from tests.review.browsing import NewPage, enter
from tests.review.conftest import MakeApp
from tests.review.hostile import PAYLOADS, seed_hostile
from tests.review.live import served
from tests.review.seed import NOW, Seeded

pytestmark = pytest.mark.browser

WHITE = "rgb(255, 255, 255)"


def _state(database: Database, find_id: int) -> FindState:
    with database.read() as unit:
        return unit.finds.get(find_id).state


@pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install")
def test_queue_is_worked_by_keys_alone(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    first = page.get_by_role("link", name="Sixty North Carolina")
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[data-toast]")).to_contain_text("Approved: Sixty")
    expect(page.get_by_role("link", name="Colorado cooperative")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Approved: Sixty")
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.locator("[data-toast]")).to_contain_text("Rejected (duplicate): Colorado")
    page.keyboard.press("z")
    expect(page.locator("[data-toast]")).to_contain_text("Undone.")
    page.get_by_role("link", name="Utrecht takes").focus()
    page.keyboard.press("h")
    expect(page.locator("[data-toast]")).to_contain_text("Held: Utrecht")
    assert page.url == f"{address}/"
    assert _state(database, seeded.find("Sixty")) is FindState.APPROVED
    assert _state(database, seeded.find("Colorado")) is FindState.DRAFTED
    assert _state(database, seeded.find("Utrecht")) is FindState.HELD


@pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install")
def test_button_pressed_in_the_moment_it_appears_does_not_load_the_page_anew(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.evaluate("""() => {
        window.stayed = true;
        new MutationObserver((_, observer) => {
            const undo = document.querySelector("[data-does=undo]");
            if (!undo) return;
            observer.disconnect();
            undo.click();
        }).observe(document.body, { childList: true, subtree: true });
    }""")
    page.get_by_role("link", name="Sixty North Carolina").focus()
    page.keyboard.press("a")
    expect(page.locator("[data-toast]")).to_contain_text("Undone.")
    assert page.evaluate("window.stayed") is True
    assert _state(database, seeded.find("Sixty")) is FindState.DRAFTED


def test_print_of_a_dark_desk_is_ink_on_white_with_nothing_to_press(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, NOW.date(), NOW)
        unit.editions.set_introduction(edition_id, "What continues.", now=NOW)
    page = enter(new_page(), address)
    page.get_by_role("button", name="Change to dark").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    for path in ("/", f"/finds/{seeded.find('Sixty')}", f"/editions/{edition_id}"):
        page.emulate_media(media="screen")
        page.goto(f"{address}{path}")
        expect(page.locator("main button:visible").first).to_be_visible()
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == WHITE
        pressed = page.locator("button:visible, .button:visible, input:visible, nav:visible")
        expect(pressed).to_have_count(0)
    expect(page.get_by_text("What continues.").locator("visible=true")).to_have_count(1)


def test_phone_shows_the_way_to_every_page_without_scrolling_sideways(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(viewport={"width": 320, "height": 640}), address, "Ann")
    for link in page.get_by_label("Desk", exact=True).get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_approve_key_on_an_extract_says_why_not(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.get_by_role("link", name="Tacoma terminal").focus()
    page.keyboard.press("a")
    expect(page.locator("[data-toast]")).to_contain_text("rewrite it first")
    assert _state(database, seeded.find("Tacoma")) is FindState.DRAFTED


def test_keys_rest_while_typing_with_modifiers_and_when_switched_off(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ax")
    page.get_by_role("link", name="Utrecht takes").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("checkbox", name="Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Utrecht takes").focus()
    page.keyboard.press("a")
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.reload()
    assert page.url == f"{address}/"
    assert _state(database, seeded.find("Utrecht")) is FindState.DRAFTED


def test_chord_goes_to_another_page(address: str, new_page: NewPage) -> None:
    page = enter(new_page(), address)
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url(f"{address}/sources")


def test_sentence_in_focus_shows_its_passage(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{seeded.find('Sixty')}")
    page.keyboard.press("]")
    expect(page.locator(".sentence.is-on [data-flag]").first).to_be_visible()
    page.locator("#s-4").click()
    passage = page.locator(".line.is-on .passage mark")
    expect(passage).to_contain_text("guarantees the batteries for ten years")
    expect(passage).to_be_in_viewport()
    expect(page.locator("#s-4")).to_have_attribute("aria-current", "true")
    page.keyboard.press("N")
    expect(page.locator(".line.is-on .passage mark")).to_contain_text(
        "Regulators approved the tariff"
    )


def test_second_save_gets_both_texts_and_loses_nothing(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ann, ben = enter(new_page(), address, "Ann"), enter(new_page(), address, "Ben")
    for page in (ann, ben):
        page.goto(f"{address}/finds/{find_id}")
        page.keyboard.press("e")
        page.wait_for_url("**/edit")
    ann.get_by_role("textbox", name="Text").fill("Utrecht buys five hundred cars. Ann wrote this.")
    expect(ann.locator("#words")).to_contain_text("8 words")
    ann.keyboard.press("Control+Enter")
    ann.wait_for_url(f"{address}/finds/{find_id}")
    ben.get_by_role("textbox", name="Text").fill("Utrecht buys five hundred cars. Ben wrote this.")
    with ben.expect_response(lambda answer: answer.status == 409):
        ben.get_by_role("button", name="Save revision 2").click()
    expect(ben.get_by_role("alert")).to_contain_text("Someone saved in between.")
    expect(ben.locator("ins")).to_have_text("Ben")
    expect(ben.locator("del")).to_have_text("Ann")
    expect(ben.get_by_role("textbox", name="Text")).to_have_value(
        "Utrecht buys five hundred cars. Ben wrote this."
    )
    ben.get_by_role("button", name="Save revision 3").click()
    ben.wait_for_url(f"{address}/finds/{find_id}")
    with database.read() as unit:
        revisions = unit.finds.revisions(find_id)
    assert [revision.author.name for revision in revisions[:2]] == ["Ben", "Ann"]


def test_day_without_script_from_queue_to_file(
    address: str, new_page: NewPage, seeded: Seeded
) -> None:
    page = enter(new_page(java_script_enabled=False), address)
    page.get_by_role("listitem").filter(has_text="Sixty North").get_by_role(
        "button", name="Approve"
    ).click()
    expect(page.locator("[data-toast]")).to_contain_text("Approved: Sixty")
    page.get_by_role("link", name="Editions").click()
    page.get_by_role("button", name="Make this edition").click()
    page.get_by_role("button", name="Place: Sixty").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert "Harbor County" in download.value.path().read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_never_scrolls_sideways(
    address: str, new_page: NewPage, seeded: Seeded, scheme: str
) -> None:
    page = enter(new_page(color_scheme=scheme), address, "Ann")
    page.set_viewport_size({"width": 375, "height": 700})
    find = f"/finds/{seeded.find('Sixty')}"
    for path in ("/", find, f"{find}/edit", "/editions", "/sources", "/articles", "/runs"):
        page.goto(address + path)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, path


@pytest.fixture
def poisoned(
    sqlite_template: Path,
    tmp_path: Path,
    make_app: MakeApp,
    shipped: tuple[Beat, Newsletter],
) -> Iterator[str]:
    path = tmp_path / "hostile.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    seed_hostile(database, shipped[0])
    with served(make_app(database, DeskSettings())) as address:
        yield address
    database.close()


def test_hostile_texts_fire_nowhere(poisoned: str, new_page: NewPage) -> None:
    page = enter(new_page(), poisoned, "Ann")
    finds = [f"/finds/{number}" for number in range(1, len(PAYLOADS) + 2)]
    pages = ["/", "/sources", "/articles", "/articles?shelf=dropped", "/runs", *finds]
    under = ("/edit", "?at=0&read=1", "/history", "/story?q=utility")
    for path in [*pages, *(f"{find}{more}" for find in finds[1:3] for more in under)]:
        page.goto(poisoned + path)
        assert page.locator("[href^='javascript' i], [href^='data' i]").count() == 0
        for focus in page.locator("[onfocus], [onerror], [onload]").all():
            raise AssertionError(focus.inner_html())
    page.goto(poisoned)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.locator("[data-toast]")).to_contain_text("Held")
