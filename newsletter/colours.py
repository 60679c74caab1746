"""The accent of the newsletter, made readable on light and on dark ground (WCAG 2.2, 1.4.3)."""

import re

FALLBACK = "#0b6e4f"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# More than the 4.5 of the rule: small type on a dark phone at night.
_ENOUGH = 5.5
_STEPS = 20


def readable(accent: str, ground: str) -> str:
    """The accent, moved towards black or white until it has a contrast of 5.5:1 on `ground`.

    Both are `#rrggbb`; anything else as an accent gives the house's own green.
    """
    base = accent if _HEX.fullmatch(accent) else FALLBACK
    goal = "#000000" if _luminance(ground) > _luminance("#777777") else "#ffffff"
    shades = (_mixed(base, goal, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= _ENOUGH), goal)


def contrast(one: str, other: str) -> float:
    """From 1.0 (the same) to 21.0 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, goal: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(goal), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
