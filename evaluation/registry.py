"""Which evaluations and benchmarks there are."""

from collections.abc import Callable
from pathlib import Path

from evaluation import grounding
from evaluation.measure import Measurement

EVALUATIONS: dict[str, Callable[[Path], Measurement]] = {
    "grounding": grounding.measure,
}

BENCHMARKS: dict[str, Callable[[], Measurement]] = {}
