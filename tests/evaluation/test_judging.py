"""The measurements of the judgements, on a few records of our own in the format of the corpora."""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from evaluation import duplicates, grouping, region, relevance
from evaluation.measure import DataMissing
from stories.pairing import JOIN_AT

CONFIGURATION = load(Path("no-such-workspace"), {})


def write(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    lines = "\n".join(json.dumps(record) for record in records)
    path.write_bytes(gzip.compress(lines.encode("utf8")))
    return path


def item(number: int, title: str, **more: object) -> dict[str, Any]:
    return {"url": f"https://{number}.example/a", "title": title, "preview": None, **more}


def test_relevance_counts_core_against_the_rest_and_in_the_stream(tmp_path: Path) -> None:
    labels = [
        item(1, "Utility opens V2G programme", relevance=2),
        item(2, "Power from parked cars", relevance=2),
        item(3, "V2G mentioned on a bakery", relevance=0),
        item(4, "Virtual power plant grows", relevance=1),
    ]
    write(tmp_path / "labels_x.jsonl.gz", labels)
    stream = [item(1, "Utility opens V2G programme"), item(5, "V2H for all"), item(6, "Rain")]
    write(tmp_path / "stream_x.jsonl.gz", stream)
    measured = relevance.measure(tmp_path, CONFIGURATION.beat)
    assert measured.records == 6
    assert (measured.figures["precision"], measured.figures["recall"]) == (0.5, 0.5)
    assert (measured.figures["core"], measured.figures["core_outside_labels"]) == (3, 1)


def test_relevance_labels_alone_are_enough(tmp_path: Path) -> None:
    file = write(tmp_path / "any.jsonl.gz", [item(1, "V2G", relevance=2)])
    assert relevance.measure(file, CONFIGURATION.beat).figures["recall"] == 1


def test_region_counts_unclear_as_wrong_and_mixed_apart(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"title": "A", "text": "It runs in Texas.", "region": "US"},
        {"title": "B", "text": "It runs in Norway.", "region": "Global"},
        {"title": "C", "text": "It runs.", "region": "Global"},
        {"title": "D", "text": "It runs in Texas.", "region": "Global"},
        {"title": "E", "text": "It runs in Texas.", "region": "mixed"},
        {"title": "F", "text": "It runs in Texas.", "region": None},
    ]
    figures = region.measure(write(tmp_path / "r.jsonl.gz", records), CONFIGURATION.regions).figures
    assert figures["accuracy"] == 0.5
    assert figures["unclear"] == 0.25
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 0.5) / 2)
    assert (figures["mixed"], figures["mixed_us"]) == (1, 1.0)


def test_region_dateline_kept_apart_is_read(tmp_path: Path) -> None:
    record = {"title": "X", "text": "It runs.", "dateline": "OSLO, May 2 -", "region": "Global"}
    file = write(tmp_path / "r.jsonl.gz", [record])
    assert region.measure(file, CONFIGURATION.regions).figures["accuracy"] == 1


def test_bcubed_and_pairs_known_example_gives_known_figures() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    found = {"a": "x", "b": "x", "c": "x", "d": "y"}
    precision, recall, _ = grouping.bcubed(gold, found)
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert grouping.pairs(gold, found)[0] == pytest.approx(1 / 3)
    assert grouping.pairs(gold, found)[1] == 0.5


def test_grouping_measures_at_the_threshold_used_everywhere(tmp_path: Path) -> None:
    quake = "An earthquake of 6.1 shook Qeshm and killed ten people in Iran, Tehran radio said."
    opera = "Maria Vale sang Tosca at the Lyric Theatre in Boston and the audience stood up."
    records = [
        {"id": "1", "cluster": "q", "title": "Quake hits Qeshm", "text": quake},
        {"id": "2", "cluster": "q", "title": "Earthquake in Qeshm", "text": f"{quake} More came."},
        {"id": "3", "cluster": "o", "title": "Tosca in Boston", "text": opera},
    ]
    write(tmp_path / "g.jsonl.gz", records)
    write(tmp_path / "other.jsonl.gz", [{"items": []}])
    measured = grouping.measure(tmp_path)
    assert measured.records == 3
    assert measured.figures["bcubed_f1"] == measured.figures["pair_f1"] == 1
    assert measured.figures["threshold"] == JOIN_AT


def test_duplicates_counts_labelled_pairs_and_the_haystack_apart(tmp_path: Path) -> None:
    title = "Utility will pay owners of cars for exports"
    groups: list[dict[str, Any]] = [
        {"items": [item(1, title), item(2, title)]},
        {"items": [item(3, "A bakery buys cargo bikes for bread"), item(4, "Other words here")]},
    ]
    write(tmp_path / "syndicated_x.jsonl.gz", groups)
    write(tmp_path / "stream_x.jsonl.gz", [item(1, title), item(9, title), item(8, "Rain again")])
    figures = duplicates.measure(tmp_path).figures
    assert (figures["precision"], figures["recall"]) == (1, 0.5)
    assert (figures["haystack"], figures["pairs_in_haystack"]) == (2, 2)
    assert figures["precision_in_haystack"] == pytest.approx(1 / 3)


MEASURES: dict[str, Callable[[Path], object]] = {
    "relevance": lambda data: relevance.measure(data, CONFIGURATION.beat),
    "region": lambda data: region.measure(data, CONFIGURATION.regions),
    "grouping": grouping.measure,
    "duplicates": duplicates.measure,
}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_measure_empty_folder_says_what_is_missing(
    tmp_path: Path, measure: Callable[[Path], object]
) -> None:
    with pytest.raises(DataMissing, match="Give the folder or the file"):
        measure(tmp_path)
