"""What an evaluation is: a name, data in a known format, figures; and how data is read."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import DeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """`figures` are shares between 0 and 1 unless their name says otherwise."""

    name: str
    data: str
    records: int
    figures: Mapping[str, float | int | Mapping[str, float] | Mapping[str, Mapping[str, float]]]


class DataMissing(DeskError):
    """The data of an evaluation is not where it was said to be."""

    def __init__(self, path: Path, wanted: str) -> None:
        super().__init__(f"{path} holds no {wanted}. Give the folder or the file with --data.")


def data_files(path: Path, *patterns: str) -> tuple[Path, ...]:
    """The file itself, or those in the folder that match; raises `DataMissing` on none."""
    if path.is_file():
        return (path,)
    found = sorted({match for pattern in patterns for match in path.glob(pattern)})
    if not found:
        raise DataMissing(path, " or ".join(patterns))
    return tuple(found)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a `.jsonl` or `.jsonl.gz` file, one a line."""
    for line in read_page(path).decode("utf8").split("\n"):
        if line.strip():
            yield json.loads(line)


def read_page(path: Path) -> bytes:
    """The bytes of a page, gunzipped when its name says so."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    return ratio(2 * precision * recall, precision + recall)
