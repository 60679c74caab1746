"""A picture of `desk bench group --json`: `python -m evaluation.curve RESULT.json PICTURE.svg`."""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

_LINES = (
    ("ms_per_article", "by the clock", "#0b6e4f"),
    ("processor_ms_per_article", "processor", "#7a4a00"),
)
_LEFT, _TOP, _WIDTH, _HEIGHT = 60, 30, 520, 240


def picture(figures: Mapping[str, Mapping[str, float]]) -> str:
    """An SVG: milliseconds an arriving article, by how many there are (a logarithmic scale)."""
    sizes = sorted(int(size) for size in figures["ms_per_article"])
    top = math.ceil(max(max(figures[name].values()) for name, _, _ in _LINES) / 10) * 10
    low, high = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def at(size: int, value: float) -> tuple[float, float]:
        across = (math.log10(size) - low) / (high - low)
        return round(_LEFT + across * _WIDTH, 1), round(_TOP + (1 - value / top) * _HEIGHT, 1)

    parts = [f'<text x="{_LEFT}" y="18">Milliseconds to place one arriving article</text>']
    for value in range(0, top + 1, 10):
        _, y = at(sizes[0], value)
        parts.append(f'<path d="M{_LEFT} {y}h{_WIDTH}" stroke="#ccc"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value}</text>')
    for size in sizes:
        x, y = at(size, 0)
        parts.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{size:,}</text>')
    for place, (name, said, colour) in enumerate(_LINES):
        points = " ".join(f"{x},{y}" for x, y in (at(s, figures[name][str(s)]) for s in sizes))
        stroke = f'fill="none" stroke="{colour}" stroke-width="2"'
        parts.append(f'<polyline points="{points}" {stroke}/>')
        parts.append(f'<text x="{400 + 100 * place}" y="18" fill="{colour}">{said}</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 310" font-family="sans-serif"'
        f' font-size="13"><rect width="620" height="310" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


if __name__ == "__main__":
    result = json.loads(Path(sys.argv[1]).read_text(encoding="utf8"))
    Path(sys.argv[2]).write_text(picture(result["figures"]), encoding="utf8")
