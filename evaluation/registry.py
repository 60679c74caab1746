"""Which evaluations and benchmarks there are, all called in one way."""

from collections.abc import Callable, Collection
from pathlib import Path

from config.load import Configuration
from evaluation import (
    collect_speed,
    dates,
    dating,
    desk_speed,
    duplicates,
    extraction,
    grounding,
    grouping,
    learned_order,
    pattern_speed,
    poll_speed,
    recording,
    region,
    relevance,
    swaps,
)
from evaluation.measure import Measurement

Evaluation = Callable[[Path, Configuration], Measurement]

EVALUATIONS: dict[str, Evaluation] = {
    "extraction": lambda data, _: extraction.measure(data),
    "dating": lambda data, _: dating.measure(data),
    "dates": lambda data, configuration: dates.measure(data, configuration.newsletter),
    "relevance": lambda data, configuration: relevance.measure(data, configuration.beat),
    "region": lambda data, configuration: region.measure(
        data, configuration.regions, configuration.sources
    ),
    "grouping": lambda data, _: grouping.measure(data),
    "duplicates": lambda data, _: duplicates.measure(data),
    "recording": lambda data, _: recording.measure(data),
    "grounding": lambda data, _: grounding.measure(data),
    "swaps": lambda _, __: swaps.measure(),
}

GENERATED = Path("generated")
"""What stands for the data of the evaluations in `MAKE_THEIR_OWN`."""
MAKE_THEIR_OWN = frozenset({"swaps"})


def bench_collect(
    scale: float,
    configuration: Configuration,
    sides: Collection[collect_speed.Side] = tuple(collect_speed.Side),
) -> Measurement:
    return collect_speed.measure(
        pages_each=max(round(collect_speed.PAGES_EACH * scale), 1),
        phrases=configuration.beat.phrases,
        sides=sides,
    )


# Each is given how large to be, 1 being its full size.
BENCHMARKS: dict[str, Callable[[float, Configuration], Measurement]] = {
    "collect": bench_collect,
    "desk": lambda scale, _: desk_speed.measure(scale=scale),
    "learn": lambda _, __: learned_order.measure(),
    "patterns": lambda scale, _: pattern_speed.measure(
        size=max(round(pattern_speed.SIZE * scale), 100)
    ),
    "poll": lambda scale, _: poll_speed.measure(feeds=max(round(poll_speed.FEEDS * scale), 1)),
}
