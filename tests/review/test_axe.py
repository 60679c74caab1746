"""axe finds nothing on any page: light and dark, at full width, at 320 px, at 200 % zoom."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from config.oidc import OidcSettings
from config.settings import DeskSettings
from core.clock import FixedClock
from core.edition import Feature
from core.run import Job
from core.workflow import Move
from review.actions.provider import Provider, ProviderAnswer, ProviderRequest
from review.web.desk import Desk
from storage.database import Database
from tests.review.browsing import NewPage, enter, windows
from tests.review.conftest import MakeApp
from tests.review.live import served
from tests.review.seed import NOW, PASSWORD, Seeded
from tests.review.test_access import ROUTES
from tests.review.test_discovering import BAD, GOOD, URL, end

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parents[1] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# 200 % zoom halves the width that a page has, and doubles what a pixel of it takes.
SETTINGS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "320px": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "zoom": {
        "color_scheme": "dark",
        "viewport": {"width": 640, "height": 450},
        "device_scale_factor": 2,
    },
}
STREAMS = {"/live", "/live/since"}
BESIDES = [
    "/?state=approved", "/?state=held", "/?state=rejected", "/?q=zeppelin", "/?flag=any",
    "/articles?shelf=dropped", "/no-such-page",
]  # fmt: skip
PATHS = sorted({path for method, path, _ in ROUTES if method == "GET"} - STREAMS) + BESIDES


@dataclass
class Found:
    """What axe complains of, and how many pages it looked at."""

    lines: list[str] = field(default_factory=list)
    pages: int = 0

    def look(self, page: Page, url: str) -> None:
        page.goto(url)
        if page.evaluate("document.doctype === null"):
            return  # a part of a page, or data
        # A strict policy lets no script be put into the page; the debugger may still run one.
        page.evaluate(AXE.read_text(encoding="utf8"))
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        self.pages += 1
        for wrong in result["violations"]:
            for node in wrong["nodes"]:
                why = " ".join(node["failureSummary"].split())
                self.lines.append(f"{page.url}: {wrong['id']}: {node['target']}: {why}"[:400])
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if page.evaluate(wide) > 0:
            self.lines.append(f"{page.url}: scrolls sideways by {page.evaluate(wide)} px")


@pytest.fixture
def filled(app: FastAPI, database: Database, seeded: Seeded) -> Iterator[str]:
    """A desk in the middle of its work: finds in every state, an edition with a feature."""
    sixty, utrecht, colorado = (seeded.find(name) for name in ("Sixty", "Utrecht", "Colorado"))
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, NOW.date(), NOW)
        feature = Feature(kind="V2G Insights", title="Depots", dated=NOW.date(), body="Long.")
        unit.editions.set_features(edition_id, [feature], now=NOW)
        unit.editions.set_introduction(edition_id, "What continues.", now=NOW)
        for find_id in (sixty, utrecht):
            unit.finds.move(find_id, Move.APPROVE, actor="Ann", now=NOW)
        unit.editions.place(edition_id, sixty, actor="Ann", now=NOW)
        unit.finds.move(colorado, Move.HOLD, due_on=NOW.date(), actor="Ann", now=NOW)
    with served(app) as address:
        yield address


@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_finds_nothing_on_any_page(filled: str, new_page: NewPage, setting: str) -> None:
    found = Found()
    page = new_page(**SETTINGS[setting])
    found.look(page, f"{filled}/sign-in")
    enter(page, filled, "Ann")
    for path in PATHS:
        found.look(page, filled + path)
    assert found.pages > 15
    assert found.lines == [], "\n".join(sorted(found.lines))


@pytest.mark.parametrize("setting", ["light", "320px"])
def test_axe_finds_nothing_on_a_desk_that_is_empty(
    new_desk: FastAPI, chromium: Browser, setting: str
) -> None:
    found = Found()
    with served(new_desk) as address, windows(chromium) as new_page:
        page = new_page(**SETTINGS[setting])
        found.look(page, f"{address}/start")
        page.get_by_label("Your name").fill("Cleo")
        page.get_by_label("A password").fill(PASSWORD)
        page.get_by_role("button", name="Open the desk").click()
        page.wait_for_url(f"{address}/")
        for path in ("/", "/editions", "/sources", "/articles", "/runs", "/people", "/account"):
            found.look(page, address + path)
    assert found.lines == [], "\n".join(sorted(found.lines))


def test_axe_finds_nothing_in_what_opens_over_a_page(filled: str, new_page: NewPage) -> None:
    found = Found()
    page = enter(new_page(), filled, "Ann")
    for keys in (["?"], ["Control+k"], ["j", "x"], ["*"]):
        page.goto(filled)
        for key in keys:
            page.keyboard.press(key)
        page.evaluate(AXE.read_text(encoding="utf8"))
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        for wrong in result["violations"]:
            targets = [node["target"] for node in wrong["nodes"]]
            found.lines.append(f"{keys}: {wrong['id']}: {targets}")
    assert found.lines == []


@pytest.mark.parametrize("setting", ["light", "dark", "320px"])
def test_axe_finds_nothing_in_what_was_discovered_and_beside_a_provider(
    make_app: MakeApp, clock: FixedClock, database: Database, chromium: Browser, setting: str
) -> None:
    oidc = OidcSettings(
        issuer="https://id.example", client_id="desk", client_secret="-", label="Example News"
    )
    found = Found()
    app = make_app(database, DeskSettings())
    desk: Desk = app.state.desk
    app.state.desk = replace(desk, provider=Provider(oidc, _nobody_is_asked, clock))
    with served(app) as address, windows(chromium) as new_page:
        page = new_page(**SETTINGS[setting])
        found.look(page, f"{address}/sign-in")
        expect(page.get_by_role("link", name="Example News")).to_be_visible()
        enter(page, address, "Ann")
        with database.unit() as unit:
            unit.runs.request(Job.DISCOVER, slot="a", why="Ann looks", argument=URL, now=NOW)
        run = end(database, GOOD, BAD)
        found.look(page, f"{address}/sources/discover?run={run.run_id}")
        expect(page.get_by_text("30 items")).to_be_visible()
    assert found.pages == 2
    assert found.lines == [], "\n".join(sorted(found.lines))


def _nobody_is_asked(request: ProviderRequest) -> ProviderAnswer:
    raise AssertionError(f"the provider was asked: {request}")
