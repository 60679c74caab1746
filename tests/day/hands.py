"""Three manners of working at the desk: with mouse and script, without script, by keys alone."""

import time
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Download, Locator, Page, expect

MOST_TABS = 400
LONGEST_RUN_MS = 180_000
STOPS_AHEAD = """target => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility())
    .filter((one) => one.type !== "radio" || one.checked);
  const here = stops.indexOf(document.activeElement);
  return here < 0 ? 1 : stops.indexOf(target) - here;
}"""
"""How often the tabulator is pressed to come there, as far as can be told beforehand."""


class Hands(Protocol):
    """What a day asks of an editor's hands. A row is named by its element's id."""

    page: Page

    def press(self, what: Locator) -> None: ...

    def write(self, text: str, where: Locator) -> None: ...

    def save(self, button: Locator) -> None: ...

    def go(self, name: str) -> None:
        """To the page that the desk's own menu calls so."""

    def open_row(self, row: str) -> None: ...

    def edit(self) -> None: ...

    def find_flag(self) -> None:
        """To the first sentence of the proof with something to look at."""

    def approve(self, row: str) -> None: ...

    def reject(self, row: str, reason: int) -> None: ...

    def hold(self, row: str) -> None: ...

    def undo(self) -> None: ...

    def wait_for(self, what: Locator) -> None:
        """For what a run brings to the page."""

    def download(self, what: Locator, folder: Path) -> Path: ...


class Mouse:
    """Pointer and script. Rows are moved by their buttons."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        what.first.click()

    def write(self, text: str, where: Locator) -> None:
        where.first.fill(text)

    def save(self, button: Locator) -> None:
        self.press(button)

    def go(self, name: str) -> None:
        self.press(self.page.get_by_label("Desk", exact=True).get_by_role("link", name=name))
        self._arrive(name)

    def open_row(self, row: str) -> None:
        self.press(self.page.locator(f"#{row} h3 a"))
        expect(self.page.locator("[data-page=find]")).to_be_visible()

    def edit(self) -> None:
        self.press(self.page.locator("main [data-does=edit]"))
        expect(self.page.locator("[data-page=edit]")).to_be_visible()

    def find_flag(self) -> None:
        self.press(self.page.locator("[data-line]", has=self.page.locator(".note")).locator("a"))

    def approve(self, row: str) -> None:
        self.press(self.page.locator(f"#{row} [data-does=approve]"))

    def reject(self, row: str, reason: int) -> None:
        self.press(self.page.locator(f"#{row} summary[data-does=reject]"))
        self.press(self.page.locator(f"#{row} [open] [data-number='{reason}']"))

    def hold(self, row: str) -> None:
        self.press(self.page.locator(f"#{row} [data-does=hold]"))

    def undo(self) -> None:
        self.press(self.page.locator("[data-toast]").get_by_role("button", name="Undo"))

    def wait_for(self, what: Locator) -> None:
        """It comes by itself."""
        expect(what.first).to_be_visible(timeout=LONGEST_RUN_MS)

    def download(self, what: Locator, folder: Path) -> Path:
        with self.page.expect_download() as caught:
            self.press(what)
        return _saved(caught.value, folder)

    def _arrive(self, name: str) -> None:
        here = self.page.locator("nav a[aria-current=page]", has_text=name)
        expect(here).to_have_count(1)


class NoScript(Mouse):
    """Pointer, and every action a form."""

    def wait_for(self, what: Locator) -> None:
        look_until(self.page, what, 1)


class Keys(Mouse):
    """No pointer at all: keys of the desk where it has one, the tabulator and Enter elsewhere."""

    def press(self, what: Locator) -> None:
        self._tab_to(what.first)
        self.page.keyboard.press("Enter")

    def write(self, text: str, where: Locator) -> None:
        self._tab_to(where.first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def save(self, button: Locator) -> None:
        expect(button.first).to_be_visible()
        self.page.keyboard.press("Control+Enter")

    def go(self, name: str) -> None:
        self._ready()
        self.page.keyboard.press("Control+k")
        expect(self.page.locator("[data-palette-field]")).to_be_focused()
        self.page.keyboard.insert_text(name.lower())
        chosen = self.page.locator("#palette-list [aria-selected=true]", has_text=name)
        expect(chosen).to_be_visible()
        self.page.keyboard.press("Enter")
        self._arrive(name)

    def open_row(self, row: str) -> None:
        self._walk_to(row)
        self.page.keyboard.press("o")
        expect(self.page.locator("[data-page=find]")).to_be_visible()

    def edit(self) -> None:
        self._ready()
        self.page.keyboard.press("e")
        expect(self.page.locator("[data-page=edit]")).to_be_visible()

    def find_flag(self) -> None:
        self._ready()
        self.page.keyboard.press("]")
        expect(self.page.locator("[data-line].is-on [data-sentence]")).to_be_focused()

    def approve(self, row: str) -> None:
        self._walk_to(row)
        self.page.keyboard.press("a")

    def reject(self, row: str, reason: int) -> None:
        self._walk_to(row)
        self.page.keyboard.press("x")
        self.page.keyboard.press(str(reason))

    def hold(self, row: str) -> None:
        self._walk_to(row)
        self.page.keyboard.press("h")

    def undo(self) -> None:
        self.page.keyboard.press("z")

    def _ready(self) -> None:
        """The scripts of the page have come: from here on keys do something."""
        expect(self.page.locator("[data-open-sheet]")).to_be_visible()

    def _walk_to(self, row: str) -> None:
        """With `j` and `k`, as far as it takes."""
        self._ready()
        rows = [one.get_attribute("id") for one in self.page.locator("[data-row]").all()]
        at = self.page.evaluate("() => document.activeElement?.closest('[data-row]')?.id ?? ''")
        steps = rows.index(row) - (rows.index(at) if at in rows else -1)
        for _ in range(abs(steps)):
            self.page.keyboard.press("j" if steps > 0 else "k")
        expect(self.page.locator(f"#{row} h3 a")).to_be_focused()

    def _tab_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            ahead = target.evaluate(STOPS_AHEAD)
            if ahead == 0:
                return
            for _ in range(max(ahead, 1)):
                self.page.keyboard.press("Tab")
        raise AssertionError(f"the tabulator never came to {target}")


def look_until(page: Page, what: Locator, many: int) -> None:
    """Loads the page anew until so many are there."""
    deadline = time.monotonic() + LONGEST_RUN_MS / 1000
    while what.count() < many:
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.reload()


def _saved(file: Download, folder: Path) -> Path:
    path = folder / file.suggested_filename
    file.save_as(path)
    return path
