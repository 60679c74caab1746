"""Two editors at one find and one edition: each is told, and nothing is replaced."""

import pytest
from playwright.sync_api import Page, Route, expect

from core.workflow import Move
from review.web.assets import has_htmx
from storage.database import Database
from tests.review.browsing import NewPage, enter
from tests.review.seed import NOW, Seeded

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]


def test_find_page_says_that_another_saved_and_keeps_what_it_shows(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ben, ann = enter(new_page(), address), enter(new_page(), address, "Ann")
    ben.goto(f"{address}/finds/{find_id}")
    ann.goto(f"{address}/finds/{find_id}/edit")
    ann.get_by_role("textbox", name="Text", exact=True).fill("Utrecht buys five hundred cars.")
    ann.get_by_role("button", name="Save revision 2").click()
    expect(ann.locator("[data-toast]")).to_contain_text("Saved as revision 2")
    notice = ben.locator("#changed [role=status]")
    expect(notice).to_contain_text("Changed since you opened it. Ann")
    expect(ben.locator("[data-galley]")).not_to_contain_text("five hundred")
    expect(ann.locator("#changed [role=status]")).to_have_count(0)
    notice.get_by_role("link", name="What changed").click()
    expect(ben.locator("ins").first).to_be_visible()


def test_edition_page_says_that_another_changed_the_order(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    placed = [seeded.find("Sixty"), seeded.find("Colorado")]
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, NOW.date(), NOW)
        for find_id in placed:
            unit.finds.move(find_id, Move.APPROVE, actor="Ann", now=NOW)
            unit.editions.place(edition_id, find_id, actor="Ann", now=NOW)
    ben, ann = enter(new_page(), address), enter(new_page(), address, "Ann")
    for page in (ben, ann):
        page.goto(f"{address}/editions/{edition_id}")
    ann.get_by_role("button", name="Down: Sixty").click()
    expect(ann.locator("[data-find]").first).to_have_attribute("data-find", str(placed[1]))
    notice = ben.locator("#changed [role=status]")
    expect(notice).to_contain_text("put the finds in another order")
    expect(ben.locator("[data-find]").first).to_have_attribute("data-find", str(placed[0]))
    notice.get_by_role("link", name="Show it as it is now").click()
    expect(ben.locator("[data-find]").first).to_have_attribute("data-find", str(placed[1]))


TYPED = "Utrecht buys five hundred"


def test_older_text_that_is_late_never_takes_the_place_of_a_newer_one(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id, user_id = seeded.find("Utrecht"), seeded.users["Ben"].user_id
    page = enter(new_page(), address)
    held = list[Route]()
    page.route("**/edit/copy", lambda route: route.continue_() if held else held.append(route))
    page.clock.install()
    page.goto(f"{address}/finds/{find_id}/edit")
    field = page.get_by_role("textbox", name="Text", exact=True)
    with page.expect_request("**/edit/copy"):
        field.fill(TYPED)
        page.clock.run_for(1_000)
    field.press_sequentially(" cars")
    page.clock.run_for(3_000)
    with page.expect_response("**/edit/copy") as first:
        held[0].continue_()
    first.value.finished()
    with page.expect_response("**/edit/copy") as second:
        page.clock.run_for(1_000)
    second.value.finished()
    with database.read() as unit:
        kept = unit.working_copies.get(find_id, user_id)
    assert kept is not None
    assert kept.text == f"{TYPED} cars"


@pytest.mark.parametrize("late", ["the text as saved", "an older text"])
def test_keeping_that_comes_late_behind_a_save_loses_nothing(
    address: str, new_page: NewPage, database: Database, seeded: Seeded, late: str
) -> None:
    """The keeping is held up on its way until the save is through, and arrives all the same."""
    find_id, user_id = seeded.find("Utrecht"), seeded.users["Ben"].user_id
    page = enter(new_page(), address)
    held = list[Route]()
    page.route("**/edit/copy", lambda route: held.append(route))
    page.goto(f"{address}/finds/{find_id}/edit")
    field = page.get_by_role("textbox", name="Text", exact=True)
    with page.expect_request("**/edit/copy"):
        field.fill(TYPED)
    if late == "an older text":
        field.press_sequentially(" cars")
    saved = field.input_value()
    page.get_by_role("button", name="Save revision 2").click()
    expect(page.locator("[data-toast]")).to_contain_text("Saved as revision 2")
    _arrive(page, address, held[0])
    with database.read() as unit:
        assert unit.finds.get(find_id).revision.text == saved
        kept = unit.working_copies.get(find_id, user_id)
    assert (kept.text if kept else "") == (TYPED if late == "an older text" else "")
    page.goto(f"{address}/finds/{find_id}")
    expect(page.locator("[data-galley]")).to_contain_text(saved)
    notice = page.get_by_text("You have a text here that is not saved yet")
    expect(notice).to_have_count(1 if kept else 0)


def _arrive(page: Page, address: str, held: Route) -> None:
    """The same bytes once more: the browser gave its own request up when the form was sent."""
    answer = page.request.post(
        held.request.url,
        data=held.request.post_data,
        headers={
            "HX-Request": "true",
            "Origin": address,
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert answer.ok
