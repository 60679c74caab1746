"""A text without its dates and figures, so that units and months are taken for no names."""

from collections.abc import Iterable
from functools import lru_cache

from summarizer.days import Day, days
from summarizer.figures import Figure, figures


@lru_cache(maxsize=256)
def figures_outside_dates(text: str) -> tuple[Figure, ...]:
    return figures(_without_days(text))


def without_figures(text: str) -> str:
    """As long as the text, with a line in place of each date and figure."""
    plain = _without_days(text)
    return _blanked(plain, figures(plain))


def _without_days(text: str) -> str:
    return _blanked(text, days(text))


def _blanked(text: str, mentions: Iterable[Day | Figure]) -> str:
    plain = list(text)
    for mention in mentions:
        plain[mention.start : mention.end] = "_" * (mention.end - mention.start)
    return "".join(plain)
