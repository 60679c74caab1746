"""Which section a find stood in, where its heading does not say, or is missing."""

from collections.abc import Callable, Sequence

from core.place import Region

_SURE = 2
"""So many finds more must agree before a heading is taken to be missing."""


def place_finds(
    texts: Sequence[str], headed: Sequence[Region], place: Callable[[str], Region]
) -> tuple[tuple[Region, ...], tuple[str, ...]]:
    """The region of each find, and what was decided without a heading. `headed` is the region of
    the heading above each, `UNCLEAR` where it names none."""
    named = set(headed) - {Region.UNCLEAR}
    if not texts:
        return (), ()
    if not named:
        regions = tuple(place(text) for text in texts)
        return regions, ("No heading names a region: each find was placed by what it tells.",)
    if len(named) == 1 and len(set(headed)) == 1:
        return _split(texts, named.pop(), place)
    return tuple(
        place(text) if region is Region.UNCLEAR else region
        for text, region in zip(texts, headed, strict=True)
    ), ()


def _split(
    texts: Sequence[str], first: Region, place: Callable[[str], Region]
) -> tuple[tuple[Region, ...], tuple[str, ...]]:
    """One heading over all finds: when those from some point on all tell of the other region, its
    heading was left out. Finds that do not say stay where they stand."""
    other = Region.GLOBAL if first is Region.US else Region.US
    told = [place(text) for text in texts]
    worth = [_agreement(told, first, at) for at in range(len(told) + 1)]
    best = max(range(1, len(told) + 1), key=lambda at: (worth[at], at))
    if worth[best] - worth[-1] < _SURE:
        return tuple([first] * len(texts)), ()
    regions = tuple([first] * best + [other] * (len(texts) - best))
    said = (
        f"No heading opens the section {other}: the finds from number {best + 1} on tell of"
        f" places there, and were put into it."
    )
    return regions, (said,)


def _agreement(told: Sequence[Region], first: Region, at: int) -> int:
    """How many finds tell of the region they would stand in, less those that tell of the other."""
    score = 0
    for index, region in enumerate(told):
        if region is not Region.UNCLEAR:
            score += 1 if (region is first) == (index < at) else -1
    return score
