"""An editor's day on the demonstration, in a real browser: triage, proof, a second editor, stories,
an address, the edition, its lint, its files and its drafts; with script, without, by keys alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from core.delivery import Target
from review.web.assets import has_htmx
from tests.day import steps
from tests.day.demo import Demo, filled_demo, opened_desk
from tests.day.hands import Hands, Keys, Mouse, NoScript
from tests.platform_server import serve_platforms
from tests.review.browsing import launched, windows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    # One worker fills the demonstration once, for all three.
    pytest.mark.xdist_group("day"),
    pytest.mark.skipif(not has_htmx(), reason="HTMX IS NOT INSTALLED: ./run.sh install"),
]

MANNERS: dict[str, tuple[Callable[[Page], Hands], bool]] = {
    "mouse": (Mouse, True),
    "no-script": (NoScript, False),
    "keys": (Keys, True),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with filled_demo(tmp_path_factory.mktemp("demo") / "filled") as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.mark.parametrize("manner", MANNERS)
def test_day_from_sign_in_to_files_and_six_drafts(
    manner: str, demo: Demo, chromium: Browser, tmp_path: Path
) -> None:
    make, script = MANNERS[manner]
    with (
        serve_platforms() as platforms,
        opened_desk(demo, tmp_path / "desk", platforms) as address,
        # Within the desk's time: a window left open behind it asks on, and complains of no answer.
        windows(chromium) as new_page,
    ):
        anna, ben = (make(new_page(java_script_enabled=script)) for _ in range(2))
        steps.come_in(anna, address, "anna")
        steps.let_in(anna, "ben")
        steps.come_in(ben, address, "ben")
        steps.triage_twelve(anna)
        steps.mend_a_flagged_sentence(anna)
        steps.save_against_a_second_editor(anna, ben)
        steps.merge_two_stories(anna)
        steps.add_an_address(anna, demo.unlisted)
        edition = steps.build_edition(anna)
        steps.fix_three_points(anna)
        document = steps.export_all(anna, tmp_path)
        steps.ask_for_all_drafts(anna, edition)
        assert [piece["title"] for piece in document["features"]] == ["First piece", "Second piece"]
        assert {s["title"]: len(s["finds"]) for s in document["sections"]} == {
            steps.SECTIONS[0]: 3,
            steps.SECTIONS[1]: 2,
        }
        assert sorted(post.target for post in platforms.posts) == sorted(Target)
        assert all(post.is_draft for post in platforms.posts)
