"""Which evaluations and benchmarks there are, all called in one way."""

from collections.abc import Callable
from pathlib import Path

from config.load import Configuration
from evaluation import (
    collect_speed,
    dating,
    desk_speed,
    duplicates,
    extraction,
    grounding,
    group_speed,
    grouping,
    region,
    relevance,
)
from evaluation.measure import Measurement

Evaluation = Callable[[Path, Configuration], Measurement]

EVALUATIONS: dict[str, Evaluation] = {
    "extraction": lambda data, _: extraction.measure(data),
    "dating": lambda data, _: dating.measure(data),
    "relevance": lambda data, configuration: relevance.measure(data, configuration.beat),
    "region": lambda data, configuration: region.measure(
        data, configuration.regions, configuration.sources
    ),
    "grouping": lambda data, _: grouping.measure(data),
    "duplicates": lambda data, _: duplicates.measure(data),
    "grounding": lambda data, _: grounding.measure(data),
}

# Each is given how large to be, 1 being its full size.
BENCHMARKS: dict[str, Callable[[float], Measurement]] = {
    "collect": lambda _: collect_speed.measure(),
    "desk": lambda scale: desk_speed.measure(scale=scale),
    "group": lambda _: group_speed.measure(),
}
