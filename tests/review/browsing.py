"""The desk in a real browser: windows that may not complain, and signing in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Route,
    expect,
    sync_playwright,
)

from tests.review.seed import PASSWORD

PATIENCE_MS = 20_000
"""A busy machine takes its time; what never comes is missed all the same."""

CHROMIUM = os.environ.get("DESK_CHROMIUM", "/usr/bin/chromium")


@dataclass
class Seen:
    """What a page must never do: complain, pop up, or ask another host."""

    complaints: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        # Refusals are answered so on purpose, and a browser notes every such answer.
        refused = any(answer in message.text for answer in ("409 (Conflict)", "404 (Not Found)"))
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(message.text)

    def dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"dialog: {dialog.message}")
        dialog.accept()

    def route(self, route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            self.complaints.append(f"asked {route.request.url}")
            route.abort()


@contextmanager
def launched() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"NO CHROMIUM at {CHROMIUM}: THE DESK WAS NOT TRIED IN A BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@contextmanager
def windows(chromium: Browser) -> Iterator[NewPage]:
    """Makes windows; at the end of the test none of them may have complained."""
    seen, contexts = Seen(), list[BrowserContext]()
    expect.set_options(timeout=PATIENCE_MS)

    def make(**options: object) -> Page:
        given = {"viewport": {"width": 1280, "height": 900}} | options
        context = chromium.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        context.route("**/*", seen.route)
        contexts.append(context)
        page = context.new_page()
        page.on("console", seen.console)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("dialog", seen.dialog)
        return page

    yield make
    for context in contexts:
        context.close()
    assert seen.complaints == [], seen.complaints


def enter(page: Page, address: str, name: str = "Ben") -> Page:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    return page
