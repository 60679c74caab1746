"""Keys that open something to choose from, in a real browser: on a find's page and in the queue."""

import pytest
from playwright.sync_api import Page, expect

from core.find import Find
from core.place import Region
from core.run import Job
from core.workflow import FindState
from review.web.assets import has_htmx
from storage.database import Database
from tests.review.browsing import NewPage, enter
from tests.review.seed import Seeded

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]


def _find(database: Database, find_id: int) -> Find:
    with database.read() as unit:
        return unit.finds.get(find_id)


def _look_at(page: Page, headline: str) -> None:
    expect(page.locator("[data-open-sheet]")).to_be_visible()
    page.get_by_role("link", name=headline).focus()


def test_hold_until_key_opens_its_choices_on_a_finds_page_and_a_number_chooses(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    page = enter(new_page(), address)
    page.goto(f"{address}/finds/{find_id}")
    expect(page.locator("[data-open-sheet]")).to_be_visible()
    page.keyboard.press("H")
    panel = page.locator("details[open]", has=page.locator("[data-does=hold-until]"))
    expect(panel.get_by_label("Hold until this day")).to_be_visible()
    edition = panel.locator("[data-number='2']").inner_text().partition("Volume")[2]
    page.keyboard.press("2")
    expect(page.locator("[data-toast]")).to_contain_text(f"Held (for Volume{edition})")
    assert _find(database, find_id).due_on is not None


def test_hold_until_key_in_the_queue_takes_a_day_as_well(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    _look_at(page, "Utrecht takes")
    page.keyboard.press("H")
    day = page.locator("details[open]").get_by_label("Hold until this day")
    expect(day).to_be_visible()
    day.fill("2026-02-20")
    day.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Held (until 2/20/2026): Utrecht")
    assert _find(database, seeded.find("Utrecht")).state is FindState.HELD


def test_region_key_moves_the_row_looked_at_and_remembers_why(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    _look_at(page, "Utrecht takes")
    page.keyboard.press("g")
    expect(page.locator("[data-toast]")).to_have_text("It stands in Global already.")
    page.keyboard.press("u")
    expect(page.get_by_text("Why does it belong to US?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Why does it belong to US?")).to_have_count(0)
    expect(page.get_by_role("link", name="Utrecht takes")).to_be_focused()
    page.keyboard.press("u")
    page.keyboard.press("3")
    expect(page.locator("[data-toast]")).to_have_text("Moved to US.")
    assert page.url == f"{address}/"
    find_id = seeded.find("Utrecht")
    with database.read() as unit:
        assert unit.finds.get(find_id).region is Region.US
        (moved, *_) = unit.audit.of(f"find {find_id}")
    assert moved.reason == "Only the company or the publisher sits elsewhere."


def test_redraft_key_asks_for_another_draft_of_the_row_looked_at(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    page = enter(new_page(), address)
    _look_at(page, "Utrecht takes")
    page.keyboard.press("r")
    page.keyboard.type("lead with the city")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Asked for another draft.")
    with database.read() as unit:
        (run,) = unit.runs.about(Job.DRAFT, str(seeded.find("Utrecht")), limit=5)
    assert "lead with the city" in run.why + run.argument


def test_keys_of_ones_own_open_the_same_in_the_queue(
    address: str, new_page: NewPage, database: Database, seeded: Seeded
) -> None:
    with database.unit() as unit:
        unit.users.set_keys(seeded.users["Ben"].user_id, {"region-us": "y", "redraft": ""})
    page = enter(new_page(), address)
    _look_at(page, "Utrecht takes")
    page.keyboard.press("r")
    page.keyboard.press("u")
    page.keyboard.press("y")
    expect(page.locator("details[open]")).to_have_count(1)
    expect(page.get_by_text("Why does it belong to US?")).to_be_visible()
