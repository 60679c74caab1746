"""The pages of the documentation hang together."""

import re
from pathlib import Path

import pytest

from config.load import load_sources, shipped

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_every_script_command_it_names_exists(page: Path) -> None:
    script = (ROOT / "run.sh").read_text(encoding="utf8")
    named = set(re.findall(r"\./run\.sh ([a-z]+)", page.read_text(encoding="utf8")))
    assert all(re.search(rf"^{name}\(\)", script, re.MULTILINE) for name in named)


def test_decisions_the_test_that_holds_each_exists() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = page.read_text(encoding="utf8")
        assert "**Held by.**" in text, page.name
        held_by = re.findall(r"`(tests/[^`]+)`", text.split("**Held by.**")[1])
        assert held_by, page.name
        assert all((ROOT / path).exists() for path in held_by), page.name


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf8")
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert all(f"`{room}/`" in text for room in rooms)


def test_readme_counts_the_shipped_sources() -> None:
    sources = load_sources(shipped("sources.yaml"), "config/sources.yaml")
    assert f"the {len(sources)} sources" in (ROOT / "README.md").read_text(encoding="utf8")
