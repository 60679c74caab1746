"""The house: which top-level folders there are, and that the layers name each of them."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OUTSIDE_THE_LAYERS = {"tests", "docs", "requirements"}


def packages_on_disk() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE_THE_LAYERS


def test_layers_every_top_level_package_is_named() -> None:
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {room.strip() for layer in layers for room in layer.split("|")}
    assert named == packages_on_disk()


def test_layers_root_packages_are_the_rooms() -> None:
    assert set(PYPROJECT["tool"]["importlinter"]["root_packages"]) == packages_on_disk()


def test_types_every_room_is_checked() -> None:
    assert set(PYPROJECT["tool"]["mypy"]["packages"]) == packages_on_disk() | {"tests"}


@pytest.mark.parametrize("room", sorted(packages_on_disk()))
def test_build_every_room_is_packaged(room: str) -> None:
    assert f"{room}*" in PYPROJECT["tool"]["setuptools"]["packages"]["find"]["include"]


def test_folders_none_is_unknown() -> None:
    hidden_or_generated = {"node_modules", "build"}
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.name not in hidden_or_generated
    }
    unknown = folders - packages_on_disk() - OUTSIDE_THE_LAYERS
    assert {name for name in unknown if not name.endswith(".egg-info")} <= {
        "workspace",
        "demo-workspace",
    }
