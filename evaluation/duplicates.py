"""How well copies of one item are found, among the other groups and the stream they came in."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from core.url import host_of
from evaluation.measure import DataMissing, Measurement, data_files, f1, ratio, read_records
from stories.copies import CopyText, copy_text, find_copies
from stories.fingerprint import fingerprint

Pair = tuple[str, str]


def measure(data: Path) -> Measurement:
    """Pairs within a group are copies; a pair of an item of a group with any other is wrong.

    Items of the stream (`stream*.jsonl*` beside the data, or in `../beat`) are the haystack.
    Nobody labelled them, so `precision` counts pairs of labelled items; `precision_in_haystack`
    takes every pair of a labelled item with an unlabelled one to be wrong: a lower bound.
    """
    groups = [[_read(item) for item in group] for group in _groups(data)]
    home = {text.key: index for index, group in enumerate(groups) for text in group}
    texts = {text.key: text for group in groups for text in group}
    hay = {text.key: text for text in _haystack(data) if text.key not in texts}
    found = {pair for pair in find_copies([*texts.values(), *hay.values()]) if _known(pair, home)}
    gold = {_pair(a.key, b.key) for group in groups for a, b in combinations(group, 2)}
    hits = len(found & gold)
    labelled = sum(a in home and b in home for a, b in found)
    precision, recall = ratio(hits, labelled), ratio(hits, len(gold))
    return Measurement(
        name="duplicates",
        data=str(data),
        records=len(texts),
        figures={
            "precision": precision,
            "recall": recall,
            "f1": f1(precision, recall),
            "groups": len(groups),
            "haystack": len(hay),
            "pairs_in_haystack": len(found) - labelled,
            "precision_in_haystack": ratio(hits, len(found)),
        },
    )


def _groups(data: Path) -> Iterator[list[dict[str, Any]]]:
    for path in data_files(data, "syndicated*.jsonl*"):
        for record in read_records(path):
            yield record["items"]


def _haystack(data: Path) -> Iterator[CopyText]:
    folder = data if data.is_dir() else data.parent
    for place in (folder, folder.parent / "beat"):
        try:
            files = data_files(place, "stream*.jsonl*")
        except DataMissing:
            continue
        yield from (_read(record) for path in files for record in read_records(path))
        return


def _read(item: Mapping[str, Any]) -> CopyText:
    title, text = item.get("title") or "", item.get("preview") or ""
    mark = fingerprint(f"{title}\n\n{text}")
    return copy_text(item["url"], title, text, fingerprint=mark, outlet=host_of(item["url"]))


def _known(pair: Pair, home: Mapping[str, int]) -> bool:
    return pair[0] in home or pair[1] in home


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)
