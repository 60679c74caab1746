"""Colours and type of the HTML mail."""

from dataclasses import dataclass

from newsletter.colours import readable

PAPER = "#fdfcf8"
DARK_PAPER = "#171613"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Each text colour has a contrast of at least 4.5:1 on its paper."""

    accent: str
    dark_accent: str
    paper: str = PAPER
    ink: str = "#1d1c19"
    quiet: str = "#625e55"
    line: str = "#cfc9bb"
    shade: str = "#f1eee5"
    dark_paper: str = DARK_PAPER
    dark_ink: str = "#ebe7dd"
    dark_quiet: str = "#aaa497"
    dark_line: str = "#4a463d"
    dark_shade: str = "#26241f"
    serif: str = "Georgia, 'Times New Roman', serif"
    sans: str = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"


def look_of(accent: str) -> Look:
    return Look(accent=readable(accent, PAPER), dark_accent=readable(accent, DARK_PAPER))
