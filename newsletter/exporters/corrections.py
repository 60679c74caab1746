"""How a correction is said in print: the same words in every format."""

from collections.abc import Iterable, Iterator

from core.clock import print_date
from core.edition import Correction
from core.text import clean_line


def correction_lines(corrections: Iterable[Correction]) -> Iterator[str]:
    """`Corrected 2/10/2026: The district has 48 buses, not 84.`, the earliest first."""
    for one in sorted(corrections, key=lambda correction: correction.made_on):
        note = clean_line(one.note)
        yield f"Corrected {print_date(one.made_on)}{f': {note}' if note else '.'}"
