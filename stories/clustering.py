"""Average linkage over sparse pairs: the likest two groups join first, until none is alike."""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

HOLDS_APART = 0.7
"""Two groups whose articles are less than this share as alike across as within stay two."""
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Link:
    """The nodes that came together, by their index, lowest first."""

    nodes: tuple[int, ...]


@dataclass(slots=True)
class _Group:
    nodes: list[int]
    size: int
    fixed: bool
    sums: dict[int, float]
    within: float = 0.0
    alive: bool = True


def cluster(
    nodes: Sequence[Sequence[str]],
    *,
    fixed: Collection[int],
    pairs: Mapping[tuple[str, str], float],
    join_at: float,
) -> tuple[Link, ...]:
    """Join nodes (each some article ids) whose articles are alike at `join_at` on average.

    `pairs` gives the likeness of two articles, keys sorted; one that is missing is 0, and a
    negative one weighs against. Two `fixed` nodes never come together. Ties go to the lower
    index, so that the order in which articles arrive does not matter.
    """
    groups = _start(nodes, fixed, pairs)
    heap = [
        (-_average(groups, a, b), a, b)
        for a, group in enumerate(groups)
        for b in group.sums
        if a < b
    ]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if -negative < join_at:
            break
        if _may_join(groups, a, b) and -negative == _average(groups, a, b):
            _join(groups, heap, a, b)
    return tuple(Link(tuple(sorted(group.nodes))) for group in groups if group.alive)


def _start(
    nodes: Sequence[Sequence[str]],
    fixed: Collection[int],
    pairs: Mapping[tuple[str, str], float],
) -> list[_Group]:
    groups = [_Group([i], len(ids), i in fixed, {}) for i, ids in enumerate(nodes)]
    home = {article_id: i for i, ids in enumerate(nodes) for article_id in ids}
    for (left, right), value in sorted(pairs.items()):
        a, b = home[left], home[right]
        if a == b:
            groups[a].within += value
        else:
            groups[a].sums[b] = groups[a].sums.get(b, 0.0) + value
            groups[b].sums[a] = groups[b].sums.get(a, 0.0) + value
    return groups


def _average(groups: list[_Group], a: int, b: int) -> float:
    return groups[a].sums[b] / (groups[a].size * groups[b].size)


def _may_join(groups: list[_Group], a: int, b: int) -> bool:
    left, right = groups[a], groups[b]
    if not (left.alive and right.alive and b in left.sums) or (left.fixed and right.fixed):
        return False
    return _average(groups, a, b) >= HOLDS_APART * min(_cohesion(left), _cohesion(right))


def _cohesion(group: _Group) -> float:
    """How alike the articles of a group are on average; too few say nothing."""
    if group.size < _ENOUGH:
        return 0.0
    return group.within / (group.size * (group.size - 1) / 2)


def _join(groups: list[_Group], heap: list[tuple[float, int, int]], a: int, b: int) -> None:
    """`b` goes into `a`, the one with the lower index."""
    kept, gone = groups[a], groups[b]
    kept.nodes += gone.nodes
    kept.fixed = kept.fixed or gone.fixed
    kept.size += gone.size
    gone.alive = False
    kept.within += gone.within + kept.sums.pop(b)
    for other, value in gone.sums.items():
        if other == a:
            continue
        groups[other].sums.pop(b)
        kept.sums[other] = groups[other].sums[a] = kept.sums.get(other, 0.0) + value
    for other in kept.sums:
        low, high = min(a, other), max(a, other)
        heapq.heappush(heap, (-_average(groups, low, high), low, high))
