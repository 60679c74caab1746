"""The archive and handing over, in a real browser."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from config.newsletter import Newsletter
from core.delivery import DeliveryState, Target
from newsletter.archive.reading import read_file
from review.web.desk import Desk
from storage.database import Database
from tests.newsletter.archive.shapes import place, text_edition
from tests.review.browsing import NewPage, enter
from tests.review.seed import NOW

AXE = Path(__file__).parents[1] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PAGES = ("/archive", "/archive?q=depots", "/archive/2/4", "/editions/1/hand-over", "/lessons")

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def filled(app: FastAPI, database: Database, newsletter: Newsletter) -> None:
    desk: Desk = app.state.desk
    app.state.desk = replace(desk, targets=(Target.GHOST, Target.WORDPRESS))
    text = text_edition(dates=("2/12/2025", "2/9/2026", "2/10/2026", "2/6/2026"))
    (read,) = read_file("old.txt", text.encode(), newsletter, place=place).editions
    with database.unit() as unit:
        unit.archive.replace_edition(read.edition)
        edition_id = unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        unit.editions.set_introduction(edition_id, "Depots *lead*.", now=NOW)
        delivery = unit.deliveries.begin(edition_id, Target.GHOST, "k", actor="Ben", now=NOW)
        note = "Ghost does not accept the key (401): check the settings."
        unit.deliveries.end(delivery.delivery_id, DeliveryState.REFUSED, note=note, now=NOW)


def test_edition_is_copied_as_html_and_as_text(address: str, new_page: NewPage) -> None:
    page = enter(new_page(permissions=["clipboard-read", "clipboard-write"]), address)
    page.goto(f"{address}/editions/1/hand-over")
    page.get_by_role("button", name="Copy the edition").click()
    expect(page.locator("[data-copied]")).to_contain_text("Copied.")
    copied = page.evaluate(
        "navigator.clipboard.read().then(async ([item]) => ["
        "await (await item.getType('text/html')).text(),"
        "await (await item.getType('text/plain')).text()])"
    )
    assert "<p>Depots <em>lead</em>.</p>" in copied[0]
    assert copied[1].startswith("Volume 2 | Issue 3\n\nDepots lead.")


def test_draft_is_asked_for_without_script(address: str, new_page: NewPage) -> None:
    page = enter(new_page(java_script_enabled=False), address)
    page.goto(f"{address}/editions/1/hand-over")
    page.get_by_role("button", name="Make a draft at WordPress").click()
    expect(page.get_by_text("A draft at WordPress is asked for.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the edition")).to_be_hidden()


@pytest.mark.skipif(not AXE.is_file(), reason="AXE IS NOT INSTALLED: PAGES WERE NOT LOOKED THROUGH")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_in_order_and_never_scroll_sideways(
    address: str, new_page: NewPage, scheme: str
) -> None:
    page = enter(new_page(color_scheme=scheme), address)
    wrong: list[str] = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(address + path)
            page.evaluate(AXE.read_text(encoding="utf8"))
            found = page.evaluate(f"axe.run(document.querySelector('#page'), {json.dumps(RULES)})")
            wrong += [
                f"{width} {path}: {one['id']} {one['nodes'][0]['html'][:200]}"
                for one in found["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{width} {path} scrolls sideways")
    assert not wrong, "\n".join(wrong)
