"""Makes the pictures of `docs/images/` from the demonstration: `python -m tests.pictures`.

They show the desk with the recorded writer, 1100 pixels wide and in light colours, on whatever day
they are made. The pictures of the mail come from `tests/newsletter/test_pictures.py`.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.day import steps
from tests.day.demo import Demo, filled_demo, opened_desk
from tests.day.hands import Mouse
from tests.platform_server import serve_platforms
from tests.review.browsing import launched

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDTH = 1100


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        launched() as chromium,
        serve_platforms() as platforms,
        filled_demo(Path(folder) / "filled") as demo,
        opened_desk(demo, Path(folder) / "desk", platforms) as address,
    ):
        take_all(chromium, demo, address, Path(folder))


def take_all(chromium: Browser, demo: Demo, address: str, files: Path) -> None:
    anna, ben = (Mouse(_window(chromium)) for _ in range(2))
    anna.page.goto(address)
    take(anna.page, "start", height=560)
    steps.come_in(anna, address, "anna")
    steps.let_in(anna, "ben")
    steps.come_in(ben, address, "ben")
    anna.go("Queue")
    take(anna.page, "queue")
    _keys(anna.page)
    _proof(anna)
    _story(anna)
    steps.triage_twelve(anna)
    _conflict(anna, ben)
    steps.add_an_address(anna, demo.unlisted, before_opening=lambda: take(anna.page, "add"))
    edition = steps.build_edition(anna)
    take(anna.page, "edition", height=1500)
    steps.fix_three_points(anna)
    anna.page.goto(f"{edition}/preview")
    take(anna.page, "preview")
    anna.page.goto(edition)
    steps.export_all(anna, files)
    steps.ask_for_all_drafts(anna, edition)
    take(anna.page, "drafts", height=720)
    anna.go("Sources")
    take(anna.page, "sources")


def take(page: Page, name: str, *, height: int = 860) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


def _keys(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    take(page, "keys", height=900)
    page.get_by_role("button", name="Close").click()


def _proof(hands: Mouse) -> None:
    """A draft with a flag, its sentence open to be mended."""
    steps.open_a_flagged_find(hands)
    hands.find_flag()
    take(hands.page, "find", height=1000)
    line = hands.page.locator("[data-line].is-on")
    hands.press(line.locator("[data-mend]"))
    hands.page.set_viewport_size({"width": WIDTH, "height": 760})
    line.evaluate("one => one.scrollIntoView({block: 'center'})")
    take(hands.page, "mend", height=760)


def _story(hands: Mouse) -> None:
    hands.go("Queue")
    several = hands.page.locator("[data-row]", has_text="outlets:")
    hands.open_row(steps.ids(several)[0])
    hands.press(hands.page.get_by_role("link", name="Merge, split, choose the lead"))
    expect(hands.page.locator("[data-page=story]")).to_be_visible()
    take(hands.page, "story")


def _conflict(hands: Mouse, other: Mouse) -> None:
    def shown() -> None:
        _top(hands.page.locator("#conflict-title"))
        take(hands.page, "conflict", height=760)

    steps.save_against_a_second_editor(hands, other, before_choosing=shown)


def _top(what: Locator) -> None:
    what.evaluate("one => one.scrollIntoView({block: 'start'})")


def _window(chromium: Browser) -> Page:
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 860}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    return context.new_page()


if __name__ == "__main__":
    main()
