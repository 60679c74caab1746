"""Every pair of colours that text is set in can be read (WCAG AA), light and dark."""

import re
from pathlib import Path

import pytest

from review.web.assets import STATIC

PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "sheet")),
    ("ink-2", "sunken"),
    ("ink", "accent-wash"),
    ("ink-2", "accent-wash"),
    ("ink", "flag-wash"),
    ("ink", "block-wash"),
    ("ink-2", "block-wash"),
    ("ink", "mark"),
    ("ink", "added"),
    ("ink", "removed"),
    ("mark-ink", "mark-on"),
    ("accent", "paper"),
    ("accent", "sheet"),
    ("accent", "flag-wash"),
    ("accent-strong", "accent-wash"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("flag", "paper"),
    ("flag", "flag-wash"),
    ("block", "paper"),
    ("block", "sheet"),
    ("block", "block-wash"),
]


def _colours() -> dict[str, tuple[str, str]]:
    text = Path(STATIC / "css" / "tokens.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", text)
    return {name: (light, dark) for name, light, dark in found}


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS, ids=[f"{a} on {b}" for a, b in PAIRS])
def test_text_colour_on_its_ground_is_readable(ink: str, ground: str, scheme: int) -> None:
    colours = _colours()
    ratio = _contrast(colours[ink][scheme], colours[ground][scheme])
    assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"


def test_contrast_of_black_on_white_is_21() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
