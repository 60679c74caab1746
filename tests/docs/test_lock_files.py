"""Locks hold hashes and no addresses, so that any mirror of the registries serves."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements/run.txt", "requirements/dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_requirements_every_one_is_pinned_with_a_hash(name: str) -> None:
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^([a-zA-Z0-9_.-]+)==\S+", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-zA-Z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(pinned) == len(blocks) > 50
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


def test_requirements_name_the_html_cleaner_that_extraction_cannot_do_without() -> None:
    assert "lxml-html-clean==" in (ROOT / "requirements/run.txt").read_text()


def test_scripts_are_locked_by_hash_without_addresses() -> None:
    lock = json.loads((ROOT / "review/web/assets/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for entry in packages.values():
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
